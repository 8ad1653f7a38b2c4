"""The orders in which pictures with masks can stand: a new one is one line here. Free of Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks
from gui.pages.inspect.errors.ranking import Ranking, Values
from gui.words import percent


@dataclass(frozen=True, slots=True)
class MaskOrder:
    """One way to sort pictures.

    Attributes:
        name: identity, remembered in the settings.
        words: for people.
        values: the number of each picture, of one class or (None) of all.
        is_descending: whether the largest come first.
        caption: what the number is, with a place for it in percent.
    """

    name: str
    words: str
    values: Callable[[EvaluatedMasks, int | None], Values]
    is_descending: bool
    caption: str

    def ranking(self, evaluated: EvaluatedMasks, class_index: int | None) -> Ranking:
        """The pictures in this order."""
        return Ranking(self.values(evaluated, class_index), self.is_descending, self._words)

    def _words(self, value: float) -> str:
        return self.caption.format(percent(value))


def _iou(evaluated: EvaluatedMasks, class_index: int | None) -> Values:
    if class_index is not None:
        return evaluated.confusions.ious(class_index)
    return np.array([np.nan if one.mean_iou is None else one.mean_iou for one in evaluated.results], np.float64)


def _boundaries(evaluated: EvaluatedMasks, class_index: int | None) -> Values:
    """Of the whole picture, also where one class decides which pictures are there."""
    found = np.array([np.nan if one.boundary_f1 is None else one.boundary_f1 for one in evaluated.results], np.float64)
    return found if class_index is None else np.where(np.isnan(_iou(evaluated, class_index)), np.nan, found)


def _missed(evaluated: EvaluatedMasks, class_index: int | None) -> Values:
    """Where nothing could be missed, nothing was; of one class, pictures without it are left out."""
    found = evaluated.confusions.missed(background=evaluated.background, class_index=class_index)
    return np.nan_to_num(found, nan=0.0) if class_index is None else found


ORDERS: Final = (
    MaskOrder("worst iou", "Worst IoU first", _iou, is_descending=False, caption="IoU {}"),
    MaskOrder("best iou", "Best IoU first", _iou, is_descending=True, caption="IoU {}"),
    MaskOrder("boundaries", "Worst boundaries first", _boundaries, is_descending=False, caption="Boundary F1 {}"),
    MaskOrder("missed", "Most missed first", _missed, is_descending=True, caption="{} missed"),
)


def order_of(name: object) -> MaskOrder:
    """The order of this name, the first one where nobody knows it."""
    return next((order for order in ORDERS if order.name == name), ORDERS[0])
