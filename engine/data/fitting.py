"""Brings a picture of any size to the size a network takes, and remembers where it went.

Bars of a letterbox are middle grey. A constant is needed: whoever uses an exported network has to draw the same bars.
Middle grey lies near the mean of photographs, so that preparation, which removes the mean, maps it near zero, which is
what padded convolutions see beyond the edge anyway. Pictures are resized with an antialiased bicubic filter.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.config import InputConfig
from engine.data.mirroring import Window, cut_window

PAD_VALUE = 128
REDUCING_GAP = (
    3.0  # Large pictures are first shrunk by whole numbers down to 3 times the target: no visible difference.
)

Pixels = NDArray[np.uint8]
Points = NDArray[np.floating]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a picture lies in the network's input: ``input = original * scale + offset``, along x and y.

    Coordinates are continuous: the left edge of the first pixel is 0, its right edge 1.

    Attributes:
        original_size: (width, height) of the upright picture in pixels.
        input_size: (width, height) of the network's input in pixels.
        scale: factors along x and y; they differ when the picture is stretched.
        offset: where the original's corner (0, 0) lies in the input; negative where the picture was cropped.
    """

    original_size: tuple[int, int]
    input_size: tuple[int, int]
    scale: tuple[float, float]
    offset: tuple[float, float]

    def to_input(self, points: Points) -> Points:
        """Move points (..., 2) of the original picture, (x, y), into the network's input."""
        return points * np.array(self.scale) + np.array(self.offset)

    def to_original(self, points: Points) -> Points:
        """Move points (..., 2) of the network's input, (x, y), back into the original picture."""
        return (points - np.array(self.offset)) / np.array(self.scale)

    def boxes_to_input(self, boxes_xyxy: Points) -> Points:
        """Move boxes (..., 4) into the network's input, cut at its edges."""
        return _move_boxes(boxes_xyxy, self.to_input, self.input_size)

    def boxes_to_original(self, boxes_xyxy: Points) -> Points:
        """Move boxes (..., 4) of the network's input back into the original picture, cut at its edges."""
        return _move_boxes(boxes_xyxy, self.to_original, self.original_size)

    def visible_in_input(self) -> Box:
        """The part of the input that shows the picture, (x_min, y_min, x_max, y_max): without letterbox bars."""
        return _as_box(self.boxes_to_input(np.array([0.0, 0.0, *self.original_size])))

    def visible_in_original(self) -> Box:
        """The part of the original that the network sees, (x_min, y_min, x_max, y_max): what a crop left."""
        return _as_box(self.boxes_to_original(np.array([0.0, 0.0, *self.input_size])))

    def map_on_original(self, cells: NDArray[np.floating]) -> NDArray[np.float32]:
        """Enlarge a map over the input, such as a heat map of any resolution, onto the original picture.

        Half-pixel bilinear interpolation. Letterbox bars are cut away; what a crop hid from the network is zero.

        Args:
            cells: (rows, columns); together they cover the whole input.

        Returns:
            (height, width) of the original picture.
        """
        rows, columns = cells.shape
        x_min, y_min, x_max, y_max = self.visible_in_input()
        width, height = self.input_size
        box = (x_min / width * columns, y_min / height * rows, x_max / width * columns, y_max / height * rows)
        left, top, right, bottom = (round(edge) for edge in self.visible_in_original())
        shown = Image.fromarray(np.ascontiguousarray(cells, np.float32)).resize(
            (max(1, right - left), max(1, bottom - top)), Image.Resampling.BILINEAR, box=box
        )
        result = np.zeros(self.original_size[::-1], np.float32)
        result[top : top + shown.height, left : left + shown.width] = np.asarray(shown)
        return result


def fit_picture(pixels: Pixels, config: InputConfig) -> tuple[Pixels, Placement]:
    """Bring an upright picture to the network's size and number of channels.

    Args:
        pixels: (H, W, 3) RGB, or (H, W) or (H, W, 1) grey.
        config: size, channels and how to fit.

    Returns:
        (height, width, channels) uint8, and where the picture lies in it.
    """
    image = _as_image(pixels, config.channels)
    placement = place(image.size, config)
    match config.fit:
        case "patches":
            return cut_window(in_channels(pixels, config.channels), _middle_window(placement)), placement
        case "stretch":
            fitted = _resize(image, placement.input_size)
        case "crop":
            fitted = _resize(image, placement.input_size, box=placement.visible_in_original())
        case "letterbox":
            fitted = _letterbox(image, placement)
    array = np.asarray(fitted)
    return array.reshape(config.height, config.width, config.channels), placement


def in_channels(pixels: Pixels, channels: int) -> Pixels:
    """An upright picture (H, W), (H, W, 1) or (H, W, 3) as (H, W, channels)."""
    return np.asarray(_as_image(pixels, channels)).reshape(*pixels.shape[:2], channels)


def place(original_size: tuple[int, int], config: InputConfig) -> Placement:
    """Where a picture of (width, height) would lie in the network's input."""
    width, height = original_size
    scale_x, scale_y = config.width / width, config.height / height
    match config.fit:
        case "stretch":
            scale, offset = (scale_x, scale_y), (0.0, 0.0)
        case "crop":
            larger = max(scale_x, scale_y)
            scale = (larger, larger)
            offset = ((config.width - width * larger) / 2, (config.height - height * larger) / 2)
        case "letterbox":
            smaller = min(scale_x, scale_y)
            shown = (max(1, round(width * smaller)), max(1, round(height * smaller)))
            scale = (shown[0] / width, shown[1] / height)
            offset = (float((config.width - shown[0]) // 2), float((config.height - shown[1]) // 2))
        case "patches":
            scale, offset = (1.0, 1.0), (float((config.width - width) // 2), float((config.height - height) // 2))
    return Placement(original_size=original_size, input_size=(config.width, config.height), scale=scale, offset=offset)


def _middle_window(placement: Placement) -> Window:
    """The part of the original that the input shows at its own size, from the original's middle."""
    left, top = placement.offset
    width, height = placement.input_size
    return Window(-round(top), -round(left), height, width)


def _as_image(pixels: Pixels, channels: int) -> Image.Image:
    flat = pixels[..., 0] if pixels.ndim == 3 and pixels.shape[2] == 1 else pixels
    image = Image.fromarray(np.ascontiguousarray(flat))
    return image.convert("L" if channels == 1 else "RGB")  # luma by ITU-R 601; grey pictures keep their values exactly


def _resize(image: Image.Image, size: tuple[int, int], box: Box | None = None) -> Image.Image:
    if image.size == size and box is None:
        return image
    return image.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=REDUCING_GAP)


def _letterbox(image: Image.Image, placement: Placement) -> Image.Image:
    left, top, right, bottom = (round(edge) for edge in placement.visible_in_input())
    canvas = Image.new(image.mode, placement.input_size, PAD_VALUE if image.mode == "L" else (PAD_VALUE,) * 3)
    canvas.paste(_resize(image, (right - left, bottom - top)), (left, top))
    return canvas


def _move_boxes(boxes_xyxy: Points, move: Callable[[Points], Points], size: tuple[int, int]) -> Points:
    moved = move(boxes_xyxy.reshape(*boxes_xyxy.shape[:-1], 2, 2))
    return np.clip(moved, 0.0, np.array(size, float)).reshape(boxes_xyxy.shape)


def _as_box(box: Points) -> Box:
    x_min, y_min, x_max, y_max = (float(edge) for edge in box)
    return x_min, y_min, x_max, y_max
