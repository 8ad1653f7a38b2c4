"""Smooth random fields for grounds and surfaces."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.data.synthetic.shapes import Field


def smooth_noise(rng: np.random.Generator, shape: tuple[int, ...], cell_px: tuple[float, float]) -> Field:
    """Values of a shape (height, width) around 0, nearly all in [-1, 1].

    They change over about ``cell_px`` (down, across).
    """
    height, width = shape
    rows = max(2, round(height / cell_px[0]) + 1)
    columns = max(2, round(width / cell_px[1]) + 1)
    coarse = rng.uniform(-1, 1, (rows, columns)).astype(np.float32)
    image = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(image)


def layered_noise(rng: np.random.Generator, shape: tuple[int, ...], cell_px: float, *, layers: int = 4) -> Field:
    """Smooth noise with ever finer detail, each layer half as strong and half as wide as the one before."""
    total: NDArray[np.float32] = np.zeros(shape, np.float32)
    for layer in range(layers):
        cell = max(1.0, cell_px / 2**layer)
        total += smooth_noise(rng, shape, (cell, cell)) * np.float32(0.5**layer)
    return total / np.float32(2 - 0.5 ** (layers - 1))


def grain(rng: np.random.Generator, shape: tuple[int, ...]) -> Field:
    """Independent values with a spread of 1."""
    return rng.standard_normal(shape, np.float32)
