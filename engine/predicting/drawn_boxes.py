"""Pictures with the boxes that were found on them, as they are written for people."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from engine.contract.boxes import BoxXYXY, FoundBox, PictureBoxes
from engine.contract.class_colours import ClassColours
from engine.dataset.masks.found_masks import number_found
from engine.dataset.pictures.decode import decode_picture
from engine.ops.contacts import contact_lines
from engine.overlays import Pixels, write_png

NO_COLOUR = (255, 255, 255)
"""Of a class called background, which has none."""
CHIP = (24, 26, 30)
TINT = 0.35
"""Share of the colour of a class over the pixels of an object."""
DASH_PX = 4


def write_drawn(path: Path, said: PictureBoxes, classes: Sequence[str], *, most_side_px: int) -> None:
    """Write a picture with its boxes as PNG, shrunk to ``most_side_px``."""
    pixels = decode_picture(Path(said.image), max_side=most_side_px).pixels
    scale = (pixels.shape[1] / said.width, pixels.shape[0] / said.height)
    tinted = tint_objects(pixels, said, classes)
    if said.cam_box_xyxy is not None:
        tinted = draw_dashed(tinted, said.cam_box_xyxy, scale=scale)
    write_png(path, draw_boxes(tinted, said.boxes, classes, scale=scale))


def tint_objects(pixels: Pixels, said: PictureBoxes, classes: Sequence[str]) -> Pixels:
    """A picture (H, W, 3) whose objects have the colours of their classes, with borders between those that touch.

    The same picture where only boxes are said.
    """
    numbers = number_found(said)
    if not numbers.any():
        return pixels
    shown = np.asarray(Image.fromarray(numbers).resize((pixels.shape[1], pixels.shape[0]), Image.Resampling.NEAREST))
    colours = ClassColours.of(classes)
    of_object = np.array([NO_COLOUR, *(_colour_of(box, colours) for box in said.boxes)], np.float64)[shown]
    is_border = contact_lines(np.pad(shown, 1, mode="edge"))[1:-1, 1:-1] | (shown > 0) & ~ndimage.binary_erosion(
        shown > 0
    )
    share = np.where(is_border, 1.0, np.where(shown > 0, TINT, 0.0))[..., None]
    return np.rint(np.broadcast_to(pixels, of_object.shape) * (1 - share) + of_object * share).astype(np.uint8)


def draw_dashed(pixels: Pixels, box_xyxy: BoxXYXY, *, scale: tuple[float, float]) -> Pixels:
    """A picture (H, W, 3) with a dashed white box: where a class activation map sees its class."""
    image = Image.fromarray(np.ascontiguousarray(np.broadcast_to(pixels, (*pixels.shape[:2], 3))))
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = (round(value * scale[axis % 2]) for axis, value in enumerate(box_xyxy))
    last_x, last_y = max(left, right - 1), max(top, bottom - 1)
    for x in range(left, last_x + 1, 2 * DASH_PX):
        for y in (top, last_y):
            draw.line((x, y, min(x + DASH_PX, last_x), y), fill=NO_COLOUR)
    for y in range(top, last_y + 1, 2 * DASH_PX):
        for x in (left, last_x):
            draw.line((x, y, x, min(y + DASH_PX, last_y)), fill=NO_COLOUR)
    return np.asarray(image)


def draw_boxes(
    pixels: Pixels, boxes: Sequence[FoundBox], classes: Sequence[str], *, scale: tuple[float, float]
) -> Pixels:
    """A picture (H, W, 3) with boxes, the best on top, each with its class and score.

    Args:
        pixels: grey or colour.
        boxes: best first, in pixels of the original.
        classes: of the network, which decide about colours.
        scale: from pixels of the original to those of the picture, along x and y.
    """
    image = Image.fromarray(np.ascontiguousarray(np.broadcast_to(pixels, (*pixels.shape[:2], 3))))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(max(10, image.width // 48))
    colours = ClassColours.of(classes)
    for box in reversed(boxes):
        colour = _colour_of(box, colours)
        x_min, y_min, x_max, y_max = (value * scale[axis % 2] for axis, value in enumerate(box.box_xyxy))
        text = f"{box.label} {box.score:.0%}"
        if box.mask_counts is not None and draw.textlength(text, font=font) > x_max - x_min:
            # Words and box would hide an object whose mask is drawn already.
            continue
        draw.rectangle((x_min, y_min, max(x_min, x_max - 1), max(y_min, y_max - 1)), outline=colour, width=2)
        left, top = max(x_min, 0) + 4, max(y_min, 0) + 2
        x_first, y_first, x_last, y_last = draw.textbbox((left, top), text, font=font)
        draw.rectangle((x_first - 2, y_first - 1, x_last + 2, y_last + 1), fill=CHIP)
        draw.text((left, top), text, fill="white", font=font)
    return np.asarray(image)


def _colour_of(box: FoundBox, colours: ClassColours) -> tuple[int, int, int]:
    known = colours.named(box.label)
    return NO_COLOUR if known is None else known.rgb
