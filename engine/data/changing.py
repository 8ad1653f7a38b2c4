"""Chosen changes of a picture, by the same means by which augmentation makes random ones."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.contract.invariance import ChangeKind, PictureChange
from engine.data.augment.cutout import hide_square
from engine.data.augment.maps import Turns, compose_maps
from engine.data.augment.photometric import multiply_light
from engine.data.augment.warp import Warps, warp_pictures

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
IN_PIXELS: tuple[ChangeKind, ...] = ("shift_x", "shift_y", "cover")
"""Changes whose amount is counted in pixels."""


def changed_pictures(picture: Pixels, changes: Sequence[PictureChange]) -> Floats:
    """Change a picture in several ways, each time from the beginning.

    Shift, rotation and scale are about the middle and interpolate bilinearly; what comes into view from outside
    repeats the edge. Light is cut to the range of pixels. A cover has the mean colour of the picture.

    Args:
        picture: (h, w, c), as it is fitted to the network.
        changes: N of them.

    Returns:
        (N, h, w, c) from 0 to 255, not rounded; a change of nothing gives exactly the picture.
    """
    count, size = len(changes), (picture.shape[1], picture.shape[0])
    turns = Turns(
        zoom=_amounts("scale", changes, neutral=1.0),
        radians=np.deg2rad(_amounts("rotate", changes, neutral=0.0)),
        shift_x=_amounts("shift_x", changes, neutral=0.0),
        shift_y=_amounts("shift_y", changes, neutral=0.0),
    )
    warps = Warps(maps=compose_maps(turns, count=count, size=size), size=size)
    changed = warp_pictures(np.repeat(picture[np.newaxis], count, axis=0), warps)
    multiply_light(changed, _amounts("light", changes, neutral=1.0).astype(np.float32))
    for place, change in enumerate(changes):
        if change.kind == "cover":
            hide_square(changed[place], centre=(change.amount, change.cover_y), side_px=change.cover_px)
    return changed


def rescaled(change: PictureChange, *, old_px: tuple[int, int], new_px: tuple[int, int]) -> PictureChange:
    """The same change for a picture of another (width, height): pixels are counted anew, all else stays."""
    across, down = new_px[0] / old_px[0], new_px[1] / old_px[1]
    along = down if change.kind == "shift_y" else across
    amount = change.amount * along if change.kind in IN_PIXELS else change.amount
    return change.model_copy(
        update={"amount": amount, "cover_px": change.cover_px * across, "cover_y": change.cover_y * down}
    )


def _amounts(kind: ChangeKind, changes: Sequence[PictureChange], *, neutral: float) -> NDArray[np.float64]:
    """(N,) the amounts of the changes of one kind, ``neutral`` for the others."""
    return np.array([change.amount if change.kind == kind else neutral for change in changes], np.float64)
