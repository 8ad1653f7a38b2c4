"""The objects of the sample scenes: what each class looks like, in any size, turn and colour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.data.synthetic import outlines
from engine.data.synthetic.noise import grain, layered_noise
from engine.data.synthetic.painting import Canvas
from engine.data.synthetic.palette import Colour, colour_of
from engine.data.synthetic.shapes import Field


@dataclass(frozen=True, slots=True)
class Surface:
    """One object on its own grid of pixels.

    Attributes:
        distance: to its edge in pixels, negative inside.
        colour: (H, W, 3) without light.
        height: above the ground in pixels.
        gloss: strength of the highlight.
    """

    distance: Field
    colour: Canvas
    height: Field
    gloss: float


# The blade's share of a leaf's length; the rest is its stalk.
_BLADE = 0.85
Draw = Callable[[Field, Field, float, np.random.Generator], Surface]


def button(x: Field, y: Field, radius: float, rng: np.random.Generator) -> Surface:
    """A glossy disc with a rim and holes, in any colour."""
    distance = outlines.button(x, y, radius, holes=int(rng.choice((2, 4))))
    reach = np.hypot(x, y) / radius
    colour = _one_of(rng, "#e4483f", "#2f6fb5", "#f2b632", "#3d9a6a", "#f4efe4", "#33343d", "#8f5aa8", "#e88aa6")
    ring = np.clip(1 - np.abs(reach - 0.74) * 9, 0, 1)
    height = _dome(distance, radius * 0.18) * (1 - 0.5 * np.clip((0.78 - reach) * 8, 0, 1))
    return Surface(distance, _plain(colour, 1 - 0.22 * ring), height, gloss=0.5)


def nut(x: Field, y: Field, radius: float, rng: np.random.Generator) -> Surface:
    """A metal hexagon with a threaded hole."""
    bore = rng.uniform(0.42, 0.56)
    distance = outlines.nut(x, y, radius, bore)
    reach = np.hypot(x, y) / radius
    thread = np.clip(1 - (reach - bore) * 9, 0, 1) * (0.55 + 0.45 * np.sin(reach * radius * 2.1))
    brushed = 1 + 0.05 * grain(rng, x.shape)
    return Surface(distance, _plain(_metal(rng), brushed * (1 - 0.45 * thread)), _dome(distance, radius * 0.16), 0.6)


def gear(x: Field, y: Field, radius: float, rng: np.random.Generator) -> Surface:
    """A metal wheel with teeth."""
    distance = outlines.as_distance(outlines.gear(x, y, radius, teeth=int(rng.integers(8, 13))))
    reach = np.hypot(x, y) / radius
    turned = 1 + 0.06 * np.sin(reach * radius * 1.9) + 0.03 * grain(rng, x.shape)
    groove = np.clip(1 - np.abs(reach - 0.56) * 16, 0, 1)
    height = _dome(distance, radius * 0.1) - radius * 0.05 * groove
    return Surface(distance, _plain(_metal(rng), turned * (1 - 0.3 * groove)), height, gloss=0.5)


def leaf(x: Field, y: Field, radius: float, rng: np.random.Generator) -> Surface:
    """A leaf of any season, with veins."""
    radius *= _BLADE
    bend = rng.uniform(-0.28, 0.28)
    distance = outlines.as_distance(outlines.leaf(x, y, radius, bend))
    middle = y + np.float32(bend / radius) * (x**2 - radius**2 / 3)
    along, across = x / radius, np.abs(middle) / radius
    rib = np.clip(1 - across * max(14.0, 0.7 * radius), 0, 1)
    side = np.clip(np.cos((along - 0.9 * across) * rng.uniform(20, 28)) * 5 - 4, 0, 1) * np.float32(0.6)
    one = _one_of(rng, "#4f8a3a", "#7fae4b", "#2f6d4a", "#d98b2b", "#c2452d", "#a9722f", "#d6b23c")
    other = one * 0.72 + _one_of(rng, "#a83a2a", "#d9c04a", "#3d6b34") * 0.28
    mix = np.clip(0.5 + 0.6 * layered_noise(rng, x.shape, max(6.0, radius * 0.6)), 0, 1)[..., None]
    colour = one + (other - one) * mix
    veins = np.maximum(rib, side)[..., None] * np.float32(0.35)
    colour = colour + (np.float32(0.92) * np.array((0.95, 0.95, 0.7), np.float32) - colour) * veins
    return Surface(distance, colour, _dome(distance, radius * 0.3) * 0.5 - rib * radius * 0.02, gloss=0.12)


def starfish(x: Field, y: Field, radius: float, rng: np.random.Generator) -> Surface:
    """Five or six round arms with rows of dots."""
    arms = int(rng.choice((5, 5, 6)))
    distance = outlines.as_distance(outlines.starfish(x, y, radius, arms))
    reach, angle = np.hypot(x, y) / radius, np.arctan2(y, x)
    from_arm = np.abs(np.mod(angle * arms / (2 * np.pi) + 0.5, 1) - 0.5)
    dots = np.clip(np.cos(reach * radius * 2 * np.pi / max(4.0, radius * 0.16)) * 3 - 1.4, 0, 1)
    dots = dots * np.clip(1 - from_arm * reach * 16, 0, 1)
    colour = _one_of(rng, "#e2703a", "#d9a13b", "#b8443f", "#7d5aa6", "#e39aa0", "#3f8f93")
    rough = 1 + 0.1 * layered_noise(rng, x.shape, 4, layers=2)
    painted = _plain(colour, rough)
    painted = painted + (np.float32(0.95) - painted) * (np.float32(0.55) * dots)[..., None]
    return Surface(distance, painted, _dome(distance, radius * 0.32) + dots * radius * 0.03, gloss=0.1)


def pebble(x: Field, y: Field, radius: float, rng: np.random.Generator) -> Surface:
    """A smooth stone, speckled or banded."""
    waves = (rng.uniform(-0.08, 0.08), rng.uniform(0, 6.3), rng.uniform(-0.07, 0.07), rng.uniform(0, 6.3))
    distance = outlines.as_distance(outlines.pebble(x, y, radius, waves))
    colour = _one_of(rng, "#8d8f93", "#b7a48c", "#6c6f78", "#c9c2b6", "#8a6a56", "#58626b")
    level = 1 + 0.14 * layered_noise(rng, x.shape, max(4.0, radius * 0.5))
    if rng.random() < 0.4:
        bands = np.sin((y + 0.3 * x) / radius * rng.uniform(5, 11) + 2 * layered_noise(rng, x.shape, max(6.0, radius)))
        level = level + 0.2 * np.clip(bands * 3 - 1.6, 0, 1)
    else:
        level = level + 0.16 * np.clip(np.abs(grain(rng, x.shape)) - 1.2, 0, 1) * rng.choice((-1, 1))
    return Surface(distance, _plain(colour, level), _dome(distance, radius * 0.6) * 0.8, gloss=0.18)


OBJECTS: Final[Mapping[str, Draw]] = {
    "button": button,
    "gear": gear,
    "leaf": leaf,
    "nut": nut,
    "pebble": pebble,
    "starfish": starfish,
}


def _dome(distance: Field, width: float) -> Field:
    """Height over the ground: a quarter circle that begins at the edge and is as wide and as high as ``width``."""
    inside = np.clip(1 + distance / np.float32(max(width, 1.0)), 0, 1)
    return np.float32(max(width, 1.0)) * np.sqrt(1 - inside**2)


def _plain(colour: Colour, level: Field) -> Canvas:
    """One colour, darker and lighter by ``level``."""
    return colour * level.astype(np.float32)[..., None]


def _metal(rng: np.random.Generator) -> Colour:
    return _one_of(rng, "#b9bec6", "#8c929c", "#c9a45a", "#b5714a", "#5f656f")


def _one_of(rng: np.random.Generator, *colours: str) -> Colour:
    """One of the colours, a little changed."""
    varied: Colour = np.clip(colour_of(colours[rng.integers(len(colours))]) + rng.normal(0, 0.035, 3), 0, 1)
    return varied.astype(np.float32)
