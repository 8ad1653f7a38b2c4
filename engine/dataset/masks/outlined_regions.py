"""The pieces of a mask of classes or of objects, as outlines with holes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine.contract.annotations import Ring
from engine.dataset.masks.contours import trace
from engine.dataset.masks.simplifying import simplify_ring

Values = NDArray[np.integer]
Window = tuple[slice, slice]


@dataclass(frozen=True, slots=True)
class OutlinedRegion:
    """Pixels of one value that hang together by their sides.

    Attributes:
        value: of the mask: a class or the number of an object.
        outer: the ring around it, clockwise as one sees it, in continuous pixels.
        holes: rings around what is missing inside, the other way round.
        area_px: its pixels.
    """

    value: int
    outer: Ring
    holes: tuple[Ring, ...]
    area_px: int


def outline_regions(
    values: Values, *, left_out: Collection[int], tolerance_px: float = 0.0, least_area_px: int = 1
) -> tuple[OutlinedRegion, ...]:
    """All regions of a mask, value by value, each from top to bottom.

    Args:
        values: (H, W), 0 or more: class indices or numbers of objects.
        left_out: values that are no region: the background, ``NO_CLASS``.
        tolerance_px: how far an outline may move so that it needs fewer points, as ``simplify_ring`` has it. Up to
            0.5, the outlines still paint the same pixels. Neighbours are simplified each for itself.
        least_area_px: smaller regions are left out.
    """
    # What is searched begins at 1.
    windows = ndimage.find_objects(values.astype(np.int32) + 1)
    return tuple(
        region
        for value, window in enumerate(windows)
        if window is not None and value not in left_out
        for region in _regions(values, value, window, tolerance_px)
        if region.area_px >= least_area_px
    )


def _regions(values: Values, value: int, window: Window, tolerance_px: float) -> Iterator[OutlinedRegion]:
    pixels = values[window] == value
    pieces, number = ndimage.label(pixels)
    areas = np.bincount(pieces.ravel(), minlength=number + 1)
    outers: dict[int, Ring] = {}
    holes: dict[int, list[Ring]] = {piece: [] for piece in range(1, number + 1)}
    for ring in trace(pixels):
        x, y = ring[0]
        # Each ring begins above a pixel of what it belongs to.
        piece = int(pieces[int(y), int(x)])
        placed = simplify_ring(
            tuple((x + window[1].start, y + window[0].start) for x, y in ring), tolerance_px=tolerance_px
        )
        if _is_outer(ring):
            outers[piece] = placed
        else:
            holes[piece].append(placed)
    for piece in range(1, number + 1):
        yield OutlinedRegion(value, outers[piece], tuple(holes[piece]), int(areas[piece]))


def _is_outer(ring: Ring) -> bool:
    """Whether a ring goes clockwise on a picture, whose rows count downwards (the sign of the shoelace formula)."""
    following = (*ring[1:], ring[0])
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, following, strict=True)) > 0
