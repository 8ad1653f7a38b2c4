"""Writes CSV: ``labels.csv`` for classes of whole pictures, ``boxes.csv`` for boxes; pictures in ``images``.

Boxes are edges in pixels, 0-based and continuous.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace

from engine.contract.annotations import AnnotationKind
from engine.dataset.writers.base import Picture, Source, Tally, Writer, empty_classes, folder_name, label_of
from engine.dataset.writers.losses import Lost
from engine.dataset.writers.output import Output
from engine.dataset.writers.shapes import (
    as_boxes,
    named_objects,
    without_areas,
    without_attributes,
    without_crowds,
)

_LABELS = ("path", "label", "split")
_BOXES = ("path", "width", "height", "label", "x_min", "y_min", "x_max", "y_max", "split")


def fit(picture: Picture, _source: Source, lost: Tally) -> Picture:
    """One class for the picture, and the boxes around what is drawn on it."""
    label = label_of(picture, lost)
    objects = without_attributes(without_crowds(named_objects(picture, lost), lost), lost)
    boxes = as_boxes(without_areas(objects, lost), lost, polygons=Lost.POLYGONS_AS_BOXES, masks=Lost.MASKS_AS_BOXES)
    return replace(picture, annotations=(*([] if label is None else [label]), *boxes))


def write(pictures: Iterable[Picture], source: Source, output: Output) -> None:
    """The pictures and the tables that have rows."""
    labels, boxes = _Table(_LABELS), _Table(_BOXES)
    for picture in pictures:
        path = output.add_picture(picture.path, "images")
        split = "" if picture.split is None else folder_name(picture.split, source)
        for annotation in picture.annotations:
            if annotation.kind is AnnotationKind.LABEL:
                labels.add(path, annotation.label, split)
            elif (box := annotation.box) is not None:
                corners = (box.x_min, box.y_min, box.x_max, box.y_max)
                boxes.add(path, picture.width, picture.height, annotation.label, *corners, split)
    for name, table in (("labels.csv", labels), ("boxes.csv", boxes)):
        if table.has_rows:
            output.write_text(name, table.text())


class _Table:
    """A table as it grows."""

    def __init__(self, header: tuple[str, ...]) -> None:
        self._stream = io.StringIO(newline="")
        self._writer = csv.writer(self._stream, lineterminator="\n")
        self._writer.writerow(header)
        self.has_rows = False

    def add(self, *cells: object) -> None:
        self._writer.writerow(cells)
        self.has_rows = True

    def text(self) -> str:
        return self._stream.getvalue()


CSV = Writer("csv", "CSV", fit, write, empty_classes)
