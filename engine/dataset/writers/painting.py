"""Paints what is drawn on a picture into pictures with a palette: a class, or an object, for each pixel."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.annotations import AnnotationKind, ClassMaskFile, IndexedAnnotation, Polygon
from engine.dataset.readers.masks.codes import VOID
from engine.dataset.writers.base import MOST_CLASSES, Picture, Source, Tally
from engine.dataset.writers.losses import Lost
from engine.dataset.writers.shapes import area_of, area_pixels, pixels_of

MOST_OBJECTS = MOST_CLASSES


def paint_classes(picture: Picture, source: Source, lost: Tally) -> NDArray[np.uint8]:
    """(H, W) values of ``Source.code_names``; small objects cover large ones, and objects cover class masks.

    Where nothing but a box says that there is an object, pixels are the void.
    """
    values = {name: value for value, name in enumerate(source.code_names)}
    canvas = _areas(picture, source) if source.codes is not None else _boxes(picture, source)
    areas = [one for one in picture.annotations if one.kind is AnnotationKind.CLASS_MASK]
    lost[Lost.MANY_CLASSES] += sum(one.label not in values for one in areas)
    is_painted = np.zeros(canvas.shape, dtype=bool)
    for annotation in largest_first(picture.annotations):
        value = values.get(annotation.label or "")
        if value is None:
            lost[Lost.MANY_CLASSES] += 1
            continue
        pixels = pixels_of(annotation, picture, source)
        lost[Lost.OVERLAPS] += int(np.count_nonzero(is_painted & pixels & (canvas != value)))
        canvas[pixels] = value
        is_painted |= pixels
    return canvas


def paint_objects(picture: Picture, source: Source, lost: Tally) -> NDArray[np.uint8]:
    """(H, W): 0 is background, each object has a value of its own, the largest first; boxes and crowds are the void."""
    canvas = _boxes(picture, source)
    is_painted = np.zeros(canvas.shape, dtype=bool)
    objects = largest_first(picture.annotations)
    single = [one for one in objects if not one.is_crowd]
    lost[Lost.MANY_OBJECTS] += max(0, len(single) - MOST_OBJECTS)
    crowds = ((one, VOID) for one in objects if one.is_crowd)
    for annotation, value in (*crowds, *zip(single, range(1, MOST_OBJECTS + 1), strict=False)):
        pixels = pixels_of(annotation, picture, source)
        lost[Lost.OVERLAPS] += int(np.count_nonzero(is_painted & pixels))
        canvas[pixels] = value
        is_painted |= pixels
    return canvas


def has_fractions(annotation: IndexedAnnotation) -> bool:
    """Whether an outline runs between the borders of pixels."""
    match annotation.geometry:
        case Polygon(rings):
            return any(value % 1 for ring in rings for point in ring for value in point)
        case _:
            return False


def save_palette(path: Path, values: NDArray[np.uint8], palette: NDArray[np.uint8]) -> None:
    """Write values as a PNG, in which they are indices of a palette (256, 3)."""
    image = Image.fromarray(values)
    image.putpalette(palette.ravel().tolist())
    image.save(path)


def _areas(picture: Picture, source: Source) -> NDArray[np.uint8]:
    """The class masks of a picture, one over the other; their classes' indices are their values."""
    canvas = np.full((picture.height, picture.width), VOID, np.uint8)
    geometries = (one.geometry for one in picture.annotations)
    for geometry in dict.fromkeys(one for one in geometries if isinstance(one, ClassMaskFile)):
        pixels = area_pixels(geometry, source)
        canvas = np.where(pixels < MOST_CLASSES, pixels, canvas)
    return canvas


def _boxes(picture: Picture, source: Source) -> NDArray[np.uint8]:
    """Background, and the void in boxes."""
    canvas = np.zeros((picture.height, picture.width), np.uint8)
    for annotation in picture.annotations:
        if annotation.kind is AnnotationKind.BOX:
            canvas[pixels_of(annotation, picture, source)] = VOID
    return canvas


def largest_first(annotations: Iterable[IndexedAnnotation]) -> Sequence[IndexedAnnotation]:
    """Outlines and masks of objects in the order in which they are painted."""
    objects = [one for one in annotations if one.kind in (AnnotationKind.POLYGON, AnnotationKind.MASK)]
    return sorted(objects, key=area_of, reverse=True)
