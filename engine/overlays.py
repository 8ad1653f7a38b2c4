"""Maps as colours, laid over pictures: the PNG files that commands write."""

import numpy as np
import numpy.typing as npt

from engine.contract.colour_tables import colour_table

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
DEFAULT_OPACITY = 0.55


def normalise(values: Floats) -> Floats:
    """Values brought to 0..1, the smallest to 0 and the largest to 1; a constant map becomes 0."""
    low, high = float(values.min()), float(values.max())
    span = high - low
    return ((values - low) / span if span > 0 else np.zeros_like(values)).astype(np.float32)


def colour_map(shares: Floats, name: str = "viridis") -> Pixels:
    """Shares in 0..1, (h, w), as colours (h, w, 3)."""
    table = np.array(colour_table(name), np.uint8)
    return table[np.clip(np.rint(shares * 255), 0, 255).astype(np.uint8)]


def blend(picture: Pixels, colours: Pixels, opacity: float = DEFAULT_OPACITY) -> Pixels:
    """Colours over a picture of the same size; opacity 0 shows the picture alone, 1 the colours alone."""
    mixed = picture.astype(np.float32) * (1.0 - opacity) + colours.astype(np.float32) * opacity
    return np.rint(mixed).astype(np.uint8)


def overlay(picture: Pixels, values: Floats, name: str = "viridis") -> Pixels:
    """A raw map (h, w) over a grey or colour picture (h, w, c) of the same size."""
    rgb = np.broadcast_to(picture, (*picture.shape[:2], 3))
    shares = normalise(values)
    return blend(rgb, colour_map(shares, name))


def tile(pictures: Floats, *, columns: int, gap_px: int = 1) -> Pixels:
    """Small signed pictures (n, h, w, c) as one sheet (H, W, 3); each is stretched to its own range."""
    count, height, width, channels = pictures.shape
    rows = -(-count // columns)
    sheet = np.full((rows * (height + gap_px) - gap_px, columns * (width + gap_px) - gap_px, 3), 255, np.uint8)
    for i, picture in enumerate(pictures):
        top, left = (i // columns) * (height + gap_px), (i % columns) * (width + gap_px)
        grey_or_rgb = picture if channels == 3 else picture.mean(axis=2, keepdims=True)
        sheet[top : top + height, left : left + width] = np.rint(normalise(grey_or_rgb) * 255)
    return sheet
