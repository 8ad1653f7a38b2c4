"""The one map of a sample that combines perspective, crop, mirror, zoom, shear, rotation and shift.

A map is a (3, 3) matrix of homogeneous coordinates that takes a point (x, y) of the new picture, in pixels, to where
its colour is found in the old one. Composing first and sampling once keeps pictures sharp, and moves masks, boxes and
points by the same matrix.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance, Draw

Maps = NDArray[np.float64]
Doubles = NDArray[np.float64]

LARGEST_STRETCH = 4 / 3  # Of a crop's part, as in Szegedy et al. 2015, section 6 (arXiv 1409.4842).
LEAST_DEPTH = 1e-3  # Beyond the horizon there is nothing to see: points there are taken as very far away.


def has_maps(config: AugmentationConfig) -> bool:
    """Whether any of the settings moves pixels by a map."""
    strengths = (config.shift, config.rotation, config.scale, config.shear, config.perspective, config.crop)
    return any(strengths) or config.flip_horizontal or config.flip_vertical


def random_maps(config: AugmentationConfig, chance: Chance, *, size: tuple[int, int]) -> Maps:
    """Draw one map per sample.

    Args:
        config: strengths and probabilities.
        chance: of the samples.
        size: (width, height) of the pictures.

    Returns:
        (N, 3, 3) maps from points of the new picture to points of the old one.
    """
    maps = _turns(config, chance, size=size)
    if config.crop:
        maps = _crops(config, chance, size=size) @ maps
    if config.perspective:
        maps = _perspectives(config, chance, size=size) @ maps
    return maps


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """What is done about the centre of each of N samples, in this order; the plain values change nothing.

    Attributes:
        mirror_x: (N,) -1 swaps left and right.
        mirror_y: (N,) -1 swaps top and bottom.
        zoom: (N,) 2 shows the content twice as large.
        shear: (N,) tangent of the angle by which upright lines lean over, to the right at the bottom.
        radians: (N,) turn of the content, clockwise as y points down.
        shift_x: (N,) movement of the content to the right in pixels.
        shift_y: (N,) movement of the content down in pixels.
    """

    mirror_x: Doubles | float = 1.0
    mirror_y: Doubles | float = 1.0
    zoom: Doubles | float = 1.0
    shear: Doubles | float = 0.0
    radians: Doubles | float = 0.0
    shift_x: Doubles | float = 0.0
    shift_y: Doubles | float = 0.0


def compose_maps(turns: Turns, *, count: int, size: tuple[int, int]) -> Maps:
    """The maps (``count``, 3, 3), from new to old points, of what is done about the centre of pictures.

    Forward, ``new - centre - shift = R S Z M (old - centre)``; this is the inverse, written out.
    """
    centre_x, centre_y = size[0] / 2, size[1] / 2
    cosine, sine = np.cos(turns.radians), np.sin(turns.radians)
    across, down = turns.mirror_x / turns.zoom, turns.mirror_y / turns.zoom
    maps = np.zeros((count, 3, 3))
    maps[:, 0, 0] = across * (cosine + turns.shear * sine)
    maps[:, 0, 1] = across * (sine - turns.shear * cosine)
    maps[:, 1, 0] = down * -sine
    maps[:, 1, 1] = down * cosine
    new_x, new_y = centre_x + turns.shift_x, centre_y + turns.shift_y
    maps[:, 0, 2] = centre_x - maps[:, 0, 0] * new_x - maps[:, 0, 1] * new_y
    maps[:, 1, 2] = centre_y - maps[:, 1, 0] * new_x - maps[:, 1, 1] * new_y
    maps[:, 2, 2] = 1.0
    return maps


def apply_map(points: Doubles, matrix: Doubles) -> Doubles:
    """Apply one (3, 3) map to points (P, 2), (x, y)."""
    moved = points @ matrix[:2, :2].T + matrix[:2, 2]
    if not matrix[2, :2].any():
        return moved
    depth = points @ matrix[2, :2] + matrix[2, 2]
    return moved / np.maximum(depth, LEAST_DEPTH)[:, None]


def keeps_axes(matrix: Doubles) -> bool:
    """Whether upright rectangles stay upright rectangles."""
    return not (matrix[0, 1] or matrix[1, 0] or matrix[2, :2].any())


def _turns(config: AugmentationConfig, chance: Chance, *, size: tuple[int, int]) -> Maps:
    def strength(draw: Draw, happens: Draw, largest: float, probability: float) -> Doubles | float:
        return chance.strength(draw, happens, largest=largest, probability=probability) if largest else 0.0

    across = config.flip_horizontal_probability * config.flip_horizontal
    down = config.flip_vertical_probability * config.flip_vertical
    shift_x = strength(Draw.SHIFT_X, Draw.SHIFT_HAPPENS, config.shift * size[0], config.shift_probability)
    shift_y = strength(Draw.SHIFT_Y, Draw.SHIFT_HAPPENS, config.shift * size[1], config.shift_probability)
    degrees = strength(Draw.ROTATION, Draw.ROTATION_HAPPENS, config.rotation, config.rotation_probability)
    leaning = strength(Draw.SHEAR, Draw.SHEAR_HAPPENS, config.shear, config.shear_probability)
    turns = Turns(
        mirror_x=np.where(chance.happens(Draw.FLIP_HORIZONTAL, across), -1.0, 1.0),
        mirror_y=np.where(chance.happens(Draw.FLIP_VERTICAL, down), -1.0, 1.0),
        zoom=1.0 + strength(Draw.SCALE, Draw.SCALE_HAPPENS, config.scale, config.scale_probability),
        shear=np.tan(np.deg2rad(leaning)),
        radians=np.deg2rad(degrees),
        shift_x=shift_x,
        shift_y=shift_y,
    )
    return compose_maps(turns, count=len(chance), size=size)


def _crops(config: AugmentationConfig, chance: Chance, *, size: tuple[int, int]) -> Maps:
    """Maps that show only a part of each picture, enlarged: its area, shape and place are drawn."""
    happens = chance.happens(Draw.CROP_HAPPENS, config.crop_probability)
    kept = 1.0 - config.crop * chance.unit(Draw.CROP_AREA) * happens
    stretch = np.exp(chance.signed(Draw.CROP_SHAPE) * (0.5 * math.log(LARGEST_STRETCH)) * happens)
    width = np.minimum(np.sqrt(kept) * stretch, 1.0)
    height = np.minimum(np.sqrt(kept) / stretch, 1.0)
    maps = np.zeros((len(chance), 3, 3))
    maps[:, 0, 0], maps[:, 1, 1], maps[:, 2, 2] = width, height, 1.0
    maps[:, 0, 2] = (1.0 - width) * chance.unit(Draw.CROP_X) * size[0]
    maps[:, 1, 2] = (1.0 - height) * chance.unit(Draw.CROP_Y) * size[1]
    return maps


def _perspectives(config: AugmentationConfig, chance: Chance, *, size: tuple[int, int]) -> Maps:
    """Maps as if the picture were a plate that is tilted about its centre.

    With x and y from -1 to 1 on the old picture, it appears at ``(x, y) / (1 + a x + b y)``. As that is done before all
    other maps, every point of the old picture lies before the horizon.
    """
    happens = chance.happens(Draw.PERSPECTIVE_HAPPENS, config.perspective_probability)
    half_width, half_height = size[0] / 2, size[1] / 2
    across = chance.signed(Draw.PERSPECTIVE_X) * happens * (config.perspective / half_width)
    down = chance.signed(Draw.PERSPECTIVE_Y) * happens * (config.perspective / half_height)
    # Old point about the centre = new one / (1 - a x - b y); written about the corner it is this matrix.
    maps = np.zeros((len(chance), 3, 3))
    maps[:, 2, 0], maps[:, 2, 1] = -across, -down
    maps[:, 2, 2] = 1.0 + across * half_width + down * half_height
    maps[:, 0], maps[:, 1] = maps[:, 2] * half_width, maps[:, 2] * half_height
    maps[:, 0, 0] += 1.0
    maps[:, 1, 1] += 1.0
    maps[:, 0, 2] -= half_width
    maps[:, 1, 2] -= half_height
    return maps
