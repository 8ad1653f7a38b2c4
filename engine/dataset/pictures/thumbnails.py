"""Small pictures for galleries, decoded no larger than they are shown."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.dataset.pictures.decode import decode_picture

Crop = Literal["square", "letterbox"]

# A square crop keeps the shorter side: up to this aspect ratio it is still decoded sharp enough.
LARGEST_ASPECT = 2


class Drawing(Protocol):
    """Codes of the pixels of a picture, not read yet: the classes of its masks, for example."""

    def draw(self, *, width: int, height: int, max_side: int | None = None) -> NDArray[np.uint8]:
        """(h, w) codes of a picture of ``width`` x ``height`` pixels, whose longest side is at most ``max_side``."""
        ...


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture.

    Attributes:
        pixels: (size_px, size_px, 3) uint8 RGB for ``square`` (the middle of the picture), or (h, w, 3) whose longer
            side is ``size_px`` for ``letterbox``.
        width: of the original upright picture in pixels.
        height: as ``width``.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int


def make_thumbnail(path: Path, *, size_px: int, crop: Crop) -> Thumbnail:
    """The picture at ``path`` at thumbnail size.

    Raises:
        DecodeError: the picture cannot be decoded.
    """
    decoded = decode_picture(path, max_side=_decoded_side(size_px, crop), accept_damaged=True)
    picture = Image.fromarray(decoded.pixels)
    if crop == "square":
        picture = _middle_square(picture).resize((size_px, size_px), Image.Resampling.LANCZOS)
    else:
        factor = size_px / max(picture.size)
        size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return Thumbnail(np.asarray(picture), decoded.width, decoded.height)


def make_mask_thumbnail(drawing: Drawing, thumbnail: Thumbnail, *, crop: Crop) -> NDArray[np.uint8]:
    """(h, w) uint8 class indices of a picture's masks, pixel for pixel those of its thumbnail."""
    height, width = thumbnail.pixels.shape[:2]
    side = _decoded_side(max(width, height), crop)
    drawn = Image.fromarray(drawing.draw(width=thumbnail.width, height=thumbnail.height, max_side=side))
    part = _middle_square(drawn) if crop == "square" else drawn
    return np.asarray(part.resize((width, height), Image.Resampling.NEAREST))


def _decoded_side(size_px: int, crop: Crop) -> int:
    return size_px * LARGEST_ASPECT if crop == "square" else size_px


def _middle_square(picture: Image.Image) -> Image.Image:
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.crop((left, top, left + side, top + side))
