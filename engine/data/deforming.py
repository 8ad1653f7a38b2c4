"""The elastic part of augmentation alone, drawn as lines: the very code of training, for one picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import NO_CLASS
from engine.contract.augmentation_presets import NO_AUGMENTATION
from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance
from engine.data.augment.elastic import movements
from engine.data.augment.points import move_points
from engine.data.augment.warp import Warps, random_warps, warp_masks, warp_pictures

Pixels = NDArray[np.uint8]
Lines = NDArray[np.float32]
PUBLISHED_ELASTIC_PX = 10.0
PUBLISHED_GRID_POINTS = 3
"""Ronneberger, Fischer and Brox 2015, section 3.1, for pictures of 572 px."""
POINTS_OF_LINE = 65


@dataclass(frozen=True, slots=True)
class Deformation:
    """One draw.

    Attributes:
        warp: how pixels and points move.
        kept_share: what the drawn movement was multiplied by, so that nothing folds over.
    """

    warp: Warps
    kept_share: float

    @property
    def largest_px(self) -> float:
        """The largest movement of a pixel."""
        if self.warp.fields is None:
            return 0.0
        return float(np.linalg.norm(movements(self.warp.fields, size=self.warp.size)[0], axis=0).max())

    def pixels(self, picture: Pixels) -> Pixels:
        """A picture (H, W, C) after it."""
        return np.rint(warp_pictures(picture[np.newaxis], self.warp)[0]).astype(np.uint8)

    def mask(self, mask: Pixels) -> Pixels:
        """A mask (H, W) after it, ``NO_CLASS`` where something from beyond its edge comes into view."""
        return warp_masks(mask[np.newaxis], self.warp, outside=np.array([NO_CLASS], np.uint8))[0]

    def lines(self, lines: Lines) -> Lines:
        """Lines (L, P, 2) of points (x, y) after it."""
        moved = move_points(lines.reshape(-1, 2), self.warp)
        return moved.reshape(lines.shape).astype(np.float32)


def draw_deformation(*, strength_px: float, points: int, size: tuple[int, int], seed: int, variant: int) -> Deformation:
    """Draw an elastic deformation of pictures of ``size`` (width, height).

    Args:
        strength_px: standard deviation of the movement of the grid's points, as ``AugmentationConfig.elastic``.
        points: along each side of the grid, as ``AugmentationConfig.elastic_points``.
        size: width and height in pixels.
        seed: of the run.
        variant: another one is another draw, as another epoch is in training.
    """
    config = elastic_only(strength_px, points=points)
    chance = Chance(seed=seed, epoch=variant, positions=np.zeros(1, np.int64))
    warp = random_warps(config, chance, size=size)
    drawn = chance.normal_grid(points) * strength_px
    kept = 1.0 if warp.fields is None else float(np.abs(warp.fields).sum() / np.abs(drawn).sum())
    return Deformation(warp, kept)


def elastic_only(strength_px: float, *, points: int) -> AugmentationConfig:
    """Settings that deform every picture and change nothing else."""
    changes = {"enabled": True, "elastic": strength_px, "elastic_points": points, "elastic_probability": 1.0}
    return NO_AUGMENTATION.model_copy(update=changes)


def straight_lines(count: int, *, size: tuple[int, int]) -> Lines:
    """(2 count, POINTS_OF_LINE, 2), ``count`` lines across and as many down a picture of ``size`` (width, height)."""
    width, height = size
    along, places = np.linspace(0.0, 1.0, POINTS_OF_LINE), np.linspace(0.0, 1.0, count)
    across = np.stack(np.broadcast_arrays(along[None] * width, places[:, None] * height), axis=-1)
    down = np.stack(np.broadcast_arrays(places[:, None] * width, along[None] * height), axis=-1)
    return np.concatenate([across, down]).astype(np.float32)
