"""What a network that says one class and one box of a picture answers, taken apart."""

from typing import Any

import numpy as np
from keras import ops

from models.boxes.forms import centres_to_corners
from models.nodes.picture_box import CORNERS

Tensor = Any


def read_answer(outputs: Tensor) -> tuple[Tensor, Tensor]:
    """Class logits (B, classes), and corners (B, 4) as shares of the picture's width and height, float32.

    Args:
        outputs: (B, classes + 4): logits, then centre, width and height as shares.
    """
    outputs = ops.cast(outputs, "float32")
    return outputs[..., :-CORNERS], centres_to_corners(outputs[..., -CORNERS:])


def shares_of(boxes_xyxy: Tensor, *, picture_px: tuple[int, int]) -> Tensor:
    """Boxes (..., 4) in pixels as shares of a picture's width and height; ``picture_px`` is (height, width)."""
    return ops.cast(boxes_xyxy, "float32") / _sides(picture_px)


def pixels_of(shares_xyxy: Tensor, *, picture_px: tuple[int, int]) -> Tensor:
    """Boxes (..., 4) as shares of a picture in its pixels; ``picture_px`` is (height, width)."""
    return shares_xyxy * _sides(picture_px)


def _sides(picture_px: tuple[int, int]) -> np.ndarray:
    height, width = picture_px
    return np.array([width, height, width, height], np.float32)
