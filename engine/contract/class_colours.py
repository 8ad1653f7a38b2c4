"""The colours of classes, the same for the window and for pictures that commands write."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Final

from engine.contract.annotations import BACKGROUND
from engine.contract.colour_tables import Colour, colour_of

# The hues of Okabe and Ito first, then evenly spaced ones. Their relative luminance is 0.18 to 0.26, so that each has
# a contrast of 3 to light grounds and to dark ones.
CLASS_COLOURS: Final[tuple[Colour, ...]] = tuple(
    colour_of(digits)
    for digits in (
        "C07C00",  # orange
        "3076D3",  # blue
        "00956C",  # green
        "C45EA6",  # purple
        "3692CA",  # sky
        "CE5B00",  # vermillion
        "998C00",  # yellow
        "7B8391",  # grey
        "8A65DD",  # violet
        "DE4E68",  # rose
        "0F97A4",  # teal
        "5D9832",  # leaf
        "A7692B",  # brown
        "5A6FDF",  # indigo
    )
)


@dataclass(frozen=True, slots=True)
class ClassColour:
    """The colour of one class; only ``ClassColours`` makes it, since an index alone does not say which it is.

    Attributes:
        place: of the class among those that have a colour, from 0.
    """

    place: int

    @property
    def rgb(self) -> Colour:
        """(red, green, blue) from 0 to 255; they repeat after the last one."""
        return CLASS_COLOURS[self.place % len(CLASS_COLOURS)]

    @property
    def is_repeated(self) -> bool:
        """Whether an earlier class has this colour already; its mark is hatched."""
        return self.place >= len(CLASS_COLOURS)


@dataclass(frozen=True, slots=True)
class ClassColours:
    """The colours of a list of classes: each has that of its place in the list, in which the background is not counted.

    The background has none: it is clear in masks, and neutral in bars and lists. So a class keeps its colour where
    masks of objects are learned and what lies between them becomes a class.

    A list gives its own colours: those of a dataset where its pictures are shown, those of a run in everything that
    is said of the run. They differ where a run knows a part of the dataset's classes, or another order of them.

    Attributes:
        names: of the classes.
        each: their colours in the same order, None for the background.
    """

    names: tuple[str, ...]
    each: tuple[ClassColour | None, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> "ClassColours":
        """The colours of classes by their names."""
        known, places = tuple(names), count()
        return cls(known, tuple(None if name == BACKGROUND else ClassColour(next(places)) for name in known))

    def named(self, name: str | None) -> ClassColour | None:
        """The colour of a class; None for the background, and for what is no class of the list."""
        return self.each[self.names.index(name)] if name in self.names else None

    def at(self, index: int | None) -> ClassColour | None:
        """The colour of the class at an index of the list; None for the background, and for what is no class of it."""
        return self.each[index] if index is not None and 0 <= index < len(self.each) else None
