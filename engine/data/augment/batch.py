"""Changes a batch of pictures at random, as the settings say."""

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig
from engine.data.augment.affine import has_warp, random_maps
from engine.data.augment.cutout import hide_squares
from engine.data.augment.photometric import add_noise, change_light
from engine.data.augment.warp import warp_pictures

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


def changes_pictures(config: AugmentationConfig | None) -> bool:
    """Whether these settings change any picture."""
    if config is None or not config.enabled:
        return False
    light = (config.brightness, config.contrast, config.noise, config.cutout)
    return has_warp(config) or any(light) or bool(config.mixup)


def augment_pixels(pictures: Pixels, config: AugmentationConfig, rng: np.random.Generator) -> Floats:
    """Warp, light, noise and cut-out; mix-up needs the targets and is done apart.

    Args:
        pictures: (N, H, W, C) uint8.
        config: the strengths.
        rng: the source of all chance: the same state gives the same pixels.

    Returns:
        (N, H, W, C) float32 from 0 to 255, not rounded: preparation follows and needs floats anyway.
    """
    if not config.enabled:
        return pictures.astype(np.float32)
    count, height, width, _ = pictures.shape
    if has_warp(config):
        changed = warp_pictures(pictures, random_maps(config, count, height=height, width=width, rng=rng))
    else:
        changed = pictures.astype(np.float32)
    change_light(changed, config, rng)
    add_noise(changed, config, rng)
    hide_squares(changed, config, rng)
    return changed


def augment_batch(pictures: Pixels, config: AugmentationConfig, rng: np.random.Generator) -> Pixels:
    """``augment_pixels`` as uint8 pictures that can be shown."""
    return np.rint(augment_pixels(pictures, config, rng)).astype(np.uint8)
