"""How far each change of a picture goes, in which steps, and how its amount is written. Free of Qt."""

import math
from dataclasses import dataclass
from typing import Final, assert_never

from engine.contract.invariance import ChangeKind

TITLES: Final[dict[ChangeKind, str]] = {
    "shift_x": "Shift x",
    "shift_y": "Shift y",
    "rotate": "Rotate",
    "scale": "Scale",
    "light": "Light",
    "cover": "Cover",
}
_MOST_INTERVALS: Final = 64
_SMALL_SIDE: Final = 33
_FINEST_PX: Final = 0.5


@dataclass(frozen=True, slots=True)
class ChangeAxis:
    """The amounts of one change.

    Attributes:
        kind: of the change.
        low: smallest amount.
        high: largest one.
        fine: step of the slider.
        spacing: between two points of the curve.
        neutral: the amount that changes nothing.
        name: what a chart counts.
        unit: behind a number; empty for a factor.
    """

    kind: ChangeKind
    low: float
    high: float
    fine: float
    spacing: float
    neutral: float
    name: str
    unit: str

    @property
    def positions(self) -> int:
        """The last position of a slider that begins with 0."""
        return round((self.high - self.low) / self.fine)

    @property
    def amounts(self) -> tuple[float, ...]:
        """The points of the curve."""
        count = round((self.high - self.low) / self.spacing)
        return tuple(round(self.low + place * self.spacing, 6) for place in range(count + 1))

    def amount(self, position: int) -> float:
        """The amount at a position of the slider."""
        return round(self.low + position * self.fine, 6)

    def position(self, amount: float) -> int:
        """The position of the slider that is nearest to an amount."""
        return round((min(max(amount, self.low), self.high) - self.low) / self.fine)

    def words(self, amount: float) -> str:
        """An amount as people read it: ``+2.5 px``, ``−30°``, ``× 1.25``."""
        if not self.unit:
            return f"× {amount:.2f}"
        sign = "" if self.kind == "cover" else "+" if amount > 0 else ""
        number = f"{sign}{amount:g}".replace("-", "−")
        return f"{number}{self.unit}" if self.unit == "°" else f"{number} {self.unit}"


def axis_of(kind: ChangeKind, *, width: int, height: int, cover_px: float) -> ChangeAxis:
    """The axis of a change for a network's input of ``width`` x ``height`` pixels.

    Shifts reach half of the picture. A cover passes over it from beside its left edge to beside its right one.
    """
    match kind:
        case "shift_x":
            return _shift_axis(kind, width, "pixels right")
        case "shift_y":
            return _shift_axis(kind, height, "pixels down")
        case "rotate":
            return ChangeAxis(kind, -180.0, 180.0, 1.0, 6.0, 0.0, "degrees", "°")
        case "scale":
            return ChangeAxis(kind, 0.5, 2.0, 0.025, 0.025, 1.0, "scale", "")
        case "light":
            return ChangeAxis(kind, 0.0, 2.0, 0.025, 0.05, 1.0, "light", "")
        case "cover":
            return _cover_axis(width, cover_px)
        case _ as unreachable:
            assert_never(unreachable)


def _shift_axis(kind: ChangeKind, side: int, name: str) -> ChangeAxis:
    spacing = 0.5 if side < _SMALL_SIDE else float(math.ceil(side / _MOST_INTERVALS))
    reach = math.floor(side / 2 / spacing) * spacing
    return ChangeAxis(kind, -reach, reach, _FINEST_PX, spacing, 0.0, name, "px")


def _cover_axis(width: int, cover_px: float) -> ChangeAxis:
    spacing = float(math.ceil((width + cover_px) / _MOST_INTERVALS))
    beside = math.ceil(cover_px / 2 / spacing) * spacing
    high = math.ceil(width / spacing) * spacing + beside
    return ChangeAxis("cover", -beside, high, _FINEST_PX, spacing, -beside, "cover at pixel", "px")
