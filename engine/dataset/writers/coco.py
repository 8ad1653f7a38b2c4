"""Writes COCO: a JSON file for each split, in ``annotations``, and the pictures in ``images``.

Boxes are x, y, width, height; outlines are lists of coordinates; masks are run lengths (run_lengths.py), compressed
except for crowds, as in the files of COCO itself. Categories and pictures are counted from 1. What else a label file
said of an object stands under ``attributes``, as CVAT writes it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from engine.contract.annotations import IndexedAnnotation, Polygon, RunLengths
from engine.contract.dataset import Split
from engine.dataset.masks.run_lengths import compress_counts
from engine.dataset.writers.base import Picture, Source, Tally, Writer, folder_name, no_losses
from engine.dataset.writers.output import Output
from engine.dataset.writers.shapes import areas_as_masks, masks_as_runs, usable_objects

_FILES = {
    Split.TRAIN: "instances_train",
    Split.VALIDATION: "instances_val",
    Split.TEST: "instances_test",
    None: "instances_0",
}
_SEPARATOR = ",\n"


def fit(picture: Picture, source: Source, lost: Tally) -> Picture:
    """Everything that is drawn."""
    objects = areas_as_masks(usable_objects(picture, lost), picture, source, lost)
    return replace(picture, annotations=tuple(objects))


def write(pictures: Iterable[Picture], source: Source, output: Output) -> None:
    """The pictures and their files."""
    documents: dict[Split | None, CocoDocument] = {}
    for picture in pictures:
        folder = folder_name(picture.split, source)
        document = documents.setdefault(picture.split, CocoDocument())
        # Names are unique in the whole dataset, since a file may name its pictures without their folder.
        path = output.add_picture(picture.path, f"images/{folder}".rstrip("/"))
        masks = masks_as_runs(picture.annotations, picture, source)
        document.add(path.rpartition("/")[2], replace(picture, annotations=tuple(masks)))
    for split, document in documents.items():
        # Our reader takes files together whose names differ by a split or a number.
        name = _FILES[split] if source.has_splits else "instances"
        output.write_text(f"annotations/{name}.json", document.text(source.classes))


@dataclass(slots=True)
class CocoDocument:
    """One file as it grows: its entries as JSON, which need less memory than objects.

    Attributes:
        images: pictures so far.
        annotations: what is drawn on them.
    """

    images: list[str] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)

    def add(self, name: str, picture: Picture) -> None:
        """Take a picture that is called ``name``, whose masks are run lengths."""
        image_id = len(self.images) + 1
        size = {"width": picture.width, "height": picture.height}
        self.images.append(_json({"id": image_id, "file_name": name, **size}))
        for annotation in picture.annotations:
            numbers = {"id": len(self.annotations) + 1, "image_id": image_id}
            self.annotations.append(_json(numbers | _entry(annotation)))

    def text(self, classes: tuple[str, ...]) -> str:
        """The file, with the names of all classes in their order."""
        categories = [_json({"id": number, "name": name}) for number, name in enumerate(classes, start=1)]
        lists = {"images": self.images, "annotations": self.annotations, "categories": categories}
        parts = (f"{_json(key)}: [\n{_SEPARATOR.join(entries)}\n]" for key, entries in lists.items())
        return f"{{\n{_SEPARATOR.join(parts)}\n}}\n"


def _entry(annotation: IndexedAnnotation) -> dict[str, Any]:
    box, class_index = annotation.box, annotation.class_index
    if box is None or class_index is None:
        raise ValueError(f"An object without extent or class. Received: {annotation}.")
    entry = {
        "category_id": class_index + 1,
        "bbox": [box.x_min, box.y_min, box.width, box.height],
        "area": annotation.area_px,
        "segmentation": _segmentation(annotation),
        "iscrowd": int(annotation.is_crowd),
    }
    return entry | ({"attributes": dict(annotation.attributes)} if annotation.attributes else {})


def _segmentation(annotation: IndexedAnnotation) -> object:
    match annotation.geometry:
        case Polygon(rings):
            return [[value for point in ring for value in point] for ring in rings]
        case RunLengths(height, width, counts):
            stored = list(counts) if annotation.is_crowd else compress_counts(counts)
            return {"size": [height, width], "counts": stored}
        case _:
            return []


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


COCO = Writer("coco", "COCO", fit, write, no_losses)
