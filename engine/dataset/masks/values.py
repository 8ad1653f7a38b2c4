"""Reads the numbers of a mask picture as they are stored."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.annotations import MaskReading
from engine.dataset.pictures.decode import DecodeError, load_stored

Values = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]

_GREY_STEP = 0x010101
_HALF, _DEEP_HALF = 127.5, 32767.5
# The weights of red, green and blue in brightness (ITU-R BT.601), as Pillow has them.
_LUMA = (299, 587, 114)
_WITH_ALPHA = {"LA": "L", "La": "L", "PA": "P"}


@dataclass(frozen=True, slots=True)
class MaskPicture:
    """A mask before anybody says what its numbers mean.

    Attributes:
        values: (H, W), upright: indices of the palette, grey values (uint8, or deeper as they are), or 0xRRGGBB.
        kind: which of these; black and white of one bit are the greys 0 and 255.
        palette: (N,) uint32 colours 0xRRGGBB by index, for a palette only.
    """

    values: Values
    kind: Literal["grey", "palette", "rgb"]
    palette: NDArray[np.uint32] | None = None

    @property
    def width(self) -> int:
        return int(self.values.shape[1])

    @property
    def height(self) -> int:
        return int(self.values.shape[0])


def read_mask(path: Path) -> MaskPicture:
    """The mask at ``path``, with the limits, errors and orientation of ``decode_picture``. Safe in several threads.

    Transparency is ignored: a mask's colour counts also where it cannot be seen. Greys of less than 8 bits come as
    their 8-bit brightness, as PNG defines them.

    Raises:
        DecodeError: no picture, damaged, or its pixels are no whole numbers.
    """
    return mask_of_image(path, load_stored(path))


def mask_of_image(path: Path, image: Image.Image) -> MaskPicture:
    """The mask in a decoded picture, or in a part of one, as ``read_mask`` gives it; ``path`` is for errors.

    Raises:
        DecodeError: its pixels are no whole numbers.
    """
    mode = _WITH_ALPHA.get(image.mode, image.mode)
    stored = image.getchannel(0) if mode != image.mode else image
    if mode == "P":
        return MaskPicture(np.array(stored), "palette", _palette(image))
    if mode == "1":
        return MaskPicture(np.asarray(stored).astype(np.uint8) * np.uint8(255), "grey")
    if mode == "L":
        return MaskPicture(np.array(stored), "grey")
    if mode == "F" or mode.startswith("I"):
        return MaskPicture(_whole_numbers(path, np.asarray(image)), "grey")
    return MaskPicture(_packed(np.asarray(image.convert("RGB"))), "rgb")


def values_as(mask: MaskPicture, reading: MaskReading) -> NDArray[np.integer]:
    """(H, W) numbers of a mask in the terms of ``reading``, whichever way this one file was saved.

    A dataset's masks may differ: programs that shrink files save greys with a palette, and drawing programs save
    greys as RGB. ``binary`` gives 0 below half brightness and 1 from there on.
    """
    match reading:
        case "binary":
            return is_bright(mask).astype(np.uint8)
        case "palette":
            return mask.values
        case "grey":
            return _as_grey(mask)
        case "rgb":
            return _as_rgb(mask)


def is_bright(mask: MaskPicture) -> NDArray[np.bool_]:
    """(H, W), where a mask is at least half as bright as can be; deep greys: of 16 bits."""
    if mask.kind == "grey":
        return mask.values >= (_HALF if mask.values.dtype == np.uint8 else _DEEP_HALF)
    if mask.palette is not None:
        return (_brightness(mask.palette) >= _HALF)[mask.values]
    return _brightness(mask.values) >= _HALF


def _palette(image: Image.Image) -> NDArray[np.uint32]:
    """All 256 colours; those that the file leaves out are black."""
    colours = np.zeros((256, 3), np.uint8)
    stored = np.array(image.getpalette("RGB") or [], np.uint8).reshape(-1, 3)[:256]
    colours[: len(stored)] = stored
    return _packed(colours)


def _packed(colours: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """(..., 3) colours as 0xRRGGBB."""
    wide = colours.astype(np.uint32)
    return np.asarray(wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2], np.uint32)


def _whole_numbers(path: Path, values: NDArray[Any]) -> Values:
    """Deep greys as unsigned numbers, the smallest kind that holds 16 bits."""
    low, high = float(np.min(values)), float(np.max(values))
    if not (low >= 0 and high <= np.iinfo(np.uint32).max) or (values.dtype.kind == "f" and (values % 1).any()):
        raise DecodeError(path, "its pixels are no whole numbers from 0 on, as a mask's are")
    return values.astype(np.uint16) if high <= np.iinfo(np.uint16).max else values.astype(np.uint32)


def _as_grey(mask: MaskPicture) -> NDArray[np.integer]:
    """Greys; indices of a palette stay what they are unless its used colours are greys, and so do true colours."""
    if mask.palette is not None:
        used = mask.palette[np.bincount(mask.values.ravel(), minlength=256) > 0]
        return greys_of(mask.palette)[mask.values] if are_grey(used) else mask.values
    if mask.kind == "rgb":
        return np.where(mask.values % _GREY_STEP == 0, mask.values & 0xFF, mask.values)
    return mask.values


def _as_rgb(mask: MaskPicture) -> NDArray[np.integer]:
    if mask.palette is not None:
        return mask.palette[mask.values]
    if mask.kind == "grey" and mask.values.dtype == np.uint8:
        return mask.values.astype(np.uint32) * np.uint32(_GREY_STEP)
    return mask.values


def greys_of(palette: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """The grey values of colours 0xRRGGBB that are greys."""
    return (palette & 0xFF).astype(np.uint8)


def are_grey(colours: NDArray[np.uint32]) -> bool:
    """Whether red, green and blue of all colours 0xRRGGBB agree."""
    return bool((colours % _GREY_STEP == 0).all())


def _brightness(colours: NDArray[np.integer]) -> NDArray[np.float64]:
    """0 to 255 of colours 0xRRGGBB."""
    red, green, blue = (colours >> 16) & 0xFF, (colours >> 8) & 0xFF, colours & 0xFF
    return (red * _LUMA[0] + green * _LUMA[1] + blue * _LUMA[2]) / 1000
