"""Writes what a detector found as files that other programs open: labels in four formats, and crops."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from engine.contract.annotations import AnnotationKind, Box, IndexedAnnotation
from engine.contract.boxes import FoundBox, PictureBoxes
from engine.contract.predicting import LabelFormat
from engine.contract.run_folder import write_atomically
from engine.dataset.pictures.decode import decode_picture
from engine.dataset.writers.base import Picture
from engine.dataset.writers.coco import CocoDocument
from engine.dataset.writers.labelme import labelme_document
from engine.dataset.writers.voc import voc_document
from engine.dataset.writers.yolo import yolo_line
from engine.overlays import Pixels, write_png

COCO_NAME = "instances.json"
CROPS = "crops"


@dataclass(frozen=True, slots=True)
class WantedFiles:
    """What is written beside pictures and predictions.json."""

    labels: LabelFormat | None = None
    crops: bool = False


class BoxFiles:
    """Files of a folder, one picture after the other; scores are written where the format has a place for them.

    Args:
        classes: of the network, in the order of their numbers.
        out: folder that exists.
        wanted: what is written.
    """

    def __init__(self, classes: Sequence[str], out: Path, wanted: WantedFiles) -> None:
        self._classes = tuple(classes)
        self._out = out
        self._wanted = wanted
        self._coco = CocoDocument()

    def add(self, said: PictureBoxes, stem: str) -> None:
        """Take what was found in a picture, whose files are called ``stem``.

        Raises:
            DecodeError: crops are wanted, and the picture has gone.
        """
        if self._wanted.labels is not None:
            self._write_labels(said, stem, self._wanted.labels)
        if self._wanted.crops and said.boxes:
            pixels = decode_picture(Path(said.image)).pixels
            (self._out / CROPS).mkdir(exist_ok=True)
            for number, box in enumerate(said.boxes, start=1):
                write_png(self._out / CROPS / f"{stem}-{number}.png", _cut(pixels, box))

    def finish(self) -> None:
        """Write what all pictures share."""
        match self._wanted.labels:
            case "coco":
                write_atomically(self._out / COCO_NAME, self._coco.text(self._classes))
            case "yolo":
                write_atomically(self._out / "classes.txt", "".join(f"{name}\n" for name in self._classes))
            case "voc" | "labelme" | None:
                return
            case other:
                assert_never(other)

    def _write_labels(self, said: PictureBoxes, stem: str, kind: LabelFormat) -> None:
        image = Path(said.image)
        match kind:
            case "coco":
                self._coco.add(image.name, self._picture(said, score_name="score"))
            case "yolo":
                picture = self._picture(said, score_name=None)
                lines = "".join(f"{yolo_line(one, picture)}\n" for one in picture.annotations)
                write_atomically(self._out / f"{stem}.txt", lines)
            case "voc":
                text = voc_document(self._picture(said, score_name="score"), image.name)
                write_atomically(self._out / f"{stem}.xml", text)
            case "labelme":
                document = labelme_document(self._picture(said, score_name="description"), str(image.resolve()))
                write_atomically(self._out / f"{stem}.json", json.dumps(document, ensure_ascii=False, indent=1))
            case _:
                assert_never(kind)

    def _picture(self, said: PictureBoxes, *, score_name: str | None) -> Picture:
        """What was found as if it was drawn, with the score as an attribute of that name."""
        drawn = tuple(self._annotation(number, box, score_name) for number, box in enumerate(said.boxes, start=1))
        return Picture(Path(said.image).name, said.width, said.height, None, drawn)

    def _annotation(self, number: int, found: FoundBox, score_name: str | None) -> IndexedAnnotation:
        box = Box(*found.box_xyxy)
        return IndexedAnnotation(
            id=number,
            kind=AnnotationKind.BOX,
            label=found.label,
            class_index=self._classes.index(found.label),
            box=box,
            area_px=box.width * box.height,
            geometry=box,
            attributes=() if score_name is None else ((score_name, f"{found.score:.4f}"),),
        )


def _cut(pixels: Pixels, found: FoundBox) -> Pixels:
    """The pixels that a box touches, one at least."""
    x_min, y_min, x_max, y_max = found.box_xyxy
    height, width = pixels.shape[:2]
    left, top = min(int(x_min), width - 1), min(int(y_min), height - 1)
    right, bottom = max(left + 1, min(width, -int(-x_max // 1))), max(top + 1, min(height, -int(-y_max // 1)))
    return pixels[top:bottom, left:right]
