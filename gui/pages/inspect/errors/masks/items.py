"""Evaluated pictures with masks as items of a gallery. Free of Qt."""

from dataclasses import dataclass, replace
from typing import Final

from engine.contract.class_colours import ClassColours
from gui.gallery.items import PictureItem
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, Outlines, Shapes
from gui.pages.inspect.errors.ranking import Ranking
from gui.words import percent

_NO_OUTLINES: Final[Outlines] = {}


@dataclass(frozen=True, slots=True)
class MaskItems:
    """The pictures of an evaluation, made once and put into any order.

    Attributes:
        items: in the order of the evaluation, without a number below them.
    """

    items: tuple[PictureItem, ...]

    @classmethod
    def of(cls, evaluated: EvaluatedMasks) -> "MaskItems":
        """Each picture with the classes that are there or seen in it, and how well each is found."""
        names, confusions = evaluated.classes, evaluated.confusions
        ious = [confusions.ious(number).tolist() for number in range(len(names))]
        colours = ClassColours.of(names)
        is_told_apart = len(names) - (evaluated.background is not None) > 1
        items = []
        for place, (result, occurring) in enumerate(zip(evaluated.results, confusions.classes_of(), strict=True)):
            classes = tuple(number for number in occurring if number != evaluated.background)
            dots = tuple(colour for number in classes if (colour := colours.at(number)) is not None)
            tip = "\n".join(f"{names[number]}: IoU {percent(ious[number][place])}" for number in classes)
            items.append(
                PictureItem(
                    result.image,
                    width=result.width,
                    height=result.height,
                    classes=dots if is_told_apart else (),
                    tip=tip,
                )
            )
        return cls(tuple(items))

    def ranked(self, ranking: Ranking, outlines: Outlines = _NO_OUTLINES) -> tuple[PictureItem, ...]:
        """The ranked pictures, each with its number.

        Args:
            ranking: their order.
            outlines: what is outlined on some of them, by their places; the ids of their items are the places plus 1.
        """
        return tuple(
            _outlined(replace(self.items[place], caption=ranking.words(value)), place, outlines.get(place, ()))
            for place, value in ((place, float(ranking.values[place])) for place in ranking.places())
        )


def _outlined(item: PictureItem, place: int, shapes: Shapes) -> PictureItem:
    if not shapes:
        return item
    named = ", ".join(dict.fromkeys(shape.label for shape in shapes if shape.label))
    tip = f"Rather {named}\n{item.tip}"
    return replace(item, id=place + 1, annotations=len(shapes), label="", tip=tip)
