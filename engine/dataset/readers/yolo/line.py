"""Reads one line of a YOLO label file: a class number, then a box or an outline as shares of the picture."""

from dataclasses import dataclass

from engine.contract.annotations import Box, Polygon
from engine.dataset.readers.documents import finite, short

# Boxes may reach a little beyond the picture; shares beyond this are pixels that were written by mistake.
LARGEST_SHARE = 10.0
_BOX_NUMBERS = 4
_FEWEST_OUTLINE_NUMBERS = 6


@dataclass(frozen=True, slots=True)
class YoloObject:
    """One object.

    Attributes:
        class_number: as written.
        geometry: in shares of the picture's width and height.
        attributes: ("confidence", "0.9"), where a program wrote its own predictions.
    """

    class_number: int
    geometry: Box | Polygon
    attributes: tuple[tuple[str, str], ...] = ()


def read_line(line: str, keypoint_numbers: int = 0) -> YoloObject | str:
    """The object of a line, or what is wrong with it, in a sentence.

    Args:
        line: "class x_centre y_centre width height", with the confidence behind it or not, or "class x1 y1 x2 y2 ...".
        keypoint_numbers: how many numbers of keypoints stand behind each box; they are not read.
    """
    first, *rest = line.split()
    number = finite(first)
    if number is None or number < 0 or number != int(number):
        return f"The line begins with {short(first)}, which is no class number."
    values = [value for text in rest if (value := finite(text)) is not None]
    if len(values) < len(rest):
        wrong = next(text for text in rest if finite(text) is None)
        return f"The line holds {short(wrong)}, which is no number."
    shares = values[:_BOX_NUMBERS] if len(values) == _BOX_NUMBERS + 1 else values
    if any(abs(value) > LARGEST_SHARE for value in shares):
        return f"The line holds {max(shares, key=abs):g}; YOLO wants shares of the picture, from 0 to 1."
    if keypoint_numbers and len(values) == _BOX_NUMBERS + keypoint_numbers:
        return YoloObject(int(number), _box(values))
    return _read_values(int(number), values, rest)


def _read_values(class_number: int, values: list[float], texts: list[str]) -> YoloObject | str:
    count = len(values)
    if count == _BOX_NUMBERS:
        return YoloObject(class_number, _box(values))
    if count == _BOX_NUMBERS + 1:
        return YoloObject(class_number, _box(values), (("confidence", texts[-1]),))
    if count >= _FEWEST_OUTLINE_NUMBERS and count % 2 == 0:
        return YoloObject(class_number, Polygon((tuple(zip(values[::2], values[1::2], strict=True)),)))
    return f"The line holds {count} numbers behind the class; a box has 4, an outline 6 or more in pairs."


def _box(values: list[float]) -> Box:
    x_centre, y_centre, width, height = values[:_BOX_NUMBERS]
    return Box(x_centre - width / 2, y_centre - height / 2, x_centre + width / 2, y_centre + height / 2)
