"""Which pictures of a gallery are selected, as ranges of places, so that a million of them cost nothing. Free of Qt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Selected places.

    Attributes:
        ranges: disjoint, ascending, none of them empty, with at least one unselected place between two.
    """

    ranges: tuple[range, ...] = ()

    @classmethod
    def of(cls, ranges: Iterable[range]) -> "Selection":
        """The places in any of some ranges."""
        joined: list[range] = []
        for piece in sorted((piece for piece in ranges if piece), key=_start):
            if joined and piece.start <= joined[-1].stop:
                joined[-1] = range(joined[-1].start, max(joined[-1].stop, piece.stop))
            else:
                joined.append(piece)
        return cls(tuple(joined))

    def __len__(self) -> int:
        return sum(len(piece) for piece in self.ranges)

    def __contains__(self, place: int) -> bool:
        return any(place in piece for piece in self.ranges)

    def __iter__(self) -> Iterator[int]:
        for piece in self.ranges:
            yield from piece

    def with_range(self, added: range) -> "Selection":
        """A range of places more."""
        return Selection.of((*self.ranges, added))

    def toggled(self, place: int) -> "Selection":
        """One place more, or less."""
        if place not in self:
            return self.with_range(range(place, place + 1))
        pieces = (
            part
            for piece in self.ranges
            for part in ((range(piece.start, place), range(place + 1, piece.stop)) if place in piece else (piece,))
        )
        return Selection.of(pieces)


def between(first: int, last: int) -> range:
    """All places from one to another, both included, in either order."""
    return range(min(first, last), max(first, last) + 1)


def _start(piece: range) -> int:
    return piece.start
