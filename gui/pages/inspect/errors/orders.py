"""The orders in which the pictures of an evaluation can stand: a new one is one line here. Free of Qt."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from engine.contract.predictions import ImageResult


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """One way to sort pictures; ``key`` gives the number, ``is_descending`` puts the largest first."""

    name: str
    words: str
    key: Callable[[ImageResult], float]
    is_descending: bool


def _loss(result: ImageResult) -> float:
    return result.loss


def _score(result: ImageResult) -> float:
    return result.score


def _margin(result: ImageResult) -> float:
    """Older evaluations do not tell it; of a mistake it follows from the scores, of the others they come last."""
    if result.margin is not None:
        return result.margin
    return result.truth_score - result.score if result.truth != result.predicted else math.inf


ORDERS: Final = (
    PictureOrder("loss", "Largest loss first", _loss, is_descending=True),
    PictureOrder("least sure", "Least sure first", _score, is_descending=False),
    PictureOrder("most sure", "Most sure first", _score, is_descending=True),
    PictureOrder("margin", "Smallest margin first", _margin, is_descending=False),
)


def in_order(results: Sequence[ImageResult], name: object) -> tuple[ImageResult, ...]:
    """The pictures sorted by the order of this name, by the first one where nobody knows it."""
    order = next((order for order in ORDERS if order.name == name), ORDERS[0])
    return tuple(sorted(results, key=order.key, reverse=order.is_descending))
