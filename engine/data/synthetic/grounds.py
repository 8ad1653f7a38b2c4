"""Paints what the objects of a sample scene lie on: wood, cloth, sand, stone, felt or paper."""

from collections.abc import Callable

import numpy as np

from engine.data.synthetic.noise import grain, layered_noise, smooth_noise
from engine.data.synthetic.painting import Canvas
from engine.data.synthetic.palette import Colour, colour_of
from engine.data.synthetic.shapes import Field

Ground = Callable[[np.random.Generator, int, int], Canvas]


def paint_ground(rng: np.random.Generator, height: int, width: int) -> Canvas:
    """(height, width, 3) of one of the grounds."""
    return GROUNDS[rng.integers(len(GROUNDS))](rng, height, width)


def wood(rng: np.random.Generator, height: int, width: int) -> Canvas:
    """Boards with fibres and years, along one side of the picture."""
    if rng.random() < 0.5:
        return wood_along(rng, width, height).transpose(1, 0, 2)
    return wood_along(rng, height, width)


def wood_along(rng: np.random.Generator, height: int, width: int) -> Canvas:
    """Boards that run from left to right."""
    fibres = smooth_noise(rng, (height, width), (1.2, width / 3))
    bend = smooth_noise(rng, (height, width), (height / 2, width / 2)) * height * 0.12
    rows = np.arange(height, dtype=np.float32)[:, None] + bend
    years = np.sin(rows * np.float32(2 * np.pi / rng.uniform(7, 13)) + smooth_noise(rng, (height, width), (6, width)))
    board = max(16.0, height / rng.uniform(2, 4))
    offset = rng.uniform(0, board)
    at = np.mod(np.arange(height, dtype=np.float32) + offset, board)
    tone = rng.uniform(-0.3, 0.3, 12)[((np.arange(height) + offset) // board).astype(int) % 12]
    gap = np.clip(1.2 - at, 0, 1).astype(np.float32)[:, None]
    level = 0.5 + 0.2 * fibres + 0.18 * years + tone[:, None].astype(np.float32)
    light, dark = _pair(
        rng, ("#d9a066", "#8f5b2e"), ("#e8cda2", "#b98b54"), ("#7a5236", "#42291a"), ("#c9b29b", "#8c7660")
    )
    return _between(dark, light, level) * (1 - np.float32(0.6) * gap[..., None])


def cloth(rng: np.random.Generator, height: int, width: int) -> Canvas:
    """A weave of threads, sometimes with broad stripes."""
    pitch = rng.uniform(2.4, 4.2)
    rows = np.sin(np.arange(height, dtype=np.float32) * np.float32(2 * np.pi / pitch))[:, None]
    columns = np.sin(np.arange(width, dtype=np.float32) * np.float32(2 * np.pi / pitch))[None]
    level = 0.55 + 0.12 * rows * columns + 0.08 * (rows + columns) + 0.12 * layered_noise(rng, (height, width), 40)
    if rng.random() < 0.5:
        period, phase = rng.uniform(18, 44), rng.uniform(0, 6)
        stripes = np.sin(np.arange(width, dtype=np.float32) * np.float32(2 * np.pi / period) + np.float32(phase)) > 0.35
        level = level - np.float32(0.28) * stripes[None]
    light, dark = _pair(
        rng, ("#7f95b8", "#37486b"), ("#e9e2d0", "#b5a98c"), ("#b86f6a", "#7a3338"), ("#86a58b", "#3f5f4d")
    )
    return _between(dark, light, level + grain(rng, (height, width)) * np.float32(0.04))


def sand(rng: np.random.Generator, height: int, width: int) -> Canvas:
    """Grains with soft ripples."""
    ripples = np.sin(
        layered_noise(rng, (height, width), 70, layers=2) * 7 + np.arange(height, dtype=np.float32)[:, None] / 9
    )
    level = 0.55 + 0.12 * ripples + 0.13 * grain(rng, (height, width)) + 0.1 * layered_noise(rng, (height, width), 30)
    light, dark = _pair(rng, ("#f0dcb4", "#b8935a"), ("#e5d3c2", "#a5846c"), ("#cfc8bb", "#857c6c"))
    return _between(dark, light, level)


def stone(rng: np.random.Generator, height: int, width: int) -> Canvas:
    """Cloudy stone with a few veins."""
    clouds = layered_noise(rng, (height, width), 48)
    veins = np.exp(-np.abs(layered_noise(rng, (height, width), 64)) * 26)
    level = 0.5 + 0.35 * clouds + 0.05 * grain(rng, (height, width))
    light, dark = _pair(
        rng, ("#d6d9dd", "#8b9199"), ("#8d949e", "#474d57"), ("#cfc3b4", "#8d7f70"), ("#5d6470", "#2b303a")
    )
    vein = light + (1 - light) * np.float32(0.5)
    ground = _between(dark, light, level)
    return ground + (vein - ground) * (np.float32(0.5) * veins)[..., None]


def felt(rng: np.random.Generator, height: int, width: int) -> Canvas:
    """Plain colour with fine hairs."""
    hairs = smooth_noise(rng, (height, width), (1.3, 4)) + smooth_noise(rng, (height, width), (4, 1.3))
    level = 0.5 + 0.12 * hairs + 0.14 * layered_noise(rng, (height, width), 60, layers=3)
    light, dark = _pair(
        rng,
        ("#3e8f74", "#1c5a48"),
        ("#8c2f3f", "#571625"),
        ("#3c4f86", "#1f2c57"),
        ("#d8b64c", "#a37f21"),
        ("#565b66", "#2c3038"),
    )
    return _between(dark, light, level)


def paper(rng: np.random.Generator, height: int, width: int) -> Canvas:
    """Pale paper, sometimes ruled."""
    level = 0.75 + 0.12 * layered_noise(rng, (height, width), 24) + 0.03 * grain(rng, (height, width))
    light, dark = _pair(rng, ("#faf6ec", "#d9cfb9"), ("#eef2f6", "#bcc7d3"), ("#e9d9bd", "#b89f76"))
    ground = _between(dark, light, level)
    if rng.random() < 0.45:
        pitch, ink = rng.uniform(9, 16), colour_of("#8aa6c9")
        lines = np.clip(0.9 - np.abs(np.mod(np.arange(height, dtype=np.float32), np.float32(pitch)) - 2), 0, 1)
        ground = ground + (ink - ground) * (lines[:, None] * np.float32(0.55))[..., None]
    return ground


GROUNDS: tuple[Ground, ...] = (wood, cloth, sand, stone, felt, paper)


def _pair(rng: np.random.Generator, *pairs: tuple[str, str]) -> tuple[Colour, Colour]:
    """The light and the dark colour of one of the pairs, both a little changed."""
    light, dark = pairs[rng.integers(len(pairs))]
    shift = rng.normal(0, 0.03, 3).astype(np.float32)
    return np.clip(colour_of(light) + shift, 0, 1), np.clip(colour_of(dark) + shift, 0, 1)


def _between(dark: Colour, light: Colour, level: Field) -> Canvas:
    return dark + (light - dark) * np.clip(level, 0, 1).astype(np.float32)[..., None]
