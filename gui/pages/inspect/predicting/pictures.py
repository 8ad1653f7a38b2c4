"""Predicted pictures as items of a gallery that grows while they come. Free of Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Final, assert_never

from engine.contract.annotations import AnnotationKind, Box
from engine.contract.boxes import PictureBoxes
from engine.contract.class_colours import ClassColours
from engine.contract.masks import ClassMask
from engine.contract.predicting import PicturesPredicted, PredictedPicture
from engine.contract.predictions import ClassScores
from gui.gallery.items import PictureItem
from gui.gallery.shapes import AnnotationShape
from gui.pictures.thumbnail_feed import path_below
from gui.words import percent, plural

_LISTED: Final = 3


class PredictedPictures:
    """All that came so far, in their order; the id of an item is its place plus 1.

    Args:
        root: the folder of the results, which paths in it are relative to.
        classes: of the network, in the order of their numbers.
    """

    def __init__(self, root: Path, classes: Sequence[str]) -> None:
        self._root = root
        self._colours = ClassColours.of(classes)
        self._items: list[PictureItem] = []
        self._images: list[str] = []
        self._boxes: dict[int, PictureBoxes] = {}

    def add(self, part: PicturesPredicted) -> None:
        """Take some more, those that cannot be read behind the others."""
        for picture in part.pictures:
            self._add(picture)
        for image, reason in part.problems.items():
            self._images.append(image)
            name = Path(image).name
            self._items.append(PictureItem(image, label="", caption=name, fault=reason, id=len(self._images)))

    def image(self, item: PictureItem) -> str:
        """The picture file that an item shows, whatever is drawn on it there."""
        return self._images[item.id - 1]

    def shapes(self, item_id: int) -> tuple[AnnotationShape, ...]:
        """The boxes of a picture."""
        said = self._boxes.get(item_id)
        if said is None:
            return ()
        return tuple(
            AnnotationShape(AnnotationKind.BOX, box.label, self._colours.named(box.label), Box(*box.box_xyxy))
            for box in said.boxes
        )

    # as a source of pictures

    def count(self) -> int:
        """How many pictures there are by now."""
        return len(self._items)

    def item(self, index: int) -> PictureItem:
        """The picture at a place."""
        if index < 0:
            raise IndexError(index)
        return self._items[index]

    def find(self, item: PictureItem) -> int | None:
        """The place of a picture."""
        return item.id - 1 if 0 < item.id <= len(self._items) else None

    def _add(self, picture: PredictedPicture) -> None:
        said = picture.said
        self._images.append(said.image)
        plain = PictureItem(
            path_below(self._root, Path(picture.drawn or said.image)),
            label="",
            id=len(self._images),
            caption=Path(said.image).name,
        )
        self._items.append(self._with_said(plain, picture))

    def _with_said(self, plain: PictureItem, picture: PredictedPicture) -> PictureItem:
        said = picture.said
        match said:
            case ClassScores():
                best = said.labels[0]
                words = f"{best.label}  {percent(best.score)}"
                tip = _lines((one.label, one.score) for one in said.labels)
                return replace(plain, label=words, colour=self._colours.named(best.label), tip=tip)
            case ClassMask():
                return replace(plain, tip=_lines((area.label, area.share) for area in said.areas))
            case PictureBoxes() if picture.drawn:
                return replace(plain, tip=plural(len(said.boxes), "object"))
            case PictureBoxes():
                self._boxes[plain.id] = said
                found = len(said.boxes)
                shown = replace(plain, label=None, annotations=found, tip=plural(found, "object"))
                return replace(shown, width=said.width, height=said.height)
            case _:
                assert_never(said)


def _lines(shares: Iterable[tuple[str, float]]) -> str:
    """The largest shares, one a line."""
    largest = sorted(shares, key=itemgetter(1), reverse=True)[:_LISTED]
    return "\n".join(f"{name} {percent(share)}" for name, share in largest)
