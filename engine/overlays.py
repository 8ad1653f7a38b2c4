"""Maps as colours, laid over pictures: the PNG files that commands write."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from engine.contract.class_colours import ClassColours
from engine.contract.colour_tables import colour_table
from engine.contract.run_folder import write_atomically
from engine.ops.class_palette import class_palette

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
DEFAULT_OPACITY = 0.55
NARROWEST_CAPTION_PX = 192


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


def overlay_classes(picture: Pixels, codes: Pixels, colours: ClassColours) -> Pixels:
    """Classes (h, w) over a grey or colour picture (h, w, c) of the same size; the background is clear."""
    rgb = np.broadcast_to(picture, (*picture.shape[:2], 3))
    shown = class_palette(colours)[codes]
    return np.where(shown[..., 3:] == 0, rgb, blend(rgb, shown[..., :3]))


def stretch(picture: Floats) -> Pixels:
    """Signed numbers (h, w, c) as a picture (h, w, 3), stretched to their range; one or two channels become grey."""
    shown = picture if picture.shape[2] == 3 else picture.mean(axis=2, keepdims=True)
    return np.rint(np.broadcast_to(normalise(shown), (*picture.shape[:2], 3)) * 255).astype(np.uint8)


def tile(pictures: Sequence[Pixels], *, columns: int, gap_px: int = 1) -> Pixels:
    """Small pictures (h, w, 3) of one size on one white sheet."""
    height, width = pictures[0].shape[:2]
    rows = -(-len(pictures) // columns)
    sheet = np.full((rows * (height + gap_px) - gap_px, columns * (width + gap_px) - gap_px, 3), 255, np.uint8)
    for i, picture in enumerate(pictures):
        top, left = (i // columns) * (height + gap_px), (i % columns) * (width + gap_px)
        sheet[top : top + height, left : left + width] = picture
    return sheet


def caption(picture: Pixels, lines: Sequence[str]) -> Pixels:
    """A picture with lines of text on a strip below it; narrow pictures are enlarged so that it can be read."""
    image = Image.fromarray(np.ascontiguousarray(np.broadcast_to(picture, (*picture.shape[:2], 3))))
    if image.width < NARROWEST_CAPTION_PX:
        factor = -(-NARROWEST_CAPTION_PX // image.width)
        image = image.resize((image.width * factor, image.height * factor), Image.Resampling.NEAREST)
    size = max(12, image.width // 32)
    line_height = round(size * 1.4)
    sheet = Image.new("RGB", (image.width, image.height + line_height * len(lines) + size // 2), "black")
    sheet.paste(image, (0, 0))
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size)
    for i, line in enumerate(lines):
        draw.text((size // 2, image.height + size // 4 + i * line_height), line, fill="white", font=font)
    return np.asarray(sheet)


def write_png(path: Path, pixels: Pixels) -> None:
    """Write a picture so that a reader sees all of it or none."""
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "PNG")
    write_atomically(path, stream.getvalue())
