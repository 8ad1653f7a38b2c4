"""What speaks against the masks of measured pictures."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.mask_doubts import DoubtfulArea, MaskDoubt
from engine.dataset.masks.contours import outline
from engine.dataset.masks.simplifying import simplify_ring
from engine.ops.boundary_f1 import boundary_tolerance
from engine.ops.mask_doubts import Contradiction, contradictions, mask_trust

MOST_AREAS: Final = 8
_TOLERANCES: Final = 1.5
_LEAST_RADIUS_PX: Final = 2.0
_SIMPLIFIED_PX: Final = 1.0


def doubt_mask(true: NDArray[np.uint8], scores: NDArray[np.float16], *, classes: Sequence[str], row: int) -> MaskDoubt:
    """How far the mask of a picture can be trusted, and the areas that speak against it.

    Args:
        true: (H, W) class indices, ``NO_CLASS`` where nothing is known.
        scores: (H, W, classes) probabilities.
        classes: their names.
        row: of the picture in the evaluation.
    """
    height, width = true.shape
    radius_px = max(_LEAST_RADIUS_PX, _TOLERANCES * boundary_tolerance(height=height, width=width))
    found = contradictions(true, scores, radius_px=radius_px, most=MOST_AREAS)
    return MaskDoubt(row=row, trust=mask_trust(true, scores), areas=tuple(_area(one, classes) for one in found))


def _area(found: Contradiction, classes: Sequence[str]) -> DoubtfulArea:
    top, left = found.corner
    rings, _ = outline(found.pixels)
    placed = (tuple((x + left, y + top) for x, y in ring) for ring in rings)
    return DoubtfulArea(
        given=classes[found.given],
        suggested=classes[found.suggested],
        pixels=int(np.count_nonzero(found.pixels)),
        confidence=found.confidence,
        rings=tuple(simplify_ring(ring, tolerance_px=_SIMPLIFIED_PX) for ring in placed),
    )
