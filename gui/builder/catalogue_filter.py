"""Which architectures of the catalogue are shown, and in which order. Free of Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import groupby
from math import inf

from models.catalogue import Architecture


class Order(StrEnum):
    """How cards are sorted; the value is what people read."""

    FAMILY = "By family"
    YEAR = "By year"
    PARAMETERS = "By parameters"


class Weight(StrEnum):
    """How many parameters a network has; the value is what people read."""

    ANY = "Any parameters"
    LIGHT = "Below 1 M"
    MEDIUM = "1 to 10 M"
    HEAVY = "10 to 50 M"
    HUGE = "Above 50 M"


_LIMITS: dict[Weight, tuple[float, float]] = {
    Weight.LIGHT: (0, 1_000_000),
    Weight.MEDIUM: (1_000_000, 10_000_000),
    Weight.HEAVY: (10_000_000, 50_000_000),
    Weight.HUGE: (50_000_000, inf),
}


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """What somebody looks for.

    Attributes:
        text: words of name, title, family, paper, year or idea; all of them must be found.
        task: name of a task that must fit; empty for any.
        side_px: shortest side of the pictures that must fit; None for any.
        weight: how many parameters.
        order: how the cards are sorted.
    """

    text: str = ""
    task: str = ""
    side_px: int | None = None
    weight: Weight = Weight.ANY
    order: Order = Order.FAMILY

    @property
    def needs_parameters(self) -> bool:
        """Whether the answer depends on how many parameters networks have."""
        return self.weight is not Weight.ANY or self.order is Order.PARAMETERS


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the architectures below it."""

    heading: str
    entries: tuple[Architecture, ...]


def sections(
    entries: Iterable[Architecture], choice: CatalogueFilter, parameters: Mapping[str, int]
) -> tuple[Section, ...]:
    """The cards that are shown.

    Args:
        entries: of the catalogue, in its order.
        choice: what is looked for.
        parameters: by name, of those that were counted already; others stay at the end and pass every weight.
    """
    found = [entry for entry in entries if _fits(entry, choice, parameters)]
    match choice.order:
        case Order.FAMILY:
            families = dict.fromkeys(entry.family for entry in found)
            return tuple(Section(_title(name), tuple(e for e in found if e.family == name)) for name in families)
        case Order.YEAR:
            found.sort(key=_year)
            return tuple(Section(heading, tuple(some)) for heading, some in groupby(found, key=_year_heading))
        case Order.PARAMETERS:
            found.sort(key=partial(_count, parameters))
            return (Section("From small to large", tuple(found)),) if found else ()


def _fits(entry: Architecture, choice: CatalogueFilter, parameters: Mapping[str, int]) -> bool:
    if choice.task and choice.task not in entry.tasks:
        return False
    if choice.side_px is not None and choice.side_px < entry.least_side_px:
        return False
    count = parameters.get(entry.name)
    if choice.weight is not Weight.ANY and count is not None:
        low, high = _LIMITS[choice.weight]
        if not low <= count < high:
            return False
    told = f"{entry.name} {entry.title} {entry.family} {entry.paper} {entry.year or ''} {entry.idea}".casefold()
    return all(word in told for word in choice.text.casefold().split())


def _title(family: str) -> str:
    return family[:1].upper() + family[1:]


def _count(parameters: Mapping[str, int], entry: Architecture) -> float:
    return parameters.get(entry.name, inf)


def _year(entry: Architecture) -> int:
    return entry.year or 0


def _year_heading(entry: Architecture) -> str:
    return str(entry.year) if entry.year is not None else "Before networks"
