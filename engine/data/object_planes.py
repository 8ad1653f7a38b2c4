"""The masks of the objects of one picture, laid out on as few planes as possible so that none hides another.

A plane holds the number of an object under every pixel. Where no objects overlap, as in most datasets, one plane holds
all of them, and moving it by a warp moves all masks at once. Objects that overlap lie on planes of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine.data.augment.warp import Warps, warp_masks

Pixels = NDArray[np.uint8]
MASK_SIDE = 56
"""Cells along each side of a mask that a network learns from: twice those that it says."""
MOST_OF_PLANE = 255
NO_CELLS = np.zeros((MASK_SIDE, MASK_SIDE), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class ObjectPlanes:
    """The masks of n objects.

    Attributes:
        planes: (P, h, w) uint8, 0 where there is none and else a number.
        places: (n, 2) the plane of each object, and its number there from 1 on.
    """

    planes: Pixels
    places: NDArray[np.int64]

    def chosen(self, kept: NDArray[np.intp]) -> "ObjectPlanes":
        """Some of the objects; the pixels of the others stay on the planes, and belong to none."""
        return ObjectPlanes(self.planes, self.places[kept])

    def moved(self, warp: Warps) -> "ObjectPlanes":
        """The same after the warp of one sample; nothing comes in from beyond the picture."""
        if not len(self.planes):
            return self
        return ObjectPlanes(warp_masks(self.planes, warp, outside=np.zeros(len(self.planes), np.uint8)), self.places)

    def boxes(self) -> NDArray[np.float32]:
        """(n, 4) the smallest boxes around the pixels of each object; without area where it has none."""
        windows = [ndimage.find_objects(plane, MOST_OF_PLANE) for plane in self.planes]
        boxes = np.zeros((len(self.places), 4), np.float32)
        for number, (plane, code) in enumerate(self.places):
            window = windows[plane][code - 1]
            if window is not None:
                rows, columns = window
                boxes[number] = columns.start, rows.start, columns.stop, rows.stop
        return boxes

    def cells(self, boxes_xyxy: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, ``MASK_SIDE``, ``MASK_SIDE``) which part of each box (n, 4) is its object, stretched to a square.

        Each cell takes the pixel under its centre.
        """
        found = [
            _cells_of(self.planes[plane] == code, box)
            for (plane, code), box in zip(self.places, boxes_xyxy.tolist(), strict=True)
        ]
        return np.stack(found) if found else np.zeros((0, MASK_SIDE, MASK_SIDE), np.float32)


def lay_out(masks: Iterable[NDArray[np.bool_]], *, size: tuple[int, int]) -> ObjectPlanes:
    """Lay each mask (h, w) of ``size`` (height, width) on the first plane on which it covers no other."""
    planes: list[Pixels] = []
    used: list[int] = []
    places: list[tuple[int, int]] = []
    for mask in masks:
        plane = next((at for at, each in enumerate(planes) if used[at] < MOST_OF_PLANE and not each[mask].any()), None)
        if plane is None:
            plane = len(planes)
            planes.append(np.zeros(size, np.uint8))
            used.append(0)
        used[plane] += 1
        planes[plane][mask] = used[plane]
        places.append((plane, used[plane]))
    return ObjectPlanes(np.array(planes, np.uint8).reshape(-1, *size), np.array(places, np.int64).reshape(-1, 2))


def _cells_of(mask: NDArray[np.bool_], box: list[float]) -> NDArray[np.float32]:
    left, top, right, bottom = box
    if right <= left or bottom <= top:
        return NO_CELLS
    steps = (np.arange(MASK_SIDE) + 0.5) / MASK_SIDE
    rows = np.clip((top + steps * (bottom - top)).astype(np.intp), 0, mask.shape[0] - 1)
    columns = np.clip((left + steps * (right - left)).astype(np.intp), 0, mask.shape[1] - 1)
    return mask[rows[:, None], columns].astype(np.float32)
