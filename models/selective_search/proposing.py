"""Boxes that may hold an object: the regions of several groupings of a picture, the likeliest first.

Uijlings et al. 2013 (IJCV 104, sections 4 and 5.2): groupings in several colours, from several first regions, and by
several likenesses miss different objects. Their boxes are put in one order by the place in each hierarchy, the whole
picture being the first, times a random number, so that large boxes do not fill all first places; of equal boxes the
first counts.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from models.selective_search.colour_spaces import ColourSpace, Pixels, in_colour_space
from models.selective_search.graph_segmentation import segment_graph
from models.selective_search.grouping import Likeness, group_regions
from models.selective_search.regions import describe_regions, neighbouring_pairs

Floats = NDArray[np.float64]

ALL_LIKENESSES = tuple(Likeness)
WITHOUT_COLOUR = (Likeness.TEXTURE, Likeness.SIZE, Likeness.FILL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchMode:
    """Which groupings there are: one for each choice of the three (table 5 of the paper).

    Attributes:
        spaces: colours.
        scales: k of the segmentation, which is the least size in pixels as well.
        likenesses: by which regions are joined.
    """

    spaces: tuple[ColourSpace, ...]
    scales: tuple[int, ...]
    likenesses: tuple[tuple[Likeness, ...], ...]


SINGLE = SearchMode(spaces=(ColourSpace.HSV,), scales=(100,), likenesses=(ALL_LIKENESSES,))
"""One grouping: a few hundred boxes."""
FAST = SearchMode(
    spaces=(ColourSpace.HSV, ColourSpace.LAB), scales=(50, 100), likenesses=(ALL_LIKENESSES, WITHOUT_COLOUR)
)
"""Eight groupings, "fast" in the paper: about two thousand boxes of a photo."""


def propose_boxes(picture: Pixels, *, mode: SearchMode, most: int, least_side_px: float, seed: int = 1) -> Floats:
    """(n, 4) corners in pixels of the picture, no two alike, the likeliest first.

    Args:
        picture: (H, W, 3) RGB.
        mode: which groupings.
        most: boxes.
        least_side_px: smaller boxes are left out.
        seed: of the order.
    """
    groupings = _groupings(picture, mode)
    chance = np.random.default_rng(seed)
    orders = [chance.random(len(boxes)) * np.arange(len(boxes), 0, -1) for boxes in groupings]
    boxes = np.concatenate(groupings)[np.argsort(np.concatenate(orders), kind="stable")]
    large = boxes[(boxes[:, 2:] - boxes[:, :2]).min(axis=1) >= least_side_px]
    _, first = np.unique(large, axis=0, return_index=True)
    return large[np.sort(first)[:most]]


def _groupings(picture: Pixels, mode: SearchMode) -> list[Floats]:
    """The boxes of each hierarchy, from first regions to the whole picture."""
    found = []
    for space, scale in product(mode.spaces, mode.scales):
        channels = in_colour_space(picture, space)
        regions = segment_graph(channels, scale=scale, least_px=scale)
        features, pairs = describe_regions(regions, channels), neighbouring_pairs(regions)
        found += [group_regions(features, pairs, likenesses) for likenesses in mode.likenesses]
    return found
