"""The light of a sample scene: what it does to surfaces, and the shadows it throws."""

from dataclasses import dataclass

import numpy as np

from engine.data.synthetic.noise import grain
from engine.data.synthetic.painting import Canvas
from engine.data.synthetic.shapes import Field


@dataclass(frozen=True, slots=True)
class Light:
    """One lamp.

    Attributes:
        x: direction from a surface to the lamp, to the right; (x, y, z) has length 1.
        y: down.
        z: towards the person who looks.
        shadow: strength of shadows, 0 to 1.
        warmth: red against blue, around 0.
        exposure: brightness of the whole picture, around 1.
    """

    x: float
    y: float
    z: float
    shadow: float
    warmth: float
    exposure: float


def choose_light(rng: np.random.Generator) -> Light:
    """A lamp somewhere above."""
    around, above = rng.uniform(0, 2 * np.pi), rng.uniform(0.65, 1.15)
    return Light(
        x=float(np.cos(around) * np.cos(above)),
        y=float(np.sin(around) * np.cos(above)),
        z=float(np.sin(above)),
        shadow=float(rng.uniform(0.25, 0.6)),
        warmth=float(rng.normal(0, 0.05)),
        exposure=float(rng.uniform(0.8, 1.12)),
    )


def shade(colour: Canvas, height: Field, light: Light, *, gloss: float) -> Canvas:
    """A surface (H, W, 3) in the light: matt by Lambert's law, with a highlight (Blinn 1977) as strong as ``gloss``."""
    down, across = np.gradient(height)
    length = np.sqrt(across**2 + down**2 + 1)
    facing = np.clip((light.z - across * light.x - down * light.y) / length, 0, None)
    lit = colour * (np.float32(0.42) + np.float32(0.58 / light.z) * facing)[..., None]
    if gloss <= 0:
        return lit
    half = np.sqrt(2 + 2 * light.z)
    mirrored = np.clip((light.z + 1 - across * light.x - down * light.y) / (length * half), 0, 1)
    return lit + np.float32(gloss) * (mirrored**28)[..., None]


def shadow_of(distance: Field, radius: float, light: Light) -> Field:
    """How dark the ground is where the (already moved) shadow of a shape has this distance."""
    softness = np.float32(1 + 0.14 * radius)
    return np.clip(0.5 - distance / (2 * softness), 0, 1) * np.float32(light.shadow)


def shadow_offset(radius: float, light: Light) -> tuple[float, float]:
    """How far a shadow falls, to the right and down, in pixels."""
    reach = 0.8 + 0.13 * radius
    return -light.x * reach / light.z, -light.y * reach / light.z


def moved(field: Field, offset: tuple[float, float], *, outside: float) -> Field:
    """A field moved by whole pixels (right, down); what comes in from ``outside`` has that value."""
    right, down = round(offset[0]), round(offset[1])
    height, width = field.shape
    result = np.full_like(field, outside)
    rows, columns = max(0, height - abs(down)), max(0, width - abs(right))
    top, left = max(0, down), max(0, right)
    from_top, from_left = max(0, -down), max(0, -right)
    result[top : top + rows, left : left + columns] = field[from_top : from_top + rows, from_left : from_left + columns]
    return result


def expose(canvas: Canvas, light: Light, rng: np.random.Generator) -> Canvas:
    """The finished picture: a falling-off of light, its colour, and the noise of a camera."""
    height, width = canvas.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    ramp = 1 + np.float32(rng.uniform(0.03, 0.2)) * (light.x * x + light.y * y) / np.float32(np.hypot(light.x, light.y))
    ramp -= np.float32(rng.uniform(0, 0.1)) * (x**2 + y**2)
    tint = np.array((1 + light.warmth, 1, 1 - light.warmth), np.float32) * np.float32(light.exposure)
    noise = np.stack([grain(rng, (height, width)) for _ in range(3)], axis=-1) * np.float32(rng.uniform(0.006, 0.035))
    return canvas * ramp[..., None] * tint + noise
