"""What a network sees of pictures with masks: whole pictures, random patches to learn from, or a grid of patches.

Codes lie under every pixel, in planes: the first one holds classes, further ones what a task wants to keep with them.
All views are cut the same way, so pictures and codes always fit each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.data.crops.class_places import ClassPlaces, find_class_places
from engine.data.crops.plan import CropCentres, centre_shares, plan_crops
from engine.data.mirroring import Window, cut_window
from engine.data.order import SEED_RANGE

Pixels = NDArray[np.uint8]
Positions = NDArray[np.int64]
Size = tuple[int, int]
PATCH_STREAM, PLACES_STREAM = 2, 3  # Beside those of engine/data/order.py.
MOST_PLACES = 4096


@dataclass(frozen=True, slots=True)
class CodedPicture:
    """A picture (H, W, C) and its codes (H, W, planes), uint8 both."""

    pixels: Pixels
    codes: Pixels


@dataclass(frozen=True, slots=True)
class RareClasses:
    """How patches are cut so that rare classes come up.

    Attributes:
        places: where the classes are in each picture.
        shares: (classes,) share of the patches around a pixel of each class.
    """

    places: tuple[ClassPlaces, ...]
    shares: NDArray[np.float64]

    @classmethod
    def of(cls, pictures: Sequence[CodedPicture], *, classes: int, balance: float, seed: int) -> "RareClasses":
        """Look where the classes are; a ``balance`` of 1 shows all equally often, 0 as often as they are."""
        rng = np.random.default_rng((seed % SEED_RANGE, PLACES_STREAM))
        places = tuple(
            find_class_places(one.codes[..., 0], classes=classes, most=MOST_PLACES, rng=rng) for one in pictures
        )
        return cls(places, centre_shares(places, balance=balance))

    def plan(self, count: int, *, seed: int, epoch: int) -> CropCentres:
        """Where the patches of an epoch lie."""
        rng = np.random.default_rng((seed % SEED_RANGE, epoch, PATCH_STREAM))
        return plan_crops(self.places, shares=self.shares, count=count, rng=rng)


class Views(Protocol):
    """Samples of one size; what is seen is a function of epoch and position alone."""

    @property
    def count(self) -> int:
        """Samples of an epoch."""

    def pictures(self, epoch: int, positions: Positions) -> Pixels:
        """(N, h, w, channels) uint8."""

    def codes(self, epoch: int, positions: Positions) -> Pixels:
        """(N, h, w, planes) uint8."""


class WholeViews:
    """Whole pictures that were fitted to the network's size.

    They stay where they are, also on disk: only those of a batch are copied.

    Args:
        pictures: all of one size.
    """

    def __init__(self, pictures: Sequence[CodedPicture]) -> None:
        self._pictures = pictures

    @property
    def count(self) -> int:
        return len(self._pictures)

    def pictures(self, epoch: int, positions: Positions) -> Pixels:
        """The same in every epoch."""
        return np.stack([self._pictures[position].pixels for position in positions])

    def codes(self, epoch: int, positions: Positions) -> Pixels:
        """The same in every epoch."""
        return np.stack([self._pictures[position].codes for position in positions])


class RandomPatches:
    """Patches at random places of pictures of any size; an epoch sees about as many pixels as the pictures have.

    Args:
        pictures: to cut from.
        size: (height, width) of the patches in pixels, with the margin that augmentation needs.
        kept: (height, width) of what is left of them in the end: decides how many make an epoch.
        seed: of the run.
        rare: where the classes are, and which share of the patches is cut around a pixel of each; None: anywhere.
    """

    def __init__(
        self,
        pictures: Sequence[CodedPicture],
        *,
        size: Size,
        kept: Size,
        seed: int,
        rare: RareClasses | None = None,
    ) -> None:
        self._pictures = pictures
        self._size = size
        self._kept = kept
        self._seed = seed % SEED_RANGE
        self._rare = rare
        areas = np.array([picture.codes.shape[0] * picture.codes.shape[1] for picture in pictures])
        patches = np.maximum(1, np.rint(areas / (kept[0] * kept[1])).astype(int))
        self._owners = np.repeat(np.arange(len(pictures)), patches)
        self._centres: dict[int, CropCentres] = {}

    @property
    def count(self) -> int:
        return len(self._owners)

    def pictures(self, epoch: int, positions: Positions) -> Pixels:
        """Others in every epoch."""
        return np.stack([cut_window(one.pixels, window) for one, window in self._places(epoch, positions)])

    def codes(self, epoch: int, positions: Positions) -> Pixels:
        """Those under the pixels of ``pictures``."""
        return np.stack([cut_window(one.codes, window) for one, window in self._places(epoch, positions)])

    def _places(self, epoch: int, positions: Positions) -> list[tuple[CodedPicture, Window]]:
        if self._rare is None:
            return [self._anywhere(epoch, int(position)) for position in positions]
        centres = self._centres_of(epoch, self._rare)
        return [self._around(centres, int(position)) for position in positions]

    def _anywhere(self, epoch: int, position: int) -> tuple[CodedPicture, Window]:
        """Anywhere such that what is kept lies within the picture, if it is large enough."""
        chance = np.random.default_rng((self._seed, epoch, PATCH_STREAM, position))
        picture = self._pictures[self._owners[position]]
        top, left = (
            _start(side, kept, chance) - (patch - kept) // 2
            for side, patch, kept in zip(picture.codes.shape[:2], self._size, self._kept, strict=True)
        )
        return picture, Window(top, left, *self._size)

    def _around(self, centres: CropCentres, position: int) -> tuple[CodedPicture, Window]:
        height, width = self._size
        top, left = int(centres.rows[position]) - height // 2, int(centres.columns[position]) - width // 2
        return self._pictures[centres.pictures[position]], Window(top, left, height, width)

    def _centres_of(self, epoch: int, rare: RareClasses) -> CropCentres:
        """Those of the last two epochs are kept: batches are asked for one by one, and ahead of their time."""
        found = self._centres.get(epoch)
        if found is None:
            found = rare.plan(self.count, seed=self._seed, epoch=epoch)
            latest = dict(list(self._centres.items())[-1:])
            self._centres = {**latest, epoch: found}
        return found


class GridPatches:
    """Patches whose inner parts cover every pixel of pictures of any size, in order.

    Args:
        pictures: to cut from.
        size: (height, width) of the patches in pixels.
        kept: (height, width) of their inner parts: what the network says something of.
    """

    def __init__(self, pictures: Sequence[CodedPicture], *, size: Size, kept: Size) -> None:
        self._places = [(one, window) for one in pictures for window in grid_windows(one.codes, size=size, kept=kept)]

    @property
    def count(self) -> int:
        return len(self._places)

    def pictures(self, epoch: int, positions: Positions) -> Pixels:
        """The same in every epoch."""
        return np.stack([cut_window(one.pixels, window) for one, window in self._chosen(positions)])

    def codes(self, epoch: int, positions: Positions) -> Pixels:
        """The same in every epoch."""
        return np.stack([cut_window(one.codes, window) for one, window in self._chosen(positions)])

    def _chosen(self, positions: Positions) -> list[tuple[CodedPicture, Window]]:
        return [self._places[position] for position in positions]


def grid_windows(picture: NDArray[Any], *, size: Size, kept: Size) -> list[Window]:
    """Windows over a picture (H, W, ...) whose inner parts cover it, row by row.

    The last ones are moved back so that they end with the picture; where it is smaller, the part lies in its middle.
    """
    tops, lefts = (
        [start - (patch - inner) // 2 for start in _grid_starts(side, inner)]
        for side, patch, inner in zip(picture.shape[:2], size, kept, strict=True)
    )
    return [Window(top, left, *size) for top in tops for left in lefts]


def _grid_starts(side: int, kept: int) -> list[int]:
    if side <= kept:
        return [(side - kept) // 2]
    count = -(-side // kept)
    return [round(number * (side - kept) / (count - 1)) for number in range(count)]


def _start(side: int, kept: int, chance: np.random.Generator) -> int:
    return (side - kept) // 2 if side <= kept else int(chance.integers(0, side - kept + 1))
