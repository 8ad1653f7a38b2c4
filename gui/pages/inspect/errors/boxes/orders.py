"""The orders in which pictures with boxes can stand: a new one is one line here. Free of Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.boxes import HIT, MISSED
from gui.pages.inspect.errors.ranking import Ranking, Values
from gui.words import plural

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BoxOrder:
    """One way to sort pictures.

    Attributes:
        name: identity, remembered in the settings.
        words: for people.
        values: the number of each picture, from how many objects of each outcome it has.
        is_descending: whether the largest come first.
        noun: what is counted.
        many: several of it.
    """

    name: str
    words: str
    values: Callable[[Counts], Values]
    is_descending: bool
    noun: str
    many: str

    def ranking(self, counts: Counts) -> Ranking:
        """The pictures in this order; those without any object that counts are left out."""
        values = np.where(counts.any(axis=1), self.values(counts), np.nan)
        return Ranking(values, self.is_descending, self._words)

    def _words(self, value: float) -> str:
        return plural(int(value), self.noun, many=self.many)


def _wrong(counts: Counts) -> Values:
    return np.asarray(counts.sum(axis=1) - counts[:, HIT], np.float64)


def _missed(counts: Counts) -> Values:
    return counts[:, MISSED].astype(np.float64)


def _false(counts: Counts) -> Values:
    return np.asarray(_wrong(counts) - _missed(counts), np.float64)


def _hits(counts: Counts) -> Values:
    return counts[:, HIT].astype(np.float64)


ORDERS: Final = (
    BoxOrder("most wrong", "Most errors first", _wrong, is_descending=True, noun="error", many="errors"),
    BoxOrder("fewest wrong", "Fewest errors first", _wrong, is_descending=False, noun="error", many="errors"),
    BoxOrder("missed", "Most missed first", _missed, is_descending=True, noun="missed", many="missed"),
    BoxOrder("false", "Most false first", _false, is_descending=True, noun="false", many="false"),
    BoxOrder("hits", "Most hits first", _hits, is_descending=True, noun="hit", many="hits"),
)


def order_of(name: object) -> BoxOrder:
    """The order of this name, the first one where nobody knows it."""
    return next((order for order in ORDERS if order.name == name), ORDERS[0])
