"""The one affine map of a sample that combines mirror, zoom, rotation and shift.

A map is a (2, 3) matrix that takes a point (x, y) of the new picture, in pixels, to where its colour is found in the
old one. Composing first and sampling once keeps pictures sharp, and moves masks, boxes and points by the same matrix.
"""

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig

Maps = NDArray[np.float64]


def has_warp(config: AugmentationConfig) -> bool:
    """Whether any of the settings moves pixels."""
    strengths = (config.shift, config.rotation, config.scale)
    return config.enabled and (any(strengths) or config.flip_horizontal or config.flip_vertical)


def random_maps(config: AugmentationConfig, count: int, *, height: int, width: int, rng: np.random.Generator) -> Maps:
    """Draw one map per sample.

    Returns:
        (count, 2, 3) maps from points of the new picture to points of the old one.
    """
    uniform = rng.uniform(-1.0, 1.0, size=(count, 4))
    mirrored = rng.random(size=(count, 2)) < 0.5
    return compose_maps(
        shift_px=uniform[:, :2] * config.shift * np.array([width, height]),
        radians=np.deg2rad(uniform[:, 2] * config.rotation),
        zoom=1.0 + uniform[:, 3] * config.scale,
        mirrored=mirrored & np.array([config.flip_horizontal, config.flip_vertical]),
        size=(width, height),
    )


def compose_maps(
    *,
    shift_px: NDArray[np.float64],
    radians: NDArray[np.float64],
    zoom: NDArray[np.float64],
    mirrored: NDArray[np.bool_],
    size: tuple[int, int],
) -> Maps:
    """Combine mirror, zoom and rotation about the centre, and shift, in that order, into one map per sample.

    Args:
        shift_px: (N, 2) movement of the content along x and y in pixels.
        radians: (N,) turn of the content, clockwise as y points down.
        zoom: (N,) 2.0 shows the content twice as large.
        mirrored: (N, 2) left and right swapped, top and bottom swapped.
        size: (width, height) of the pictures.

    Returns:
        (N, 2, 3) maps from points of the new picture to points of the old one.
    """
    cosine, sine = np.cos(radians) / zoom, np.sin(radians) / zoom
    turn_back = np.stack([np.stack([cosine, sine], axis=-1), np.stack([-sine, cosine], axis=-1)], axis=-2)
    linear = turn_back * np.where(mirrored, -1.0, 1.0)[:, :, None]
    centre = np.array(size) / 2
    origin = centre - np.einsum("nij,nj->ni", linear, shift_px + centre)
    return np.concatenate([linear, origin[:, :, None]], axis=2)


def move_points(points: NDArray[np.float64], forward: NDArray[np.float64]) -> NDArray[np.float64]:
    """Apply one (2, 3) map to points (..., 2), (x, y)."""
    return points @ forward[:, :2].T + forward[:, 2]


def invert_map(affine: NDArray[np.float64]) -> NDArray[np.float64]:
    """The (2, 3) map that goes the other way: where points of the old picture appear in the new one."""
    linear = np.linalg.inv(affine[:, :2])
    return np.concatenate([linear, -(linear @ affine[:, 2])[:, None]], axis=1)
