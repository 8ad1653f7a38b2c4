"""Evaluated pictures with masks as items of a gallery. Free of Qt."""

from dataclasses import replace
from typing import Final

import numpy as np

from gui.gallery.items import PictureItem
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, Outlines, Ranking, Shapes
from gui.words import percent

_NO_OUTLINES: Final[Outlines] = {}


def items_of(evaluated: EvaluatedMasks, ranking: Ranking, outlines: Outlines = _NO_OUTLINES) -> tuple[PictureItem, ...]:
    """The ranked pictures, each with its number, and the classes that are there or seen in it.

    Args:
        evaluated: knows them.
        ranking: their order.
        outlines: what is outlined on some of them, by their places; the ids of their items are the places plus 1.
    """
    occurring = evaluated.confusions.classes_of()
    ious = [evaluated.confusions.ious(number) for number in range(len(evaluated.classes))]
    items = ((place, _item(evaluated, ranking, place, occurring[place], ious)) for place in ranking.places())
    return tuple(_outlined(item, place, outlines.get(place, ())) for place, item in items)


def _outlined(item: PictureItem, place: int, shapes: Shapes) -> PictureItem:
    if not shapes:
        return item
    named = ", ".join(dict.fromkeys(shape.label for shape in shapes if shape.label))
    tip = f"Rather {named}\n{item.tip}"
    return replace(item, id=place + 1, annotations=len(shapes), label="", tip=tip)


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
