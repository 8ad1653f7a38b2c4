"""Writes LabelMe: a JSON file beside each picture, with its boxes and outlines."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from engine.contract.annotations import Box, IndexedAnnotation, Point, Polygon
from engine.dataset.writers.base import Picture, Source, Tally, Writer, empty_classes, folder_name
from engine.dataset.writers.losses import Lost
from engine.dataset.writers.output import Output
from engine.dataset.writers.shapes import (
    Annotations,
    areas_as_masks,
    masks_as_polygons,
    usable_objects,
    without_attributes,
)

VERSION = "5.5.0"
_GROUP, _DESCRIPTION, _CROWD, _SET = "group_id", "description", "crowd", "true"


def fit(picture: Picture, source: Source, lost: Tally) -> Picture:
    """Boxes and outlines, with what the format says of a shape besides."""
    objects = areas_as_masks(usable_objects(picture, lost), picture, source, lost)
    objects = masks_as_polygons(_flagged(objects, lost), picture, source, lost)
    return replace(picture, annotations=tuple(without_attributes(objects, lost, but=_is_known)))


def write(pictures: Iterable[Picture], source: Source, output: Output) -> None:
    """The pictures and their files."""
    for picture in pictures:
        # In a folder beside those of splits, our reader would no longer take those for splits.
        folder = "" if picture.split is None else folder_name(picture.split, source)
        path = output.add_picture(picture.path, folder)
        text = json.dumps(labelme_document(picture, path.rpartition("/")[2]), ensure_ascii=False, indent=1)
        output.write_text(f"{path.rpartition('.')[0]}.json", f"{text}\n")


def _flagged(annotations: Annotations, lost: Tally) -> Annotations:
    """Crowds are objects with a flag that only people understand."""
    lost[Lost.CROWDS_AS_OBJECTS] += sum(one.is_crowd for one in annotations)
    return [
        replace(one, is_crowd=False, attributes=(*one.attributes, (_CROWD, _SET))) if one.is_crowd else one
        for one in annotations
    ]


def _is_known(name: str, value: str) -> bool:
    return name == _DESCRIPTION or value == _SET or (name == _GROUP and value.isdecimal())


def labelme_document(picture: Picture, name: str) -> dict[str, Any]:
    """The file that belongs to a picture of boxes and outlines, which is called ``name``."""
    return {
        "version": VERSION,
        "flags": {},
        "shapes": list(_shapes(picture.annotations)),
        "imagePath": name,
        "imageData": None,
        "imageHeight": picture.height,
        "imageWidth": picture.width,
    }


def _shapes(annotations: Sequence[IndexedAnnotation]) -> Iterable[dict[str, Any]]:
    """One shape for each part; the parts of an object are a group, with a number that no other has."""
    groups = [int(value) for one in annotations for name, value in one.attributes if name == _GROUP]
    for number, annotation in enumerate(annotations, start=max(groups, default=-1) + 1):
        group = dict(annotation.attributes).get(_GROUP)
        match annotation.geometry:
            case Box(x_min, y_min, x_max, y_max):
                yield _shape(annotation, "rectangle", ((x_min, y_min), (x_max, y_max)), group and int(group))
            case Polygon(rings):
                own = number if len(rings) > 1 else None
                yield from (_shape(annotation, "polygon", ring, own if group is None else int(group)) for ring in rings)
            case _:
                raise ValueError(f"Neither box nor outline. Received: {annotation}.")


def _shape(annotation: IndexedAnnotation, kind: str, points: Sequence[Point], group: object) -> dict[str, Any]:
    attributes = dict(annotation.attributes)
    flags = {name: True for name, value in attributes.items() if value == _SET and name != _DESCRIPTION}
    return {
        "label": annotation.label,
        "points": points,
        "group_id": group,
        "description": attributes.get(_DESCRIPTION, ""),
        "shape_type": kind,
        "flags": flags,
    }


LABELME = Writer("labelme", "LabelMe", fit, write, empty_classes)
