"""Paints the classes of a picture that is too large for memory onto a plane on the disk."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import AnnotationKind, Box, ClassMaskFile, IndexedAnnotation, Polygon, Ring
from engine.dataset.masks.arrays import MaskSizeError, box_rows, class_mask
from engine.dataset.masks.polygons import fill_rows
from engine.dataset.masks.strips import mask_strips
from engine.dataset.outlines import extent
from engine.dataset.pictures.regions.code_plane import CodePlane
from engine.dataset.readers.masks.codes import VOID
from engine.dataset.writers.base import MOST_CLASSES, Picture, Source
from engine.dataset.writers.painting import largest_first
from engine.dataset.writers.shapes import pixels_of

ROWS_AT_ONCE = 256
Pixels = NDArray[np.bool_]
RowsOf = Callable[[tuple[int, int]], Pixels]
Step = Callable[[], None]


def paint_classes_onto(plane: CodePlane, picture: Picture, source: Source, *, step: Step) -> None:
    """Paint what ``paint_classes`` gives.

    Class masks and outlines are painted some rows at a time. A mask of a single object is held as a whole; no such
    mask is read that is beyond the ordinary limit of pictures.

    Args:
        plane: of the picture's size.
        picture: what is drawn on it.
        source: the dataset.
        step: called often; may raise to stop.

    Raises:
        UserError: a mask cannot be read any more, or is of another size.
    """
    if source.codes is not None:
        _fill(plane, VOID, step)
        _paint_areas(plane, picture, source, step)
    else:
        boxes = [one for one in picture.annotations if one.kind is AnnotationKind.BOX]
        for one in boxes:
            _paint(plane, VOID, one, picture, source, step=step)
    values = {name: value for value, name in enumerate(source.code_names)}
    for annotation in largest_first(picture.annotations):
        value = values.get(annotation.label or "")
        if value is not None:
            _paint(plane, value, annotation, picture, source, step=step)


def _fill(plane: CodePlane, value: int, step: Step) -> None:
    for top in range(0, plane.height, ROWS_AT_ONCE):
        step()
        plane.write(np.full((min(ROWS_AT_ONCE, plane.height - top), plane.width), value, np.uint8), top=top)


def _paint_areas(plane: CodePlane, picture: Picture, source: Source, step: Step) -> None:
    assert source.codes is not None
    indices = {name: index for index, name in enumerate(source.classes)}
    geometries = (one.geometry for one in picture.annotations)
    for geometry in dict.fromkeys(one for one in geometries if isinstance(one, ClassMaskFile)):
        top = 0
        for strip in mask_strips(source.root / geometry.path, source.codes.reading):
            step()
            bottom = top + strip.height
            if strip.width != plane.width or bottom > plane.height:
                raise MaskSizeError((strip.width, bottom), width=plane.width, height=plane.height)
            pixels = class_mask(strip, source.codes, indices).pixels
            plane.write(np.where(pixels < MOST_CLASSES, pixels, plane.rows(top, bottom)), top=top)
            top = bottom
        if top != plane.height:
            raise MaskSizeError((plane.width, top), width=plane.width, height=plane.height)


def _paint(
    plane: CodePlane, value: int, annotation: IndexedAnnotation, picture: Picture, source: Source, *, step: Step
) -> None:
    (first, last), rows_of = _rows_of(annotation, picture, source)
    for top in range(first, last, ROWS_AT_ONCE):
        step()
        bottom = min(top + ROWS_AT_ONCE, last)
        rows = plane.rows(top, bottom)
        rows[rows_of((top, bottom))] = value
        plane.write(rows, top=top)


def _rows_of(annotation: IndexedAnnotation, picture: Picture, source: Source) -> tuple[tuple[int, int], RowsOf]:
    """Between which rows an object lies, and what gives its pixels in some of them."""
    match annotation.geometry:
        case Box() as box:
            return _between(box, picture), partial(_of_box, box, picture.width)
        case Polygon(rings):
            return _between(extent(rings), picture), partial(_of_rings, rings, picture)
        case _:
            pixels = pixels_of(annotation, picture, source)
            rows = np.flatnonzero(pixels.any(axis=1))
            return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0), partial(_of_pixels, pixels)


def _between(box: Box, picture: Picture) -> tuple[int, int]:
    top, bottom = np.clip([np.floor(box.y_min), np.ceil(box.y_max)], 0, picture.height).astype(int)
    return int(top), int(bottom)


def _of_box(box: Box, width: int, rows: tuple[int, int]) -> Pixels:
    return box_rows(box, width=width, rows=rows)


def _of_rings(rings: Sequence[Ring], picture: Picture, rows: tuple[int, int]) -> Pixels:
    return fill_rows(rings, width=picture.width, height=picture.height, rows=rows)


def _of_pixels(pixels: Pixels, rows: tuple[int, int]) -> Pixels:
    return pixels[slice(*rows)]
