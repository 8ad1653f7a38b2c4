"""Writes YOLO: for each picture in ``images`` a text file in ``labels``, and ``data.yaml``.

A line is the class's number and then, as shares of the picture's width and height in 9 significant digits, centre and
size of a box, or the points of an outline. A dataset holds one of the two: what most of its objects are.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.contract.annotations import Box, IndexedAnnotation, Polygon
from engine.contract.dataset import Split
from engine.dataset.writers.base import Picture, Source, Tally, Writer, folder_name, in_a_split, no_losses
from engine.dataset.writers.losses import Lost
from engine.dataset.writers.output import Output
from engine.dataset.writers.shapes import (
    areas_as_masks,
    as_boxes,
    boxes_as_polygons,
    inside,
    joined,
    masks_as_polygons,
    usable_objects,
    without_areas,
    without_attributes,
    without_crowds,
)

_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def fit(picture: Picture, source: Source, lost: Tally) -> Picture:
    """Boxes, or outlines of one part."""
    objects = without_attributes(without_crowds(usable_objects(picture, lost), lost), lost)
    if holds_boxes(source):
        objects = without_areas(objects, lost)
        objects = as_boxes(objects, lost, polygons=Lost.POLYGONS_AMONG_BOXES, masks=Lost.MASKS_AMONG_BOXES)
    else:
        objects = areas_as_masks(objects, picture, source, lost)
        objects = masks_as_polygons(boxes_as_polygons(objects, lost), picture, source, lost)
        objects = joined(objects, picture, lost)
    return replace(in_a_split(picture, source, lost), annotations=tuple(inside(objects, picture, lost)))


def holds_boxes(source: Source) -> bool:
    """Whether most objects are boxes."""
    return source.counts.boxes > source.counts.polygons + source.counts.masks


def write(pictures: Iterable[Picture], source: Source, output: Output) -> None:
    """The pictures, their labels and the description."""
    for picture in pictures:
        folder = folder_name(picture.split, source)
        path = output.add_picture(picture.path, f"images/{folder}".rstrip("/"))
        name = path.removeprefix("images/").rpartition(".")[0]
        lines = (yolo_line(annotation, picture) for annotation in picture.annotations)
        output.write_text(f"labels/{name}.txt", "".join(f"{line}\n" for line in lines))
    output.write_text("data.yaml", "".join(f"{line}\n" for line in _description(source, output)))


def yolo_line(annotation: IndexedAnnotation, picture: Picture) -> str:
    """The line of an object: the number of its class, and shares of the width and height of its picture."""
    values = " ".join(f"{value:.9g}" for value in _shares(annotation, picture))
    return f"{annotation.class_index} {values}"


def _shares(annotation: IndexedAnnotation, picture: Picture) -> Iterator[float]:
    width, height = picture.width, picture.height
    match annotation.geometry:
        case Box(x_min, y_min, x_max, y_max):
            yield from ((x_min + x_max) / 2 / width, (y_min + y_max) / 2 / height)
            yield from ((x_max - x_min) / width, (y_max - y_min) / height)
        case Polygon(rings):
            for x, y in rings[0]:
                yield from (x / width, y / height)
        case _:
            raise ValueError(f"Neither box nor outline. Received: {annotation}.")


def _description(source: Source, output: Output) -> Iterator[str]:
    """The lines of ``data.yaml``; without ``path``, as Ultralytics takes a relative one from where it was started."""
    for split in Split:
        folder = f"images/{folder_name(split, source)}"
        if source.has_splits and (output.folder / folder).is_dir():
            yield f"{'val' if split is Split.VALIDATION else split.value}: {folder}"
    yield f"nc: {len(source.classes)}"
    yield "names:"
    for number, name in enumerate(source.classes):
        yield f"  {number}: {_quoted(name)}"


def _quoted(name: str) -> str:
    """A name as in JSON, which YAML understands apart from some control characters that JSON leaves as they are."""
    return _NOT_IN_YAML.sub(_escaped, json.dumps(name, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


YOLO = Writer("yolo", "YOLO", fit, write, no_losses)
