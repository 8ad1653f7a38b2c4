"""Reads a picture file as the network sees it: the same way for training, evaluation, prediction and inspection."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import InputConfig
from engine.data.fitting import Placement, fit_picture, in_channels, place
from engine.dataset.pictures.decode import decode_picture

OVERSAMPLING = (
    4  # A JPEG may be decoded at a fraction of its size as long as this many pixels remain for each one kept.
)


def read_whole(path: Path, *, channels: int) -> NDArray[np.uint8]:
    """A picture (height, width, channels) at its own size, upright.

    Raises:
        DecodeError: the file is no sound picture.
    """
    return in_channels(decode_picture(path).pixels, channels)


def read_fitted(path: Path, config: InputConfig) -> tuple[NDArray[np.uint8], Placement]:
    """Decode a picture and bring it to the network's size.

    Returns:
        (height, width, channels) uint8, and where the upright original lies in it.

    Raises:
        DecodeError: the file is no sound picture.
    """
    max_side = None if config.fit == "patches" else OVERSAMPLING * max(config.height, config.width)
    decoded = decode_picture(path, max_side=max_side)
    fitted, _ = fit_picture(decoded.pixels, config)
    return fitted, place((decoded.width, decoded.height), config)
