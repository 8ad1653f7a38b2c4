"""Reads one shape of a CVAT file.

Coordinates are pixels from the upper left corner of the picture, continuous and 0-based, as inside; angles are degrees
clockwise. A mask is run lengths row by row inside its box, the first run of zeros.
"""

from collections.abc import Callable, Mapping
from typing import Final
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import Box, Geometry, Polygon, RunLengths
from engine.contract.dataset import ProblemCode
from engine.dataset.masks.run_lengths import LARGEST_PIXELS, run_lengths_of
from engine.dataset.readers.documents import finite, short
from engine.dataset.readers.outline_shapes import ellipse, turned_box
from engine.dataset.readers.shape_fault import ShapeFault

Size = tuple[int, int]
# Elements of a picture that draw nothing that can be used.
UNSUPPORTED = ("polyline", "points", "skeleton", "cuboid")


def read_geometry(element: Element, stated_size: Size | None) -> Geometry:
    """Where a shape is.

    Args:
        element: one of ``READERS``.
        stated_size: of its picture, width and height in pixels, which a mask needs.

    Raises:
        ShapeFault: it is damaged, or of a kind that is not read.
    """
    if element.tag in UNSUPPORTED:
        raise ShapeFault(ProblemCode.UNSUPPORTED_SHAPE, f"is of the kind {element.tag}, which is not read")
    return READERS[element.tag](element, stated_size)


def _read_box(element: Element, _stated_size: Size | None) -> Box | Polygon:
    x_min, y_min, x_max, y_max = _numbers(element, "xtl", "ytl", "xbr", "ybr")
    box, degrees = Box(x_min, y_min, x_max, y_max), _rotation(element)
    return box if degrees == 0 else Polygon((turned_box(box, degrees),))


def _read_polygon(element: Element, _stated_size: Size | None) -> Polygon:
    text = element.get("points", "")
    ring = []
    for pair in filter(None, (part.strip() for part in text.split(";"))):
        x, y = map(finite, pair.split(",")) if pair.count(",") == 1 else (None, None)
        if x is None or y is None:
            raise _damaged(f"has a point that is no two numbers ({short(pair)})")
        ring.append((x, y))
    return Polygon((tuple(ring),))


def _read_ellipse(element: Element, _stated_size: Size | None) -> Polygon:
    x, y, across, down = _numbers(element, "cx", "cy", "rx", "ry")
    return Polygon((ellipse((x, y), (across, down), _rotation(element)),))


def _read_mask(element: Element, stated_size: Size | None) -> RunLengths:
    if stated_size is None or stated_size[0] * stated_size[1] > LARGEST_PIXELS:
        raise _damaged("is a mask in a picture without a stated size")
    left, top, width, height = map(int, _numbers(element, "left", "top", "width", "height"))
    if left < 0 or top < 0 or width < 1 or height < 1 or left + width > stated_size[0] or top + height > stated_size[1]:
        raise _damaged(f"is a mask whose box ({left}, {top}, {width}, {height}) is no part of the picture")
    mask = np.zeros((stated_size[1], stated_size[0]), np.bool_)
    mask[top : top + height, left : left + width] = _decoded(element.get("rle", ""), height, width)
    return run_lengths_of(mask)


def _decoded(text: str, height: int, width: int) -> NDArray[np.bool_]:
    runs = [finite(part) for part in text.split(",")]
    counts = [int(run) for run in runs if run is not None and run >= 0]
    if len(counts) != len(runs):
        raise _damaged(f"is a mask whose runs are no whole numbers ({short(text)})")
    if sum(counts) != height * width:
        raise _damaged(f"is a mask whose runs cover {sum(counts):,} pixels of {height * width:,}")
    return np.repeat(np.arange(len(counts)) % 2 == 1, counts).reshape(height, width)


def _rotation(element: Element) -> float:
    degrees = finite(element.get("rotation", "0"))
    if degrees is None:
        raise _damaged(f"has a rotation that is no number ({short(element.get('rotation'))})")
    return degrees


def _numbers(element: Element, *names: str) -> tuple[float, ...]:
    numbers = []
    for name in names:
        number = finite(element.get(name))
        if number is None:
            raise _damaged(f"has no number {name} ({short(element.get(name, 'none'))})")
        numbers.append(number)
    return tuple(numbers)


def _damaged(words: str) -> ShapeFault:
    return ShapeFault(ProblemCode.BAD_ANNOTATION, words)


READERS: Final[Mapping[str, Callable[[Element, Size | None], Geometry]]] = {
    "box": _read_box,
    "polygon": _read_polygon,
    "ellipse": _read_ellipse,
    "mask": _read_mask,
}
