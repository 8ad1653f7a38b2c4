"""Where a network does worse than elsewhere: evaluated pictures cut by what is known of them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.contract.predictions import ImageResult
from engine.ops.intervals import wilson_interval

CONFIDENCE: Final = 0.95
LEAST_PICTURES: Final = 10
QUARTERS: Final = 4
Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


class Attribute(StrEnum):
    """What pictures are cut by; ``size`` counts pixels, ``aspect`` is width divided by height."""

    CLASS = "class"
    SOURCE = "source"
    SIZE = "size"
    ASPECT = "aspect"
    BRIGHTNESS = "brightness"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Part:
    """Pictures that have something in common.

    Attributes:
        attribute: what they have in common.
        members: their positions among the evaluated pictures, ascending.
        name: the class or the source; empty for a measure.
        quarter: 0 for the quarter with the smallest values to 3 for that with the largest; None for a name.
        low: the smallest value of a measure; None for a name.
        high: the largest one.
    """

    attribute: Attribute
    members: tuple[int, ...]
    name: str = ""
    quarter: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a split with how well the network does on it.

    Attributes:
        part: its pictures.
        accuracy: share of right predictions among them.
        interval: the accuracies it agrees with, at a confidence that holds for all slices together.
        difference: its accuracy minus that of the whole split; negative is worse.
        is_worse: even the upper end of ``interval`` is below the accuracy of the whole.
    """

    part: Part
    accuracy: float
    interval: tuple[float, float]
    difference: float
    is_worse: bool


def find_slices(results: Sequence[ImageResult]) -> tuple[Slice, ...]:
    """All slices of a split, those that are most surely worse than the whole first.

    Pictures are cut by class and source, and into quarters by size, aspect, brightness and contrast; pictures of which
    an attribute is not known are left out of its slices. A slice needs ``LEAST_PICTURES``, and has to leave some out.

    Of dozens of slices some are far below the whole by chance, above all the small ones. So they are ranked by the
    upper end of Wilson's interval, and the intervals of all m slices hold together with ``CONFIDENCE``: each for itself
    with ``1 - (1 - CONFIDENCE) / m`` (Bonferroni). The accuracy of the whole is taken as exact, which is on the safe
    side: a slice is a part of the whole, and their difference varies less than the slice's own accuracy.

    Args:
        results: all evaluated pictures of the split.
    """
    is_right = np.array([result.truth == result.predicted for result in results], bool)
    parts = [part for part in _parts(results) if LEAST_PICTURES <= len(part.members) < len(results)]
    if not parts:
        return ()
    whole = float(is_right.mean())
    confidence = 1 - (1 - CONFIDENCE) / len(parts)
    return tuple(sorted((_slice(part, is_right, whole, confidence) for part in parts), key=_upper_end))


def _slice(part: Part, is_right: npt.NDArray[np.bool_], whole: float, confidence: float) -> Slice:
    hits, count = int(is_right[list(part.members)].sum()), len(part.members)
    interval = wilson_interval(hits, count, confidence=confidence)
    return Slice(part, hits / count, interval, hits / count - whole, is_worse=interval[1] < whole)


def _upper_end(found: Slice) -> tuple[float, float]:
    return found.interval[1], found.accuracy


def _parts(results: Sequence[ImageResult]) -> Iterator[Part]:
    yield from _named(Attribute.CLASS, [result.truth for result in results])
    yield from _named(Attribute.SOURCE, [result.source for result in results])
    for attribute, measure in _MEASURES.items():
        measured = [measure(result) for result in results]
        yield from _quarters(attribute, np.array([np.nan if value is None else value for value in measured]))


def _named(attribute: Attribute, names: Sequence[str | None]) -> Iterator[Part]:
    """A part for each name, in the order of their first pictures."""
    members = defaultdict[str, list[int]](list)
    for position, name in enumerate(names):
        if name is not None:
            members[name].append(position)
    for name, positions in members.items():
        yield Part(attribute, tuple(positions), name=name)


def _quarters(attribute: Attribute, values: Floats) -> Iterator[Part]:
    """Up to four parts, as equal as pictures with the same value, which stay together, allow.

    A value belongs to the quarter in which the middle of its pictures lies when all are sorted.
    """
    known = np.flatnonzero(~np.isnan(values))
    distinct, which, counts = np.unique(values[known], return_inverse=True, return_counts=True)
    middles = (np.cumsum(counts) - counts / 2) / max(len(known), 1)
    quarters = np.floor(middles * QUARTERS).astype(np.int64)
    for quarter in range(QUARTERS):
        inside = distinct[quarters == quarter]
        if len(inside):
            members = known[quarters[which] == quarter].tolist()
            yield Part(attribute, tuple(members), quarter=quarter, low=float(inside[0]), high=float(inside[-1]))


def _size(result: ImageResult) -> float | None:
    return None if result.width is None or result.height is None else float(result.width * result.height)


def _aspect(result: ImageResult) -> float | None:
    return None if result.width is None or not result.height else result.width / result.height


def _brightness(result: ImageResult) -> float | None:
    return result.brightness


def _contrast(result: ImageResult) -> float | None:
    return result.contrast


_MEASURES: Final[Mapping[Attribute, Callable[[ImageResult], float | None]]] = {
    Attribute.SIZE: _size,
    Attribute.ASPECT: _aspect,
    Attribute.BRIGHTNESS: _brightness,
    Attribute.CONTRAST: _contrast,
}
