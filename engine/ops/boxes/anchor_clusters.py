"""Anchors from the data: the shapes around which the boxes of a dataset gather.

Redmon, Farhadi 2017 (1612.08242, section 2, "Dimension clusters"): k-means with ``1 - IoU`` of shapes on one centre as
distance, since Euclidean distance would let large boxes decide.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_MOST_ROUNDS = 300


@dataclass(frozen=True, slots=True)
class AnchorClusters:
    """Shapes found in a dataset.

    Attributes:
        shapes_px: (k, 2) widths and heights, from the smallest area to the largest.
        nearest: (n,) which of them each box belongs to.
        mean_iou: of the boxes with the shape that they belong to, in [0, 1].
    """

    shapes_px: npt.NDArray[np.float32]
    nearest: npt.NDArray[np.intp]
    mean_iou: float


def shape_ious(shapes: npt.ArrayLike, others: npt.ArrayLike) -> Floats:
    """(n, m) IoU of widths and heights (n, 2) and (m, 2) as boxes on one centre."""
    first, second = np.asarray(shapes, np.float64)[:, None], np.asarray(others, np.float64)[None]
    common = np.minimum(first, second).prod(axis=-1)
    union = first.prod(axis=-1) + second.prod(axis=-1) - common
    return np.divide(common, union, out=np.zeros_like(common), where=union > 0)


def cluster_shapes(shapes_px: npt.ArrayLike, *, count: int, seed: int) -> AnchorClusters:
    """Find shapes by k-means; fewer than ``count`` where there are not as many different ones.

    Args:
        shapes_px: (n, 2) widths and heights of the boxes, above 0.
        count: of the shapes to find.
        seed: of the first choice, which takes each further shape from those that are far from all chosen ones
            (k-means++, Arthur, Vassilvitskii 2007).

    Raises:
        ValueError: there is no box, or one without area.
    """
    shapes = np.asarray(shapes_px, np.float64).reshape(-1, 2)
    if not len(shapes) or shapes.min() <= 0:
        raise ValueError(f"Shapes need a width and a height above 0. Received: {shapes.tolist()[:5]} ...")
    centres = _first_choice(shapes, count, np.random.default_rng(seed))
    nearest = shape_ious(shapes, centres).argmax(axis=1)
    for _ in range(_MOST_ROUNDS):
        centres = np.stack([_mean(shapes[nearest == one], old) for one, old in enumerate(centres)])
        again = shape_ious(shapes, centres).argmax(axis=1)
        if np.array_equal(again, nearest):
            break
        nearest = again
    centres = centres[np.argsort(centres.prod(axis=1), kind="stable")]
    ious = shape_ious(shapes, centres)
    return AnchorClusters(centres.astype(np.float32), ious.argmax(axis=1), float(ious.max(axis=1).mean()))


def _first_choice(shapes: Floats, count: int, chance: np.random.Generator) -> Floats:
    chosen = [shapes[chance.integers(len(shapes))]]
    while len(chosen) < count:
        distance = 1 - shape_ious(shapes, np.stack(chosen)).max(axis=1)
        weights = np.square(np.where(distance > 1e-12, distance, 0))
        if not weights.any():
            break
        chosen.append(shapes[chance.choice(len(shapes), p=weights / weights.sum())])
    return np.stack(chosen)


def _mean(members: Floats, old: Floats) -> Floats:
    return members.mean(axis=0) if len(members) else old
