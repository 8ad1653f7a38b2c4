"""Objects from a mask that only tells classes."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, assert_never

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from engine.contract.annotations import NO_CLASS
from engine.ops.watershed import split_at_waists

ClassMask = npt.NDArray[np.uint8]
Region = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int32]

# Background that touches at a corner only is joined, since objects are not.
_ACROSS_CORNERS = np.ones((3, 3), bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """How pixels of one class become objects.

    Attributes:
        method: ``components``: what is connected is one object; ``watershed``: and is cut where it is narrow.
        waist: of the watershed: where an object is cut, as ``split_at_waists`` has it.
        least_area_px: smaller objects are left out; the watershed does not cut them off.
        largest_hole_px: background of at most so many pixels that a class encloses is filled; 0: none.
    """

    method: Literal["components", "watershed"]
    waist: float = 0.95
    least_area_px: int = 0
    largest_hole_px: int = 0


class Objects(NamedTuple):
    """Objects of a picture.

    Attributes:
        labels: (H, W), 0 where there is none, and the number of the object, from 1 on.
        classes: the class of each object, in their order.
    """

    labels: Labels
    classes: tuple[int, ...]


def find_instances(mask: ClassMask, *, background: int, separation: Separation) -> Objects:
    """The objects of each class of a mask.

    Args:
        mask: (H, W) class indices; ``NO_CLASS`` is no object.
        background: the class that is no object.
        separation: how they are told apart.
    """
    labels, classes = np.zeros(mask.shape, np.int32), list[int]()
    for one in np.flatnonzero(np.bincount(mask.ravel(), minlength=NO_CLASS)[:NO_CLASS]):
        if one == background:
            continue
        region = mask == one
        if separation.largest_hole_px:
            region |= _holes(region, mask == background, separation.largest_hole_px)
        found = _without_small(_separated(region, separation), separation.least_area_px)
        np.add(found, len(classes), out=labels, where=found > 0)
        classes += [int(one)] * int(found.max(initial=0))
    return Objects(labels, tuple(classes))


def _separated(region: Region, separation: Separation) -> Labels:
    match separation.method:
        case "components":
            return ndimage.label(region)[0]
        case "watershed":
            return split_at_waists(region, waist=separation.waist, least_area_px=separation.least_area_px)
    assert_never(separation.method)


def _holes(region: Region, background: Region, largest_px: int) -> Region:
    """What is outside, small, nothing but background, and does not reach the edge of the picture."""
    pieces, _ = ndimage.label(~region, _ACROSS_CORNERS)
    is_hole = np.bincount(pieces.ravel()) <= largest_px
    is_hole[pieces[~background]] = False
    is_hole[np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])] = False
    # The piece 0 is the region itself, also where it fills the picture.
    is_hole[0] = False
    return is_hole[pieces]


def _without_small(labels: Labels, least_area_px: int) -> Labels:
    areas = np.bincount(labels.ravel())
    is_kept = areas >= max(least_area_px, 1)
    is_kept[0] = False
    return np.where(is_kept, np.cumsum(is_kept), 0).astype(np.int32)[labels]
