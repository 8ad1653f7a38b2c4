"""The sizes in which a training shows its pictures, one for each epoch (multi-scale).

Redmon and Farhadi 2017 (YOLO9000), arXiv 1612.08242, section 2: a network without dense layers takes pictures of any
size, and one that learned from several finds objects of more sizes. There the size changes every ten batches; here with
the epoch, since what computes a step is compiled for each size, and a size that comes back is not compiled again.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.config import RunConfig
from engine.data.order import SEED_RANGE

STRIDE_PX = 32
MOST_SIZES = 5
SIZE_STREAM = 4  # Beside those of engine/data/order.py and engine/data/views.py.

Size = tuple[int, int]
Floats = NDArray[np.float32]


@lru_cache(maxsize=64)
def training_sizes(height: int, width: int, share: float) -> tuple[Size, ...]:
    """Sizes (height, width) of pictures, from the smallest to the largest: the given one, and others around it.

    Args:
        height: of the network's input in pixels.
        width: likewise.
        share: how far sides are from that at most; other sizes are multiples of ``STRIDE_PX``.
    """
    factors = np.linspace(1.0 - share, 1.0 + share, MOST_SIZES) if share else np.ones(1)
    others = {(_in_steps(height * factor), _in_steps(width * factor)) for factor in factors if factor != 1.0}
    return tuple(sorted({(height, width), *others}))


def size_of_epoch(height: int, width: int, share: float, *, seed: int, epoch: int) -> Size:
    """The size of all pictures in an epoch, counted from 0; each of ``training_sizes`` comes as often."""
    sizes = training_sizes(height, width, share)
    chance = np.random.default_rng((seed % SEED_RANGE, epoch, SIZE_STREAM))
    return sizes[int(chance.integers(len(sizes)))]


def resized(pictures: Floats, size: Size) -> Floats:
    """Prepared pictures (N, H, W, C) in another size (height, width), averaged where they become smaller."""
    height, width = size
    changed = np.empty((len(pictures), height, width, pictures.shape[3]), np.float32)
    for picture, out in zip(pictures, changed, strict=True):
        for channel in range(picture.shape[2]):
            plane = Image.fromarray(np.ascontiguousarray(picture[..., channel]))
            out[..., channel] = np.asarray(plane.resize((width, height), Image.Resampling.BILINEAR))
    return changed


def largest_area(config: RunConfig) -> float:
    """How many times as many pixels as the network's input the largest pictures of a training have."""
    return _areas(config)[-1]


def mean_area(config: RunConfig) -> float:
    """How many times as many pixels as the network's input the pictures of a training have, as a mean over epochs."""
    areas = _areas(config)
    return sum(areas) / len(areas)


def _areas(config: RunConfig) -> list[float]:
    height, width = config.input.height, config.input.width
    sizes = training_sizes(height, width, config.training.multi_scale)
    return sorted(one[0] * one[1] / (height * width) for one in sizes)


def _in_steps(side: float) -> int:
    return max(STRIDE_PX, STRIDE_PX * round(side / STRIDE_PX))
