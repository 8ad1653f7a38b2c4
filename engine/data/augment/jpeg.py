"""Stores pictures as JPEG and reads them again, so that a network learns to look past its traces."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance, Draw

BEST_QUALITY = 100


def compress_pictures(pictures: NDArray[np.float32], config: AugmentationConfig, chance: Chance) -> None:
    """Compress each picture (N, H, W, C) from 0 to 255 in place, with a quality drawn between 100 and the lowest.

    Args:
        pictures: float32 from 0 to 255.
        config: ``jpeg`` is the share of the quality that may be lost: 0.7 goes down to 30.
        chance: of the pictures.
    """
    if not config.jpeg:
        return
    largest, probability = config.jpeg * BEST_QUALITY, config.jpeg_probability
    lost = np.rint(chance.one_sided(Draw.JPEG, Draw.JPEG_HAPPENS, largest=largest, probability=probability))
    for sample in np.flatnonzero(lost):
        pictures[sample] = _compressed(pictures[sample], quality=BEST_QUALITY - int(lost[sample]))


def _compressed(picture: NDArray[np.float32], *, quality: int) -> NDArray[np.uint8]:
    pixels = np.rint(picture).astype(np.uint8)
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    stored = BytesIO()
    image.save(stored, "JPEG", quality=quality)
    with Image.open(stored) as read:
        return np.asarray(read).reshape(picture.shape)
