"""The outlines of objects that a network has found, with about as many points as a hand would put."""

from typing import Final

import numpy as np

from engine.contract.annotations import Polygon
from engine.contract.boxes import PictureBoxes
from engine.dataset.masks.found_masks import part_of_counts
from engine.dataset.masks.outlined_regions import OutlinedRegion, outline_regions
from engine.dataset.masks.simplifying import HALF_A_PIXEL, simplify_ring
from engine.dataset.outlines import extent
from engine.ops.detections.mask_parts import MaskPart

_TOLERANCE: Final = 0.01
"""Of the longer side of an object: a disc of any size gets between 20 and 45 points."""


def outlines_found(said: PictureBoxes) -> tuple[Polygon | None, ...]:
    """The outline of each candidate whose pixels are told, in their order; None for one without any."""
    return tuple(
        outline_of(part_of_counts(counts, width=said.width, height=said.height)) for counts in said.candidate_masks
    )


def outline_of(part: MaskPart) -> Polygon | None:
    """The outline of the largest piece of a mask in pixels of the picture, without its holes; None without pixels.

    One ring, as a hand draws it: most label files know nothing else. Small objects still paint the same pixels; of
    large ones the outline moves by less than a hundredth of their size, a quarter of a pixel of the masks of 28 x 28
    that networks say (He et al. 2017, Mask R-CNN, section 3).
    """
    if not part.pixels.size:
        return None
    regions = outline_regions(part.pixels.astype(np.uint8), left_out=(0,))
    if not regions:
        return None
    ring = max(regions, key=_area).outer
    around = extent((ring,))
    simple = simplify_ring(ring, tolerance_px=max(HALF_A_PIXEL, _TOLERANCE * max(around.width, around.height)))
    return Polygon((tuple((x + part.left, y + part.top) for x, y in simple),))


def _area(region: OutlinedRegion) -> int:
    return region.area_px
