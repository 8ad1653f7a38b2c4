"""What speaks against the masks of measured pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import NO_CLASS, Ring
from engine.contract.mask_doubts import DoubtfulArea
from engine.dataset.masks.contours import outline
from engine.dataset.masks.simplifying import simplify_ring
from engine.dataset.pictures.regions.code_plane import CodePlane
from engine.dataset.pictures.regions.opening import WHOLE_MEGAPIXELS
from engine.dataset.pictures.regions.source import Region
from engine.ops.boundary_f1 import boundary_tolerance
from engine.ops.components import label_components
from engine.ops.contradictions import Contradiction, ContradictionFinder
from engine.ops.mask_doubts import holds_disc, margin_of
from engine.tiling.parts import parts_of, strips_of

MOST_AREAS: Final = 8
LARGEST_OUTLINED_PIXELS: Final = 1_000_000
"""Of the box around an area in a picture that is not measured at once: the outline of a larger area is its box."""
LARGEST_AT_ONCE_PIXELS: Final = WHOLE_MEGAPIXELS * 1_000_000
"""Of a picture all of whose areas have an outline of their own, which takes its time and memory."""

_TOLERANCES: Final = 1.5
_LEAST_RADIUS_PX: Final = 2.0
_SIMPLIFIED_PX: Final = 1.0
_SIDE_PX: Final = 1024
Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class DoubtPlanes:
    """What is known of every pixel of a measured picture.

    Attributes:
        true: class indices, ``NO_CLASS`` where nothing is known.
        predicted: class indices.
        doubts: of ``doubts_of``.
    """

    true: CodePlane
    predicted: CodePlane
    doubts: CodePlane


def doubtful_areas(planes: DoubtPlanes, *, classes: Sequence[str], step: Step) -> tuple[DoubtfulArea, ...]:
    """The areas of a picture that speak against its mask, the largest first.

    Args:
        planes: of the picture.
        classes: their names.
        step: called every now and then; may raise to stop.
    """
    height, width = planes.true.height, planes.true.width
    radius_px = max(_LEAST_RADIUS_PX, _TOLERANCES * boundary_tolerance(height=height, width=width))
    finder = ContradictionFinder(width=width, classes=len(classes), most=MOST_AREAS)
    for top in range(0, height, _SIDE_PX):
        band = Region(top=top, bottom=min(top + _SIDE_PX, height), left=0, right=width)
        is_large = _large_parts(planes.doubts, band, radius_px=radius_px, step=step)
        for start, stop in strips_of(band.top, band.bottom, width=width):
            step()
            true, predicted, doubts = (
                plane.rows(start, stop) for plane in (planes.true, planes.predicted, planes.doubts)
            )
            finder.add(true, predicted, doubts, is_large[start - top : stop - top])
    return tuple(_area(one, planes, classes, step) for one in finder.largest())


def _large_parts(doubts: CodePlane, band: Region, *, radius_px: float, step: Step) -> NDArray[np.bool_]:
    """(rows, W), true on pixels of a band around which a disc of doubts fits."""
    found = np.zeros(band.shape, bool)
    size = {"height": doubts.height, "width": doubts.width}
    for part in parts_of(band, side_px=_SIDE_PX, margin_px=margin_of(radius_px), **size):
        step()
        if doubts.read(part.core).any():
            large = holds_disc(doubts.read(part.window) > 0, radius_px=radius_px)
            found[:, part.core.left : part.core.right] = large[part.inside]
    return found


def _area(found: Contradiction, planes: DoubtPlanes, classes: Sequence[str], step: Step) -> DoubtfulArea:
    step()
    box = Region(top=found.first[0], bottom=found.bottom, left=found.left, right=found.right)
    is_at_once = planes.true.height * planes.true.width <= LARGEST_AT_ONCE_PIXELS
    is_outlined = is_at_once or box.shape[0] * box.shape[1] <= LARGEST_OUTLINED_PIXELS
    return DoubtfulArea(
        given=classes[int(found.given.argmax())],
        suggested=classes[found.suggested],
        pixels=found.pixels,
        confidence=found.confidence,
        rings=_rings(found, box, planes) if is_outlined else (_ring_around(box),),
    )


def _rings(found: Contradiction, box: Region, planes: DoubtPlanes) -> tuple[Ring, ...]:
    taken = np.where(planes.doubts.read(box) > 0, planes.predicted.read(box), np.uint8(NO_CLASS))
    taken[taken != found.suggested] = NO_CLASS
    numbers = label_components(taken, background=None)
    rings, _ = outline(numbers == numbers[0, found.first[1] - box.left])
    placed = (tuple((x + box.left, y + box.top) for x, y in ring) for ring in rings)
    return tuple(simplify_ring(ring, tolerance_px=_SIMPLIFIED_PX) for ring in placed)


def _ring_around(box: Region) -> Ring:
    left, right, top, bottom = (float(side) for side in (box.left, box.right, box.top, box.bottom))
    return ((left, top), (right, top), (right, bottom), (left, bottom))
