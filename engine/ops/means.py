"""Means of numbers of which some do not exist."""

from collections.abc import Iterable, Sequence


def mean_of_given(values: Iterable[float | None]) -> float | None:
    """The mean of those that are given; None where none is."""
    given = [value for value in values if value is not None]
    return sum(given) / len(given) if given else None


def means_by_place(rows: Iterable[Sequence[float | None]]) -> tuple[float | None, ...]:
    """The mean of each place of rows of equal length, over those rows that give one: per class, over pictures."""
    return tuple(mean_of_given(column) for column in zip(*rows, strict=True))
