"""What a viewer lays over its picture, as values."""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from engine.contract.class_colours import ClassColour
from gui.pictures.colour_maps import DEFAULT_MAP, DIVERGING, ValueRange, normalised, resized, value_range

Floats = NDArray[np.float32]


class Layer(Enum):
    """What can be switched on and off in a viewer."""

    PICTURE = auto()
    TRUTH = auto()
    PREDICTION = auto()
    HEAT_MAP = auto()
    OUTLINES = auto()
    MASKS = auto()
    DIFFERENCE = auto()
    PROBLEMS = auto()


@dataclass(frozen=True, slots=True)
class ClassMark:
    """A chip on the picture: words with the dot of a class."""

    text: str
    colour: ClassColour | None = None


@dataclass(frozen=True, slots=True)
class HeatStyle:
    """How a heat map is coloured.

    Attributes:
        colour_map: one of ``colour_maps.SEQUENTIAL``.
        opacity: of the largest value, in [0, 1].
    """

    colour_map: str = DEFAULT_MAP
    opacity: float = 0.62


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A map on the whole picture, scaled from its own range.

    Attributes:
        values: (h, w) in [0, 1], of a signed map in [-1, 1], at the coarse resolution of the layer it comes from.
        range: smallest and largest raw value.
        is_signed: whether values below zero are shown as what they are.
    """

    values: Floats
    range: ValueRange
    is_signed: bool = False

    @classmethod
    def from_raw(cls, raw: Floats, *, largest: float = 0.0) -> "HeatMap":
        """Scale a raw map from zero to its largest value; what speaks against the class stays at zero.

        A map that is nowhere positive is scaled over its whole range. It fades where ``largest`` is a larger value that
        the colours shall reach.
        """
        found = value_range(raw)
        measured = ValueRange(found.low, max(found.high, largest)) if largest > 0 else found
        shown = ValueRange(0.0, measured.high) if measured.high > 0 else measured
        return cls(values=normalised(raw, shown), range=measured)

    @classmethod
    def from_signed(cls, raw: Floats, *, largest: float = 0.0) -> "HeatMap":
        """Scale a raw map by its largest distance from zero, or by a larger one, so that zero stays zero."""
        found = value_range(raw)
        measured = ValueRange(min(found.low, -largest), max(found.high, largest)) if largest > 0 else found
        reach = max(abs(measured.low), abs(measured.high)) or 1.0
        values = np.nan_to_num(raw / np.float32(reach), nan=0.0, posinf=1.0, neginf=-1.0)
        return cls(values=np.asarray(values, np.float32), range=measured, is_signed=True)

    @property
    def ends(self) -> tuple[float, float]:
        """The raw values at both ends of the colours."""
        if self.is_signed:
            largest = max(abs(self.range.low), abs(self.range.high))
            return -largest, largest
        return (0.0, self.range.high) if self.range.high > 0 else (self.range.low, self.range.high)

    def raw_at(self, x: float, y: float) -> float:
        """The raw value at a point of the picture, as far as the colours tell it."""
        low, high = self.ends
        value = self.value_at(x, y)
        return value * high if self.is_signed else low + value * (high - low)

    def upsampled(self, *, width: int, height: int) -> Floats:
        """The map at another resolution, bilinear with half-pixel centres."""
        return resized(self.values, width=width, height=height)

    def value_at(self, x: float, y: float) -> float:
        """The interpolated value at a point of the picture, both coordinates in [0, 1]."""
        rows, columns = self.values.shape
        column = min(max(x * columns - 0.5, 0.0), columns - 1.0)
        row = min(max(y * rows - 0.5, 0.0), rows - 1.0)
        left, top = int(column), int(row)
        right, bottom = min(left + 1, columns - 1), min(top + 1, rows - 1)
        across, down = column - left, row - top
        upper = self.values[top, left] * (1 - across) + self.values[top, right] * across
        lower = self.values[bottom, left] * (1 - across) + self.values[bottom, right] * across
        return float(upper * (1 - down) + lower * down)


def legend_of(heat: HeatMap, style: HeatStyle) -> tuple[str, tuple[str, str]]:
    """The colour map that a heat map is shown in, and the words at both ends of its legend."""
    return (DIVERGING, ("-1.00", "+1.00")) if heat.is_signed else (style.colour_map, ("0.00", "1.00"))
