"""What is known of the regions of a picture: sizes, boxes, histograms of colour and of texture, and neighbours.

Uijlings et al. 2013 (IJCV 104, section 3.2). Histograms are kept as counts: those of two regions together are their
sum, which is the paper's mean weighted by sizes.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Channels = NDArray[np.float64]
Regions = NDArray[np.int32]
Counts = NDArray[np.float64]

COLOUR_BINS = 25
TEXTURE_BINS = 10
ORIENTATIONS = 8
TEXTURE_SMOOTHING_PX = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class RegionFeatures:
    """What is known of n regions.

    Attributes:
        sizes_px: (n,) pixels of each.
        boxes_xyxy: (n, 4) corners around each, in pixels.
        colours: (n, 75) how many pixels have which colour: 25 bins for each channel.
        textures: (n, 240) how many have which slope: 10 bins for each of 8 orientations, for each channel.
        picture_px: pixels of the picture.
    """

    sizes_px: Counts
    boxes_xyxy: Counts
    colours: Counts
    textures: Counts
    picture_px: int


def describe_regions(regions: Regions, channels: Channels) -> RegionFeatures:
    """Measure the regions of a picture.

    Args:
        regions: (H, W) numbers from 0 on.
        channels: (H, W, C) in [0, 255].
    """
    count = int(regions.max()) + 1
    levels = np.minimum((channels * (COLOUR_BINS / 256)).astype(np.int64), COLOUR_BINS - 1)
    slopes = [_slopes(channels[..., one]) for one in range(channels.shape[-1])]
    return RegionFeatures(
        sizes_px=np.bincount(regions.ravel(), minlength=count).astype(np.float64),
        boxes_xyxy=_boxes(regions),
        colours=_histograms(regions, list(np.moveaxis(levels, -1, 0)), COLOUR_BINS),
        textures=_histograms(regions, [one for channel in slopes for one in channel], TEXTURE_BINS),
        picture_px=regions.size,
    )


def neighbouring_pairs(regions: Regions) -> NDArray[np.int64]:
    """(m, 2) numbers of regions that touch by a side of a pixel, the lower first, rising."""
    sides = [(regions[:, :-1], regions[:, 1:]), (regions[:-1], regions[1:])]
    met = np.concatenate([np.stack([one[one != other], other[one != other]], axis=1) for one, other in sides])
    pairs: NDArray[np.int64] = np.unique(np.sort(met.astype(np.int64), axis=1), axis=0)
    return pairs


def _boxes(regions: Regions) -> Counts:
    boxes = [
        (columns.start, rows.start, columns.stop, rows.stop) for rows, columns in ndimage.find_objects(regions + 1)
    ]
    return np.array(boxes, np.float64).reshape(-1, 4)


def _slopes(channel: NDArray[np.float64]) -> list[NDArray[np.int64]]:
    """For each orientation the bin (H, W) of how steeply a channel rises there; where it falls, the first bin."""
    down = ndimage.gaussian_filter(channel, TEXTURE_SMOOTHING_PX, order=(1, 0))
    right = ndimage.gaussian_filter(channel, TEXTURE_SMOOTHING_PX, order=(0, 1))
    angles = [2 * math.pi * one / ORIENTATIONS for one in range(ORIENTATIONS)]
    rises = [math.cos(angle) * right + math.sin(angle) * down for angle in angles]
    steepest = max(float(rise.max()) for rise in rises) or 1.0
    return [np.clip((rise * (TEXTURE_BINS / steepest)).astype(np.int64), 0, TEXTURE_BINS - 1) for rise in rises]


def _histograms(regions: Regions, levels: list[NDArray[np.int64]], bins: int) -> Counts:
    """(n, len(levels) * bins): how many pixels of each region have which level."""
    count = int(regions.max()) + 1
    first = regions.ravel().astype(np.int64) * bins
    found = [np.bincount(first + one.ravel(), minlength=count * bins).reshape(count, bins) for one in levels]
    return np.concatenate(found, axis=1).astype(np.float64)
