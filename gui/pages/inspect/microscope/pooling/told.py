"""The winners of a pooling as values, and in words. Free of Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.microscope import ListedPooling, PoolingSeen
from gui.words import NOTHING, number, percent, shape

Floats = NDArray[np.float32]
NO_POOLING: Final = (
    "No layer of this network pools maxima over windows, so no positions win. "
    "SegNet, U-Net and FCN have some; choose such a run on the Runs page."
)
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class SeenWinners:
    """One channel of a pooling.

    Attributes:
        seen: layer, window, and where the map lies on the picture.
        values: (h, w) the map that is pooled.
        places: (rows, columns, 2) row and column of every winner in it, negative where an added zero won.
        are_tied: (rows, columns) true where all values of the window are equal.
        put_back: (rows, columns) what an unpooling puts there; None where there is none.
    """

    seen: PoolingSeen
    values: Floats
    places: NDArray[np.int32]
    are_tied: NDArray[np.bool_]
    put_back: Floats | None = None

    @property
    def pooling(self) -> ListedPooling:
        """The layer."""
        return next(pooling for pooling in self.seen.poolings if pooling.name == self.seen.layer)

    def point_of(self, row: float, column: float) -> tuple[float, float]:
        """The point (x, y) of the picture, in pixels, of a cell of the map."""
        place = self.seen.place
        return place.origin[0] + column * place.step[0], place.origin[1] + row * place.step[1]

    def map_box(self) -> Box:
        """Where the whole map lies on the picture: (x_min, y_min, x_max, y_max) in pixels."""
        rows, columns = self.values.shape
        return (*self.point_of(-0.5, -0.5), *self.point_of(rows - 0.5, columns - 0.5))

    def window_box(self, window: tuple[int, int]) -> Box:
        """Where the window of a (row, column) of the output lies on the picture."""
        seen = self.seen
        first = [at * step - before for at, step, before in zip(window, seen.stride, seen.before, strict=True)]
        last = [
            start + (taps - 1) * apart for start, taps, apart in zip(first, seen.window, seen.dilation, strict=True)
        ]
        return (*self.point_of(first[0] - 0.5, first[1] - 0.5), *self.point_of(last[0] + 0.5, last[1] + 0.5))

    def window_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The window over a point of the picture, the first of those that lie over it; None where there is none."""
        seen = self.seen
        found = []
        for axis, point in enumerate((y, x)):
            cell = (point - seen.place.origin[1 - axis]) / seen.place.step[1 - axis] + 0.5 + seen.before[axis]
            extent = (seen.window[axis] - 1) * seen.dilation[axis] + 1
            first = max(int(np.floor((cell - extent) / seen.stride[axis])) + 1, 0)
            if cell < 0 or not first * seen.stride[axis] <= cell < first * seen.stride[axis] + extent:
                return None
            found.append(first)
        rows, columns = self.are_tied.shape
        return (found[0], found[1]) if found[0] < rows and found[1] < columns else None

    def windows_in(self, box: Box) -> Iterator[tuple[int, int]]:
        """The windows that begin within a part of the picture."""
        ranges = []
        for axis in (0, 1):
            low, high = box[1 - axis], box[3 - axis]
            step = self.seen.place.step[1 - axis] * self.seen.stride[axis]
            first = (low - self.seen.place.origin[1 - axis]) / step - 1
            last = (high - self.seen.place.origin[1 - axis]) / step + 1
            ranges.append(range(max(int(first), 0), min(int(np.ceil(last)) + 1, self.are_tied.shape[axis])))
        return ((row, column) for row in ranges[0] for column in ranges[1])

    def unpooled(self) -> Floats | None:
        """(h, w) what the unpooling makes: its values at the winners, zeros elsewhere."""
        if self.put_back is None:
            return None
        made = np.zeros_like(self.values)
        is_inside = self.places[..., 0] >= 0
        inside = self.places[is_inside]
        made[inside[:, 0], inside[:, 1]] = self.put_back[is_inside]
        return made


def fact_rows(found: SeenWinners) -> list[tuple[str, str]]:
    """The layer in numbers."""
    seen, pooling = found.seen, found.pooling
    rows = [
        ("Window", shape(seen.window)),
        ("Step", shape(seen.stride)),
        ("Map", shape(found.values.shape)),
        ("Goes on as", shape(pooling.shape[:2])),
        ("Windows all equal", percent(float(found.are_tied.mean()))),
    ]
    if pooling.unpooling is not None:
        rows.append(("Passed to", pooling.unpooling))
    return rows


def window_rows(found: SeenWinners | None, window: tuple[int, int] | None) -> list[tuple[str, str]]:
    """What happens in one window; dashes for none."""
    names = ["Window", "Winner", "Value"]
    if found is not None and found.put_back is not None:
        names.append("Put back there")
    if found is None or window is None:
        return [(name, NOTHING) for name in names]
    row, column = (int(part) for part in found.places[window])
    is_added = row < 0
    values = [
        f"row {window[0]}, column {window[1]}",
        "an added zero" if is_added else _winner_words(found, window),
        "0" if is_added else number(float(found.values[row, column])),
    ]
    if found.put_back is not None:
        values.append(number(float(found.put_back[window])))
    return list(zip(names, values, strict=True))


def winner_words(found: SeenWinners, window: tuple[int, int]) -> tuple[str, str]:
    """The value that wins in a window, and where it lies."""
    row, column = (int(part) for part in found.places[window])
    if row < 0:
        return "0", "an added zero wins"
    return number(float(found.values[row, column])), _winner_words(found, window)


def _winner_words(found: SeenWinners, window: tuple[int, int]) -> str:
    row, column = (int(part) for part in found.places[window])
    return f"row {row}, column {column}" + (", all equal" if found.are_tied[window] else "")
