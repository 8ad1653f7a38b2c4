"""Puts parts of four pictures together around a point of chance, with the boxes on them (mosaic).

Bochkovskiy et al. 2020 (YOLOv4), arXiv 2004.10934, section 3.3: a network sees objects among what they were never
photographed with, in more sizes, and four times as many pictures in a batch. Each part is as large a piece of its
picture as chance wants, from one that keeps its size to the largest with the sides of the tile; smaller ones are
averaged, not left out. So no tile shows anything from beyond a picture.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance, Draw
from engine.data.augment.labels import LEAST_VISIBLE

TILES = 4
LEAST_SHARE = 0.25
"""Of a side, on either side of the point where the four meet."""
_NUMBERS = 2 + (TILES - 1) + 3 * TILES

Pixels = NDArray[np.uint8]
Doubles = NDArray[np.float64]
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Mosaics:
    """Which pictures are put together, and of what.

    Attributes:
        samples: (M,) the pictures of the batch that are, as numbers in it.
        sources: (M, 4) positions among the training pictures: the picture itself, then three others.
        parts: (M, 4, 4) what is shown of each, (x_min, y_min, x_max, y_max) in its pixels.
        tiles: (M, 4, 4) where that lies, likewise: upper left, upper right, lower left, lower right; whole numbers.
    """

    samples: NDArray[np.intp]
    sources: Positions
    parts: Doubles
    tiles: NDArray[np.int64]


def draw_mosaics(
    config: AugmentationConfig, chance: Chance, positions: Positions, *, count: int, size: tuple[int, int]
) -> Mosaics:
    """Which pictures at ``positions`` are put together with which of the ``count`` training pictures.

    Args:
        config: says how many.
        chance: of the pictures.
        positions: (N,) theirs.
        count: number of training pictures.
        size: (width, height) of all pictures.
    """
    samples = np.flatnonzero(chance.happens(Draw.MOSAIC_HAPPENS, config.mosaic))
    units = chance.of_mosaic(_NUMBERS)[samples]
    centres, others, zooms, places = np.split(units, np.cumsum([2, TILES - 1, TILES]), axis=1)
    sources = np.concatenate([positions[samples, None], (others * count).astype(np.int64)], axis=1)
    shares = LEAST_SHARE + (1.0 - 2.0 * LEAST_SHARE) * centres
    tiles = _tiles(np.rint(shares * np.array(size)).astype(np.int64), size)
    parts = _parts(tiles, zooms, places.reshape(-1, TILES, 2), size)
    return Mosaics(samples, sources, parts, tiles)


def compose_mosaics(pictures: Pixels, mosaics: Mosaics, *, read: Callable[[Positions], Pixels]) -> Pixels:
    """Pictures (N, H, W, C) of a batch, those of ``mosaics`` put together; ``read`` gives the others."""
    if not len(mosaics.samples):
        return pictures
    composed = pictures.copy()
    for sample, sources, parts, tiles in zip(
        mosaics.samples, mosaics.sources, mosaics.parts, mosaics.tiles, strict=True
    ):
        shown = [pictures[sample], *read(sources[1:])]
        for picture, part, (left, top, right, bottom) in zip(shown, parts, tiles, strict=True):
            composed[sample, top:bottom, left:right] = _resized(picture, part, (int(right - left), int(bottom - top)))
    return composed


def place_boxes(
    boxes_xyxy: NDArray[np.floating], is_crowd: NDArray[np.bool_], *, part: Doubles, tile: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Move the boxes of a picture to where its part lies in a mosaic, cut at the edges of the tile.

    An object of which less than ``LEAST_VISIBLE`` is in the tile is left out; of a crowd whatever is there stays, since
    nothing in it may count as background.

    Args:
        boxes_xyxy: (n, 4) in pixels of the picture.
        is_crowd: (n,).
        part: (4,) what is shown of the picture.
        tile: (4,) where that lies.

    Returns:
        (k, 4) boxes in pixels of the mosaic, and which ones they are.
    """
    scale = (tile[2:] - tile[:2]) / (part[2:] - part[:2])
    corners = (boxes_xyxy.reshape(-1, 2, 2).astype(np.float64) - part[:2]) * scale + tile[:2]
    cut = np.clip(corners, tile[:2], tile[2:])
    whole, seen = (np.prod(each[:, 1] - each[:, 0], axis=1) for each in (corners, cut))
    kept = np.flatnonzero((seen > 0) & (is_crowd | (seen >= LEAST_VISIBLE * whole)))
    return cut[kept].reshape(-1, 4).astype(np.float32), kept


def _tiles(centres: NDArray[np.int64], size: tuple[int, int]) -> NDArray[np.int64]:
    """(M, 4, 4) rectangles around centres (M, 2)."""
    x, y, none = centres[:, 0], centres[:, 1], np.zeros(len(centres), np.int64)
    right, bottom = none + size[0], none + size[1]
    tiles = ((none, none, x, y), (x, none, right, y), (none, y, x, bottom), (x, y, right, bottom))
    return np.stack([np.stack(one, axis=1) for one in tiles], axis=1)


def _parts(tiles: NDArray[np.int64], zooms: Doubles, places: Doubles, size: tuple[int, int]) -> Doubles:
    """(M, 4, 4) what is shown in tiles (M, 4, 4), by numbers from 0 to 1: how much (M, 4), and where (M, 4, 2)."""
    sides = (tiles[..., 2:] - tiles[..., :2]).astype(np.float64)
    smallest = (sides / np.array(size)).max(axis=-1)
    shown = sides / (smallest**zooms)[..., None]
    first = places * (np.array(size) - shown)
    return np.concatenate([first, first + shown], axis=-1)


def _resized(picture: Pixels, part: Doubles, size: tuple[int, int]) -> Pixels:
    """A part of a picture (H, W, C) in another size (width, height), averaged where it becomes smaller."""
    image = Image.fromarray(picture[..., 0] if picture.shape[2] == 1 else picture)
    left, top, right, bottom = (float(edge) for edge in part)
    # Rounding may put an edge beyond the picture by a hair, which Pillow refuses.
    box = (max(left, 0.0), max(top, 0.0), min(right, float(image.width)), min(bottom, float(image.height)))
    resized = image.resize(size, Image.Resampling.BILINEAR, box=box)
    return np.asarray(resized).reshape(size[1], size[0], -1)
