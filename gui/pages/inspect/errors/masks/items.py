"""Evaluated pictures with masks as items of a gallery. Free of Qt."""

import numpy as np

from gui.gallery.items import PictureItem
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, Ranking
from gui.words import percent


def items_of(evaluated: EvaluatedMasks, ranking: Ranking) -> tuple[PictureItem, ...]:
    """The ranked pictures, each with its number, and the classes that are there or seen in it."""
    occurring = evaluated.confusions.classes_of()
    ious = [evaluated.confusions.ious(number) for number in range(len(evaluated.classes))]
    return tuple(_item(evaluated, ranking, place, occurring[place], ious) for place in ranking.places())


def _item(
    evaluated: EvaluatedMasks, ranking: Ranking, place: int, occurring: tuple[int, ...], ious: list[np.ndarray]
) -> PictureItem:
    classes = tuple(number for number in occurring if number != evaluated.background)
    is_told_apart = len(evaluated.classes) - (evaluated.background is not None) > 1
    result = evaluated.results[place]
    lines = [f"{evaluated.classes[number]}: IoU {percent(float(ious[number][place]))}" for number in classes]
    return PictureItem(
        path=result.image,
        width=result.width,
        height=result.height,
        caption=ranking.words(float(ranking.values[place])),
        classes=classes if is_told_apart else (),
        tip="\n".join(lines),
    )
