"""The orders in which pictures of two detectors can stand: a new one is one line here. Free of Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.ops.detections.objects import Numbers
from gui.pages.runs.detectors.joining import FindKind, Tally


@dataclass(frozen=True, slots=True)
class PairOrder:
    """One way to sort pictures.

    Attributes:
        name: identity, remembered in the settings.
        words: for people.
        rank: the number of each picture; the largest come first.
    """

    name: str
    words: str
    rank: Callable[[Tally], Numbers]

    def places(self, tally: Tally, kind: FindKind | None) -> list[int]:
        """The pictures in this order; those with something of a kind only, most of it first, where one is chosen."""
        if kind is None:
            return [int(place) for place in np.argsort(-self.rank(tally), kind="stable")]
        counts = tally.of_pictures[:, kind]
        order = np.argsort(-counts, kind="stable")
        return [int(place) for place in order if counts[place] > 0]


def _apart(tally: Tally) -> Numbers:
    return np.abs(tally.differences)


def _second_better(tally: Tally) -> Numbers:
    return tally.differences


def _first_better(tally: Tally) -> Numbers:
    return -tally.differences


def _missed(tally: Tally) -> Numbers:
    return tally.of_pictures[:, FindKind.NEITHER]


ORDERS: Final = (
    PairOrder("difference", "Largest difference first", _apart),
    PairOrder("first", "A better first", _first_better),
    PairOrder("second", "B better first", _second_better),
    PairOrder("neither", "Most found by neither first", _missed),
)


def order_of(name: object) -> PairOrder:
    """The order of this name, the first one where nobody knows it."""
    return next((order for order in ORDERS if order.name == name), ORDERS[0])
