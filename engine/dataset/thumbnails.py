"""Small pictures for galleries, decoded no larger than they are shown."""

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.dataset.decode import decode_picture

# A square crop keeps the shorter side: up to this aspect ratio it is still decoded sharp enough.
LARGEST_ASPECT = 2


def make_thumbnail(path: Path, *, size_px: int, crop: Literal["square", "letterbox"]) -> NDArray[np.uint8]:
    """The picture at ``path`` at thumbnail size.

    Returns:
        (size_px, size_px, 3) uint8 for ``square`` (the middle of the picture), or (h, w, 3) whose longer side is
        ``size_px`` for ``letterbox``.

    Raises:
        UserError: the picture cannot be decoded.
    """
    max_side = size_px * LARGEST_ASPECT if crop == "square" else size_px
    picture = Image.fromarray(decode_picture(path, max_side=max_side, accept_damaged=True).pixels)
    if crop == "square":
        picture = _middle_square(picture).resize((size_px, size_px), Image.Resampling.LANCZOS)
    else:
        factor = size_px / max(picture.size)
        size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return np.asarray(picture)


def _middle_square(picture: Image.Image) -> Image.Image:
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.crop((left, top, left + side, top + side))
