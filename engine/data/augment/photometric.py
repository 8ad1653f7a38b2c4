"""Changes of light and of sensor noise, on a whole batch of float32 pictures from 0 to 255, in place."""

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig

Floats = NDArray[np.float32]
FULL_RANGE = 255.0


def change_light(pictures: Floats, config: AugmentationConfig, rng: np.random.Generator) -> None:
    """Change brightness and contrast of each picture.

    Contrast grows about the picture's own mean, so that it changes no brightness: ``(x - mean) * c + mean + b``, cut to
    the range of pixels.
    """
    drawn = rng.uniform(-1.0, 1.0, size=(2, len(pictures), 1)).astype(np.float32)
    if not config.brightness and not config.contrast:
        return
    rows = pictures.reshape(len(pictures), -1)
    contrast = 1.0 + drawn[0] * np.float32(config.contrast)
    added = drawn[1] * np.float32(config.brightness * FULL_RANGE)
    if config.contrast:
        added += rows.mean(axis=1, keepdims=True) * (1.0 - contrast)
        rows *= contrast
    rows += added
    np.clip(rows, 0.0, FULL_RANGE, out=rows)


def add_noise(pictures: Floats, config: AugmentationConfig, rng: np.random.Generator) -> None:
    """Add independent normal noise to every pixel and channel, cut to the range of pixels."""
    if not config.noise:
        return
    noise = rng.standard_normal(pictures.shape, np.float32)
    noise *= np.float32(config.noise * FULL_RANGE)
    pictures += noise
    np.clip(pictures, 0.0, FULL_RANGE, out=pictures)
