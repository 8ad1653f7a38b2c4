"""Turns a decoded Pillow picture of any mode into 8-bit RGB."""

import numpy as np
from PIL import Image, ImageCms

from engine.dataset.pictures.brightness_range import Extremes, to_eight_bits

WHITE = (255, 255, 255)
_OPAQUE = 255


def is_deep_grey(mode: str) -> bool:
    """Whether a picture of Pillow's ``mode`` has greys that must be scaled to 8 bits."""
    return mode.startswith("I") or mode == "F"


def to_rgb(image: Image.Image, *, of_whole: Extremes | None = None) -> tuple[Image.Image, tuple[str, ...]]:
    """The picture in RGB, with a sentence for each conversion that a person should know of.

    Transparent pixels are laid on white. CMYK is converted without a profile; Pillow has already undone Adobe's
    inversion and YCCK. Lab (D50) becomes sRGB. Greys deeper than 8 bits are scaled (brightness_range.py).

    Args:
        image: decoded.
        of_whole: the extremes of the whole picture, where ``image`` is a part of one with deep greys.
    """
    if is_deep_grey(image.mode):
        return _deep_grey_to_rgb(image, of_whole)
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        return _on_white(image.convert("RGBA"))
    if image.mode == "LAB":
        return _lab_to_rgb(image), ("Lab colours, converted to sRGB.",)
    if image.mode == "CMYK":
        return image.convert("RGB"), ("Print colours (CMYK), converted to RGB.",)
    return image.convert("RGB"), ()


def is_grey(pixels: np.ndarray) -> bool:
    """Whether red, green and blue agree everywhere; ``pixels`` is (H, W, 3) uint8."""
    step = max(1, min(pixels.shape[:2]) // 16)
    sample = pixels[::step, ::step]
    return _channels_agree(sample) and _channels_agree(pixels)


def _channels_agree(pixels: np.ndarray) -> bool:
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    return np.array_equal(red, green) and np.array_equal(green, blue)


def _deep_grey_to_rgb(image: Image.Image, of_whole: Extremes | None) -> tuple[Image.Image, tuple[str, ...]]:
    values = np.asarray(image)
    grey, words = to_eight_bits(values, of_whole=of_whole)
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        grey[values == transparent] = WHITE[0]
        return Image.fromarray(grey).convert("RGB"), (words, "Transparent parts shown on white.")
    return Image.fromarray(grey).convert("RGB"), (words,)


def _on_white(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    alpha = image.getchannel("A")
    if alpha.getextrema() == (_OPAQUE, _OPAQUE):
        return image.convert("RGB"), ()
    canvas = Image.new("RGB", image.size, WHITE)
    canvas.paste(image, mask=alpha)
    return canvas, ("Transparent parts shown on white.",)


def _lab_to_rgb(image: Image.Image) -> Image.Image:
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    transform = ImageCms.buildTransform(lab, srgb, "LAB", "RGB")
    return ImageCms.applyTransform(image, transform) or image
