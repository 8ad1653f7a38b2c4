"""Outlines of the objects of the sample scenes as distances, like those of ``shapes.py`` but with holes and teeth.

Where a formula is no true distance, ``as_distance`` makes it one near the edge, which is all that painting needs.
"""

import numpy as np

from engine.data.synthetic.shapes import Field

_TINY = 1e-6


def as_distance(field: Field) -> Field:
    """A field that is negative inside, scaled so that it grows by 1 for each pixel at its edge."""
    down, across = np.gradient(field)
    distance: Field = field / np.maximum(np.hypot(across, down), np.float32(0.25))
    return distance


def without(field: Field, hole: Field) -> Field:
    """The part of a shape outside of another."""
    return np.maximum(field, -hole)


def button(x: Field, y: Field, radius: float, holes: int) -> Field:
    """A disc with two or four holes."""
    disc: Field = np.hypot(x, y) - radius
    spread, size = radius * 0.26, radius * 0.12
    for angle in np.arange(holes) * (2 * np.pi / holes) + np.pi / 4:
        hole = np.hypot(x - spread * np.cos(angle), y - spread * np.sin(angle)) - size
        disc = without(disc, hole)
    return disc


def nut(x: Field, y: Field, radius: float, bore: float) -> Field:
    """A hexagon with a round hole; ``bore`` is its share of the radius."""
    across = np.float32(np.sqrt(3) / 2)
    hexagon = np.maximum(np.abs(y), np.abs(x) * across + np.abs(y) / 2) - radius * across
    return without(hexagon, np.hypot(x, y) - radius * bore)


def gear(x: Field, y: Field, radius: float, teeth: int) -> Field:
    """A wheel with teeth and a hole."""
    reach, angle = np.hypot(x, y), np.arctan2(y, x)
    tooth = np.clip(np.cos(angle * teeth) * 2.2, -1, 1)
    wheel = reach - radius * (0.87 + 0.13 * tooth)
    return without(wheel, reach - radius * 0.24)


def leaf(x: Field, y: Field, radius: float, bend: float) -> Field:
    """Two arcs that meet in points, bent, with a stalk."""
    y = y + np.float32(bend / radius) * (x**2 - radius**2 / 3)
    half = radius * 0.46
    centre = (radius**2 - half**2) / (2 * half)
    blade = np.hypot(x, np.abs(y) + centre) - (centre + half)
    stalk = np.maximum(np.abs(y) - np.maximum(radius * 0.035, 0.5), np.abs(x + radius * 1.08) - radius * 0.26)
    return np.minimum(blade, stalk)


def starfish(x: Field, y: Field, radius: float, arms: int) -> Field:
    """Round arms around a middle."""
    reach, angle = np.hypot(x, y) + _TINY, np.arctan2(y, x)
    arm = np.abs(np.cos(angle * arms / 2)) ** 1.7
    return reach - radius * (0.34 + 0.66 * arm)


def pebble(x: Field, y: Field, radius: float, waves: tuple[float, ...]) -> Field:
    """A flattened disc with a wavy edge; ``waves`` are strengths and phases of its second and third harmonic."""
    flat = np.hypot(x, y / np.float32(0.74))
    angle = np.arctan2(y, x)
    edge = 1 + waves[0] * np.cos(2 * angle + waves[1]) + waves[2] * np.cos(3 * angle + waves[3])
    return (flat - radius * edge / (1 + abs(waves[0]) + abs(waves[2]))) * np.float32(0.85)
