"""Moves the coordinates of Pascal VOC to ours.

VOC counts pixels from 1, and a box includes its last one: x_min - 1, y_min - 1, x_max, y_max are the edges. Programs
that count from 0 write edges; one coordinate of 0 in a set tells them apart.
"""

from collections.abc import Iterable

from engine.contract.annotations import Annotation, Box, Polygon
from engine.dataset.readers.voc.document import VocDocument, VocObject


def file_that_counts_from_zero(documents: Iterable[VocDocument]) -> str | None:
    """The first file with a coordinate of 0, which no set that counts from 1 has; None: the set counts from 1.

    A box without extent says nothing: programs write four zeros for boxes that were never drawn.
    """
    for document in documents:
        if any(0 <= value < 1 for found in document.objects for value in _smallest(found)):
            return document.file
    return None


def _smallest(found: VocObject) -> list[float]:
    values = [value for point in found.ring for value in point]
    box = found.corners
    if box is not None and box.width != 0 and box.height != 0:
        values += [min(box.x_min, box.x_max), min(box.y_min, box.y_max)]
    return values


def annotation_of(found: VocObject, file: str, *, counts_from_zero: bool) -> Annotation:
    """An object in 0-based, continuous pixels."""
    shift = 0.0 if counts_from_zero else 1.0
    box = None if found.corners is None else move_box(found.corners, shift)
    ring = tuple((x - shift, y - shift) for x, y in found.ring)
    geometry = Polygon((ring,)) if ring or box is None else box
    stated = box if ring else None
    return Annotation(geometry, found.label, stated, file=file, place=found.place, attributes=found.attributes)


def move_box(box: Box, shift: float) -> Box:
    """The edges of a box whose first pixel has the number ``shift``.

    A box whose corners are the same point stays without extent: it was clicked and not drawn. Swapped corners stay
    swapped, each moved as the edge that it is.
    """
    if box.width == 0 and box.height == 0:
        return Box(box.x_min - shift, box.y_min - shift, box.x_max - shift, box.y_max - shift)
    x_min, x_max = _edges(box.x_min, box.x_max, shift)
    y_min, y_max = _edges(box.y_min, box.y_max, shift)
    return Box(x_min, y_min, x_max, y_max)


def _edges(first: float, last: float, shift: float) -> tuple[float, float]:
    is_swapped = first - shift > last
    return (first, last - shift) if is_swapped else (first - shift, last)
