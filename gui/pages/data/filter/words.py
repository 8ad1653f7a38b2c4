"""What filters of pictures are called, and which are offered. Free of Qt."""

from collections.abc import Sequence
from typing import Final

from engine.contract.dataset import ImageFilter, ImageOrder, ImageStatus, Measure, MeasureRange, ProblemCode
from gui.words import number, plural

UNLABELLED: Final = "no label"
PROBLEM_NAMES: Final = {code: code.value.replace("_", " ") for code in ProblemCode}
ORDER_NAMES: Final[dict[ImageOrder, str]] = {
    "path": "path",
    "class": "class",
    "largest": "largest first",
    "smallest": "smallest first",
    "problems": "most problems",
    "annotations": "most objects",
    "newest": "newest first",
}
SIZES: Final = tuple(
    MeasureRange(measure=Measure.LONGER_SIDE, low=low, high=high)
    for low, high in ((None, 64), (64, 128), (128, 256), (256, 512), (512, 1024), (1024, 2048), (2048, None))
)
COUNTS: Final = tuple(
    MeasureRange(measure=Measure.ANNOTATIONS, low=low, high=high)
    for low, high in ((0, 1), (1, 2), (2, 6), (6, 21), (21, 101), (101, None))
)
_UNITS: Final = {
    Measure.ASPECT: "",
    Measure.ANNOTATIONS: "",
    Measure.BOX_ASPECT: "",
    Measure.BOX_X: "",
    Measure.BOX_Y: "",
}
_NAMES: Final = {
    Measure.WIDTH: "Width",
    Measure.HEIGHT: "Height",
    Measure.LONGER_SIDE: "Size",
    Measure.ASPECT: "Aspect",
    Measure.ANNOTATIONS: "Objects",
    Measure.BOX_WIDTH: "Box width",
    Measure.BOX_HEIGHT: "Box height",
    Measure.BOX_SIDE: "Box size",
    Measure.BOX_ASPECT: "Box aspect",
    Measure.BOX_X: "Box centre, across",
    Measure.BOX_Y: "Box centre, down",
}
_WHOLE: Final = (Measure.ANNOTATIONS,)


def measure_name(measure: Measure) -> str:
    """What a chip about a measure is called."""
    return _NAMES[measure]


def range_words(chosen: MeasureRange) -> str:
    """The values of a range as a chip shows them; ``high`` is not included, so whole numbers end before it."""
    unit = _UNITS.get(chosen.measure, " px")
    if chosen.measure in _WHOLE:
        return _count_words(chosen)
    low, high = (None if value is None else number(value) for value in (chosen.low, chosen.high))
    if low is None:
        return f"under {high}{unit}" if high is not None else "any"
    return f"from {low}{unit}" if high is None else f"{low} to {high}{unit}"


def kept_words(names: Sequence[str], noun: str) -> str:
    """What a chip keeps: the names while they are few."""
    return ", ".join(names) if len(names) <= 2 else plural(len(names), noun, many=_MANY.get(noun))


def range_of(choice: ImageFilter, measure: Measure) -> MeasureRange | None:
    """The range of a measure in a filter."""
    return next((chosen for chosen in choice.ranges if chosen.measure is measure), None)


def with_range(choice: ImageFilter, measure: Measure, chosen: MeasureRange | None) -> ImageFilter:
    """A filter with another range of a measure, or none."""
    others = tuple(other for other in choice.ranges if other.measure is not measure)
    return choice.model_copy(update={"ranges": others if chosen is None else (*others, chosen)})


def is_filtering(choice: ImageFilter) -> bool:
    """Whether a filter leaves anything out."""
    return choice.model_copy(update={"sort": "path"}) != ImageFilter()


def status_words(statuses: Sequence[ImageStatus]) -> str:
    """The states that a filter keeps."""
    return kept_words([status.value for status in statuses], "state")


_MANY: Final = {"class": "classes"}


def _count_words(chosen: MeasureRange) -> str:
    low = 0 if chosen.low is None else int(chosen.low)
    if chosen.high is None:
        return f"{low:,} or more"
    last = int(chosen.high) - 1
    if last == 0:
        return "none"
    return f"{low:,}" if low == last else f"{low:,} to {last:,}"
