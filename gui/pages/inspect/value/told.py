"""The arithmetic of a value as the window tells it: patches, sums by channel, the formula with its numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.framing import Array
from engine.contract.seen_inside import PatchDescription, ValueExplained

Floats = NDArray[np.float32]
OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class ShownPatch:
    """The values of one source that take part.

    Attributes:
        description: where they lie.
        values: (h, w, c).
        weights: (h, w, c); None where nothing is multiplied.
    """

    description: PatchDescription
    values: Floats
    weights: Floats | None

    @property
    def products(self) -> Floats:
        """Value times weight, or the value."""
        return self.values if self.weights is None else self.values * self.weights

    @property
    def inside(self) -> NDArray[np.bool_]:
        """(h, w) which values are no padding."""
        rows, columns = np.array(self.description.rows), np.array(self.description.columns)
        return np.asarray((rows[:, np.newaxis] != OUTSIDE) & (columns[np.newaxis] != OUTSIDE), np.bool_)


@dataclass(frozen=True, slots=True)
class ToldValue:
    """An answer with its arrays.

    Attributes:
        event: what the engine said.
        patches: of all sources.
        spread: the same sum of a transposed convolution, as a convolution of the spread input.
        source_map: (h, w) of the shown channel of the first source.
        own_map: (h, w) of the layer's own channel.
    """

    event: ValueExplained
    patches: tuple[ShownPatch, ...]
    spread: ShownPatch | None
    source_map: Floats
    own_map: Floats

    @classmethod
    def of(cls, event: ValueExplained, arrays: Sequence[Array]) -> "ToldValue":
        """Sort the arrays as ``ValueExplained`` lists them."""
        left = [np.asarray(array, np.float32) for array in arrays]
        patches = tuple(_take(description, left) for description in event.patches)
        spread = None if event.spread is None else _take(event.spread, left)
        return cls(event, patches, spread, left[0], left[1])

    @property
    def place(self) -> tuple[int, int]:
        """Row and column in the layer's own map; vectors are one row."""
        cell = self.event.cell
        return (cell[0], cell[1]) if len(cell) == 3 else (0, cell[-1])


@dataclass(frozen=True, slots=True)
class ChannelSum:
    """What one channel of a source adds to the value; ``source`` is empty where there is only one."""

    patch: int
    channel: int
    source: str
    sum: float


def channel_sums(told: ToldValue) -> list[ChannelSum]:
    """What every channel adds, the largest first."""
    sums = [
        ChannelSum(number, channel, patch.description.source if len(told.patches) > 1 else "", float(total))
        for number, patch in enumerate(told.patches)
        for channel, total in zip(
            patch.description.channels, patch.products.sum(axis=(0, 1), dtype=np.float64), strict=True
        )
    ]
    return sorted(sums, key=_strength, reverse=True)


def equation(event: ValueExplained) -> list[tuple[str, str]]:
    """The steps from the patch to the value, a name and a number each."""
    rows: list[tuple[str, str]] = []
    if event.rule == "weighted sum":
        rows += [("Sum of products", number(event.result - event.bias)), ("Bias", signed(event.bias))]
    if event.rule == "maximum":
        rows.append(("Largest", number(event.result)))
    if event.activation:
        rows.append((f"Before {event.activation}", number(event.result)))
    rows += [
        ("Value", number(event.value)),
        ("The network's own", number(event.network_value)),
        ("Difference", f"{abs(event.value - event.network_value):.1e}, {event.precision}"),
    ]
    return rows


def filled_in(formula: str, numbers: Mapping[str, float]) -> str:
    """A formula with the numbers in the place of their names."""
    names = sorted(numbers, key=len, reverse=True)
    if not names:
        return ""
    pattern = r"(?<![\w])(" + "|".join(re.escape(name) for name in names) + r")(?![\w])"
    return re.sub(pattern, lambda found: _in_brackets(numbers[found.group(1)]), formula)


def number(value: float) -> str:
    """A number with four figures, with a true minus."""
    return f"{value:.4g}".replace("-", "−")


def signed(value: float) -> str:
    """A number with its sign."""
    return f"{value:+.4g}".replace("-", "−")


def windows_of(patch: ShownPatch) -> tuple[int, int, int, int] | None:
    """First and last row and column of a patch in its source; None where all of it lies in the padding."""
    rows = [row for row in patch.description.rows if row != OUTSIDE]
    columns = [column for column in patch.description.columns if column != OUTSIDE]
    return (rows[0], rows[-1], columns[0], columns[-1]) if rows and columns else None


def _take(description: PatchDescription, left: list[Floats]) -> ShownPatch:
    values = left.pop(0)
    return ShownPatch(description, values, left.pop(0) if description.has_weights else None)


def _strength(entry: ChannelSum) -> float:
    return abs(entry.sum)


def _in_brackets(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)
