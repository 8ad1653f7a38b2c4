"""Changes of light and of sensor noise, on a whole batch of float32 pictures from 0 to 255, in place."""

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance, Draw

Floats = NDArray[np.float32]
FULL_RANGE = 255.0


def change_light(pictures: Floats, config: AugmentationConfig, chance: Chance) -> None:
    """Change brightness and contrast of each picture.

    Contrast grows about the picture's own mean, so that it changes no brightness: ``(x - mean) * c + mean + b``, cut to
    the range of pixels.
    """
    if not config.brightness and not config.contrast:
        return
    rows = pictures.reshape(len(pictures), -1)
    added = _brightness(config, chance)
    if config.contrast:
        contrast = _contrast(config, chance)
        added += rows.mean(axis=1, keepdims=True) * (1.0 - contrast)
        rows *= contrast
    rows += added
    np.clip(rows, 0.0, FULL_RANGE, out=rows)


def multiply_light(pictures: Floats, factors: Floats) -> None:
    """Multiply all values of each picture (N, H, W, C) by its factor (N,), as another exposure would, in place."""
    pictures *= factors[:, None, None, None]
    np.clip(pictures, 0.0, FULL_RANGE, out=pictures)


def add_noise(pictures: Floats, config: AugmentationConfig, chance: Chance) -> None:
    """Add independent normal noise to every pixel and channel, cut to the range of pixels."""
    if not config.noise:
        return
    happens = chance.happens(Draw.NOISE_HAPPENS, config.noise_probability)
    for sample in np.flatnonzero(happens):
        picture = pictures[sample]
        noise = chance.generator(Draw.NOISE, int(sample)).standard_normal(picture.shape, np.float32)
        noise *= np.float32(config.noise * FULL_RANGE)
        picture += noise
        np.clip(picture, 0.0, FULL_RANGE, out=picture)


def _brightness(config: AugmentationConfig, chance: Chance) -> Floats:
    largest = config.brightness * FULL_RANGE
    probability = config.brightness_probability
    added = chance.strength(Draw.BRIGHTNESS, Draw.BRIGHTNESS_HAPPENS, largest=largest, probability=probability)
    return added.astype(np.float32)[:, None]


def _contrast(config: AugmentationConfig, chance: Chance) -> Floats:
    largest, probability = config.contrast, config.contrast_probability
    change = chance.strength(Draw.CONTRAST, Draw.CONTRAST_HAPPENS, largest=largest, probability=probability)
    return (1.0 + change).astype(np.float32)[:, None]
