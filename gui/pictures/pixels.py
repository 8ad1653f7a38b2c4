"""Arrays of pixels as Qt images: the only place where one becomes the other."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

_FORMATS = {1: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBA8888}


def image_from_array(pixels: NDArray[np.uint8]) -> QImage:
    """A Qt image that owns its pixels.

    Qt neither copies nor keeps the array alive, and by itself expects rows padded to 4 bytes; hence the explicit
    row length and the copy.

    Args:
        pixels: uint8, (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA not premultiplied.

    Raises:
        ValueError: another type or shape.
    """
    if pixels.dtype != np.uint8 or pixels.ndim not in (2, 3) or 0 in pixels.shape:
        raise ValueError(
            f"Pixels must be uint8 (H, W), (H, W, 3) or (H, W, 4). Received: {pixels.dtype} {pixels.shape}."
        )
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    if channels not in _FORMATS:
        raise ValueError(f"Pixels must have 1, 3 or 4 channels. Received: {channels}.")
    rows = np.ascontiguousarray(pixels)
    height, width = rows.shape[:2]
    return QImage(rows.data, width, height, width * channels, _FORMATS[channels]).copy()


def array_from_image(image: QImage) -> NDArray[np.uint8]:
    """The pixels of a Qt image, (H, W, 3) uint8 RGB; transparency is dropped."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3).copy()


def resized_mask(mask: NDArray[np.uint8], *, width: int, height: int) -> NDArray[np.uint8]:
    """A mask at another size, (height, width), each pixel with the class of the nearest one."""
    rows = (np.arange(height) * mask.shape[0] // height).astype(np.intp)
    columns = (np.arange(width) * mask.shape[1] // width).astype(np.intp)
    return np.asarray(mask[rows[:, np.newaxis], columns])
