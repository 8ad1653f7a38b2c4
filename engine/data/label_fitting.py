"""Brings what is drawn on a picture to where the network's input shows it."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import AnnotationKind, Box, IndexedAnnotation, MaskFile, Polygon, RunLengths
from engine.data.augment.clipping import clip_ring
from engine.data.augment.labels import CLASS_MASK, Rings, SampleLabels
from engine.data.fitting import Placement

Pixels = NDArray[np.uint8]
Doubles = NDArray[np.floating]

ReadMask = Callable[[IndexedAnnotation], NDArray[np.bool_] | None]


def fit_mask(mask: Pixels, placement: Placement, *, outside: int) -> Pixels:
    """A mask (H, W) of the original picture at the network's input: nearest codes, ``outside`` on letterbox bars."""
    width, height = placement.input_size
    columns, is_beside = _sources(width, placement.scale[0], placement.offset[0], length=mask.shape[1])
    rows, is_above = _sources(height, placement.scale[1], placement.offset[1], length=mask.shape[0])
    fitted = mask[rows][:, columns]
    fitted[:, is_beside] = outside
    fitted[is_above] = outside
    return fitted


def fit_labels(
    annotations: Sequence[IndexedAnnotation], placement: Placement, *, read_mask: ReadMask, class_mask: Pixels | None
) -> tuple[SampleLabels, tuple[IndexedAnnotation, ...]]:
    """Labels in pixels of the network's input.

    Args:
        annotations: of the picture, in pixels of the original (or shares of it). Those that are no object are left
            out (labels, class masks), and so is what a crop cut away.
        placement: where the picture lies in the input.
        read_mask: the pixels (H, W) of an object that is given by a mask; None where they cannot be read.
        class_mask: (h, w) classes at the input's size; None where there are none.

    Returns:
        The labels, and the annotation of each of their boxes.
    """
    boxes: list[Doubles] = []
    rings: list[Rings] = []
    masks: list[Pixels] = [] if class_mask is None else [class_mask]
    mask_objects: list[int] = [CLASS_MASK] * len(masks)
    kept: list[IndexedAnnotation] = []
    for annotation in annotations:
        box = None if annotation.kind is AnnotationKind.CLASS_MASK else _fitted_box(annotation, placement)
        if box is None:
            continue
        mask = read_mask(annotation) if isinstance(annotation.geometry, RunLengths | MaskFile) else None
        if mask is not None:
            masks.append(fit_mask(mask.astype(np.uint8), placement, outside=0))
            mask_objects.append(len(kept))
        boxes.append(box)
        rings.append(_fitted_rings(annotation, placement))
        kept.append(annotation)
    labels = SampleLabels(
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        rings=tuple(rings),
        masks=np.array(masks, np.uint8).reshape(-1, *placement.input_size[::-1]),
        mask_objects=tuple(mask_objects),
    )
    return labels, tuple(kept)


def _sources(
    length_new: int, scale: float, offset: float, *, length: int
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Along one axis: the old pixel at the centre of each new one, and whether there is none."""
    places = np.floor((np.arange(length_new) + 0.5 - offset) / scale).astype(np.intp)
    return np.clip(places, 0, length - 1), (places < 0) | (places >= length)


def _fitted_box(annotation: IndexedAnnotation, placement: Placement) -> Doubles | None:
    box = annotation.box if annotation.box is not None else _stated_box(annotation)
    if box is None:
        return None
    stated = np.array([box.x_min, box.y_min, box.x_max, box.y_max])
    fitted = placement.boxes_to_input(stated * np.tile(_unit(annotation, placement), 2))
    return fitted if (fitted[2:] > fitted[:2]).all() else None


def _stated_box(annotation: IndexedAnnotation) -> Box | None:
    match annotation.geometry:
        case Box() as box:
            return box
        case Polygon(rings):
            points = np.array([point for ring in rings for point in ring])
            return Box(*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
        case _:
            return None


def _fitted_rings(annotation: IndexedAnnotation, placement: Placement) -> Rings:
    if not isinstance(annotation.geometry, Polygon):
        return ()
    unit = _unit(annotation, placement)
    whole = [placement.to_input(np.array(ring) * unit).astype(np.float64) for ring in annotation.geometry.rings]
    return tuple(part for ring in whole for part in clip_ring(ring, size=placement.input_size))


def _unit(annotation: IndexedAnnotation, placement: Placement) -> Doubles:
    """What coordinates have to be multiplied by to be pixels of the original."""
    return np.array(placement.original_size, np.float64) if annotation.is_relative else np.ones(2)
