"""Reads what one annotation of a COCO file draws.

Coordinates are pixels from the upper left corner of the picture, and a box is x, y, width, height: 0-based and
continuous, as inside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.contract.annotations import Box, Geometry, Polygon, Ring, RunLengths
from engine.contract.dataset import Action, ProblemCode
from engine.dataset.masks.run_lengths import checked_run_lengths, parse_counts
from engine.dataset.readers.documents import LARGEST_NUMBER, finite, short


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a shape; ``words`` go on where "The annotation ..." ends."""

    words: str
    action: Action
    code: ProblemCode = ProblemCode.BAD_ANNOTATION


@dataclass(frozen=True, slots=True)
class Shape:
    """What could be read of a shape; ``box`` is the one that stands beside an outline or a mask."""

    geometry: Geometry | None
    box: Box | None = None
    fault: Fault | None = None


def read_shape(entry: Mapping[str, Any]) -> Shape:
    """The outline or mask of an annotation, or else its box; of two, a sound one outlives a damaged one."""
    box, box_fault = _read_box(entry.get("bbox"))
    outline, outline_fault = _read_segmentation(entry.get("segmentation"))
    words = " and ".join(filter(None, (box_fault, outline_fault)))
    if outline is not None:
        return Shape(outline, box, Fault(words, "repaired") if words else None)
    if box is not None:
        fault = Fault(f"{words}; its box is used", "repaired") if words else None
        return Shape(box, fault=fault)
    if not words and entry.get("keypoints"):
        fault = Fault("has points only, which cannot be used", "dropped", ProblemCode.UNSUPPORTED_SHAPE)
        return Shape(None, fault=fault)
    return Shape(None, fault=Fault(words or "has neither a box nor an outline", "dropped"))


def _read_box(value: object) -> tuple[Box | None, str]:
    if value is None or value == []:
        return None, ""
    numbers = _numbers(value)
    if numbers is None or len(numbers) != 4:
        return None, f"has a box that is no four numbers ({short(value)})"
    x, y, width, height = numbers
    return Box(x, y, x + width, y + height), ""


def _read_segmentation(value: object) -> tuple[Geometry | None, str]:
    if isinstance(value, dict) and value:
        return _read_mask(value)
    if not value:
        return None, ""
    if not isinstance(value, list):
        return None, f"has an outline that is no list ({short(value)})"
    parts = value if isinstance(value[0], list) else [value]
    rings = [_read_ring(part) for part in parts]
    sound = tuple(ring for ring in rings if ring is not None)
    words = "" if len(sound) == len(rings) else "has an outline that is no list of pairs of numbers"
    return (Polygon(sound), words) if sound else (None, words)


def _read_ring(value: object) -> Ring | None:
    numbers = _numbers(value)
    if numbers is None or len(numbers) % 2:
        return None
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _read_mask(value: dict[str, Any]) -> tuple[RunLengths | None, str]:
    size, counts = _whole_numbers(value.get("size")), value.get("counts")
    if size is None or len(size) != 2:
        return None, f"has a mask without height and width ({short(value.get('size'))})"
    try:
        runs = parse_counts(counts) if isinstance(counts, str) else _whole_numbers(counts)
        if runs is not None:
            return checked_run_lengths(size[0], size[1], runs), ""
    except ValueError as error:
        return None, f"has a mask that cannot be read: {error}"
    return None, f"has a mask whose runs are no whole numbers ({short(counts)})"


def _whole_numbers(value: object) -> Sequence[int] | None:
    return value if isinstance(value, list) and set(map(type, value)) <= {int} else None


def _numbers(value: object) -> list[float] | None:
    """The coordinates of a list; None where one of them is none."""
    if not isinstance(value, list):
        return None
    if _are_plain(value):
        return list(map(float, value))
    numbers = [finite(item) for item in value]
    return None if None in numbers else [number for number in numbers if number is not None]


def _are_plain(values: list[Any]) -> bool:
    """Whether all are sound numbers; a quick way for the many that are."""
    if not values or not set(map(type, values)) <= {int, float}:
        return False
    return min(values) >= -LARGEST_NUMBER and max(values) <= LARGEST_NUMBER and sum(values) == sum(values)
