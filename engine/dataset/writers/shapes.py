"""Steps that bring what is drawn on a picture to what a format holds; what gets lost is counted.

Each takes annotations and gives annotations, in their order.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import (
    NO_CLASS,
    AnnotationKind,
    Box,
    ClassMaskFile,
    IndexedAnnotation,
    Point,
    Polygon,
    Ring,
    RunLengths,
)
from engine.dataset.masks.arrays import area_and_box, class_mask, object_mask
from engine.dataset.masks.contours import outline
from engine.dataset.masks.polygons import fill_rings
from engine.dataset.masks.run_lengths import run_lengths_of
from engine.dataset.outlines import extent, polygon_of
from engine.dataset.writers.base import Picture, Source, Tally
from engine.dataset.writers.losses import Lost

Annotations = Sequence[IndexedAnnotation]
OBJECTS = frozenset((AnnotationKind.BOX, AnnotationKind.POLYGON, AnnotationKind.MASK))


def _nothing(_name: str, _value: str) -> bool:
    return False


def usable_objects(picture: Picture, lost: Tally) -> Annotations:
    """What is drawn on a picture and has a class; the picture's own classes are lost."""
    lost[Lost.LABELS] += len(picture.labels)
    return named_objects(picture, lost)


def named_objects(picture: Picture, lost: Tally) -> Annotations:
    """What is drawn on a picture and has a class."""
    drawn = [one for one in picture.annotations if one.kind is not AnnotationKind.LABEL]
    return _kept(drawn, [one.label is not None for one in drawn], Lost.UNNAMED, lost)


def without_crowds(annotations: Annotations, lost: Tally) -> Annotations:
    """Objects that are one."""
    return _kept(annotations, [not one.is_crowd for one in annotations], Lost.CROWDS, lost)


def without_attributes(
    annotations: Annotations, lost: Tally, *, but: Callable[[str, str], bool] = _nothing
) -> Annotations:
    """Objects with class and shape, and of their attributes (name, value) nothing ``but`` what the format can hold."""
    kept = [tuple(pair for pair in one.attributes if but(*pair)) for one in annotations]
    lost[Lost.ATTRIBUTES] += sum(some != one.attributes for some, one in zip(kept, annotations, strict=True))
    return [replace(one, attributes=some) for some, one in zip(kept, annotations, strict=True)]


def without_areas(annotations: Annotations, lost: Tally) -> Annotations:
    """Objects, without the areas of class masks."""
    return _kept(annotations, [one.kind in OBJECTS for one in annotations], Lost.AREAS, lost)


def without_boxes(annotations: Annotations, lost: Tally) -> Annotations:
    """What says of pixels whether they belong to it."""
    return _kept(annotations, [one.kind is not AnnotationKind.BOX for one in annotations], Lost.BOXES, lost)


def areas_as_masks(annotations: Annotations, picture: Picture, source: Source, lost: Tally) -> Annotations:
    """The pixels of each class of a class mask become one object; the largest come first."""
    areas = [one for one in annotations if one.kind is AnnotationKind.CLASS_MASK]
    if not areas:
        return annotations
    lost[Lost.AREAS_AS_OBJECTS] += len(areas)
    files = {one.geometry for one in areas if isinstance(one.geometry, ClassMaskFile)}
    lost[Lost.LEFT_OUT_PIXELS] += sum(bool((area_pixels(file, source) == NO_CLASS).any()) for file in files)
    # Areas of which a smaller one lies inside stay below it, also where their holes are filled.
    masks = sorted((_as_mask(one, picture, source) for one in areas), key=area_of, reverse=True)
    return [*masks, *(one for one in annotations if one.kind in OBJECTS)]


def masks_as_runs(annotations: Annotations, picture: Picture, source: Source) -> Annotations:
    """Masks in files become run lengths, by which nothing is lost."""
    return [_as_mask(one, picture, source) if one.kind is AnnotationKind.MASK else one for one in annotations]


def as_boxes(annotations: Annotations, lost: Tally, *, polygons: Lost, masks: Lost) -> Annotations:
    """Every object becomes the box around it; ``polygons`` and ``masks`` are how that is counted."""
    lost[polygons] += _number(annotations, AnnotationKind.POLYGON)
    lost[masks] += _number(annotations, AnnotationKind.MASK)
    return [replace(one, kind=AnnotationKind.BOX, geometry=one.box) for one in annotations if one.box is not None]


def masks_as_polygons(annotations: Annotations, picture: Picture, source: Source, lost: Tally) -> Annotations:
    """Masks become the outlines of their pixels."""
    lost[Lost.MASKS_AS_POLYGONS] += _number(annotations, AnnotationKind.MASK)
    return [_traced(one, picture, source, lost) if one.kind is AnnotationKind.MASK else one for one in annotations]


def boxes_as_polygons(annotations: Annotations, lost: Tally) -> Annotations:
    """Boxes become outlines of four points."""
    lost[Lost.BOXES_AS_POLYGONS] += _number(annotations, AnnotationKind.BOX)
    return [
        replace(one, kind=AnnotationKind.POLYGON, geometry=polygon_of(one.geometry))
        if isinstance(one.geometry, Box)
        else one
        for one in annotations
    ]


def joined(annotations: Annotations, picture: Picture, lost: Tally) -> Annotations:
    """The parts of an outline become one ring, with ways between them that run there and back and enclose nothing."""
    lost[Lost.JOINED_PARTS] += sum(_has_parts(one) for one in annotations)
    return [
        replace(one, geometry=Polygon((_one_ring(one.geometry.rings, picture),)))
        if isinstance(one.geometry, Polygon)
        else one
        for one in annotations
    ]


def inside(annotations: Annotations, picture: Picture, lost: Tally) -> Annotations:
    """Corners that lie beyond the border, by a pixel at most, move onto it."""
    moved = [_inside(one, picture) for one in annotations]
    lost[Lost.BEYOND] += sum(new is not old for new, old in zip(moved, annotations, strict=True))
    return moved


def pixels_of(annotation: IndexedAnnotation, picture: Picture, source: Source) -> NDArray[np.bool_]:
    """(H, W), true on the pixels of an object or of a class's area.

    Raises:
        UserError: a mask file cannot be read any more.
    """
    geometry, width, height = annotation.geometry, picture.width, picture.height
    if isinstance(geometry, ClassMaskFile):
        return area_pixels(geometry, source) == annotation.class_index
    if geometry is None:
        raise ValueError(f"A label has no pixels. Received: {annotation}.")
    return object_mask(geometry, width=width, height=height, root=source.root, read=source.read_mask)


def area_pixels(geometry: ClassMaskFile, source: Source) -> NDArray[np.uint8]:
    """(H, W) class indices of a class mask, ``NO_CLASS`` where there is none.

    Raises:
        UserError: the file cannot be read any more.
    """
    if source.codes is None:
        raise ValueError("A class mask in a dataset without codes.")
    indices = {name: index for index, name in enumerate(source.classes)}
    return class_mask(source.read_mask(source.root / geometry.path), source.codes, indices).pixels


def area_of(annotation: IndexedAnnotation) -> float:
    """Pixels that an annotation covers."""
    return annotation.area_px or 0.0


def _kept(annotations: Annotations, keep: Iterable[bool], kind: Lost, lost: Tally) -> Annotations:
    kept = [one for one, is_kept in zip(annotations, keep, strict=True) if is_kept]
    lost[kind] += len(annotations) - len(kept)
    return kept


def _number(annotations: Annotations, kind: AnnotationKind) -> int:
    return sum(one.kind is kind for one in annotations)


def _as_mask(annotation: IndexedAnnotation, picture: Picture, source: Source) -> IndexedAnnotation:
    if isinstance(annotation.geometry, RunLengths):
        return annotation
    pixels = pixels_of(annotation, picture, source)
    area, box = area_and_box(pixels)
    return replace(
        annotation,
        kind=AnnotationKind.MASK,
        geometry=run_lengths_of(pixels),
        box=annotation.box or box,
        area_px=float(area),
    )


def _traced(annotation: IndexedAnnotation, picture: Picture, source: Source, lost: Tally) -> IndexedAnnotation:
    rings, holes = outline(pixels_of(annotation, picture, source))
    lost[Lost.HOLES] += holes
    return replace(annotation, kind=AnnotationKind.POLYGON, geometry=Polygon(rings))


def _has_parts(annotation: IndexedAnnotation) -> bool:
    return isinstance(annotation.geometry, Polygon) and len(annotation.geometry.rings) > 1


def _one_ring(rings: tuple[Ring, ...], picture: Picture) -> Ring:
    """From the start of the first ring around each other one and back."""
    if len(rings) > 1 and _overlap(rings, picture):
        # Programs that fill one line leave out what it goes around twice; the outline of all pixels goes once.
        rings = outline(fill_rings(rings, width=picture.width, height=picture.height))[0]
    first, *others = rings
    if not others:
        return first
    return (*first, first[0], *(point for ring in others for point in (*ring, ring[0], first[0])))


def _overlap(rings: tuple[Ring, ...], picture: Picture) -> bool:
    """Whether parts have pixels in common."""
    together = fill_rings(rings, width=picture.width, height=picture.height)
    alone = (fill_rings((ring,), width=picture.width, height=picture.height) for ring in rings)
    return sum(int(np.count_nonzero(part)) for part in alone) > int(np.count_nonzero(together))


def _inside(annotation: IndexedAnnotation, picture: Picture) -> IndexedAnnotation:
    """The annotation itself where nothing is to be moved."""
    geometry, box, width, height = annotation.geometry, annotation.box, picture.width, picture.height
    frame = extent((((0.0, 0.0), (width, height)), *_outlines(annotation)))
    if frame == Box(0.0, 0.0, width, height) or box is None:
        return annotation

    def moved(point: Point) -> Point:
        return min(max(point[0], 0.0), width), min(max(point[1], 0.0), height)

    box = Box(*moved((box.x_min, box.y_min)), *moved((box.x_max, box.y_max)))
    if isinstance(geometry, Polygon):
        geometry = Polygon(tuple(tuple(map(moved, ring)) for ring in geometry.rings))
    return replace(annotation, box=box, geometry=box if isinstance(geometry, Box) else geometry)


def _outlines(annotation: IndexedAnnotation) -> tuple[Ring, ...]:
    """Every point of an annotation."""
    box, geometry = annotation.box, annotation.geometry
    corners = () if box is None else (((box.x_min, box.y_min), (box.x_max, box.y_max)),)
    return (*corners, *(geometry.rings if isinstance(geometry, Polygon) else ()))
