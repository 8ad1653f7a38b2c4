"""Occlusion: how much the target falls when a window of the picture is covered (Zeiler and Fergus 2013, 1311.2901).

A window is moved over the picture; ``z(x) - z(x with the window at the baseline)`` is averaged over all windows that
cover a pixel.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import keras
import numpy as np

from engine.contract.errors import UserError
from engine.inspect.probe import Floats, probe_of

MOST_AT_ONCE = 16
COARSEST_STEPS = 4


@dataclass(frozen=True, slots=True)
class Occlusion:
    """A map at some stage of its making.

    Attributes:
        values: (h, w) float32: how much the target falls, in logits; not normalised.
        logits: (classes,) of the whole picture.
        target: the class that is explained.
        whole: what is explained, of the whole picture: the logit of the class, or the sum over pixels.
        done: windows so far.
        total: windows in all.
    """

    values: Floats
    logits: Floats
    target: int
    whole: float
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _Covering:
    """What is asked of pictures of which a window is covered by ``ground`` (h, w, channels)."""

    model: keras.Model
    picture: Floats
    ground: Floats
    target: int
    pixels: Floats | None

    def values(self, corners: list[tuple[int, int]], window: int) -> Floats:
        """The target for each window; the batch is filled up, so that one compiled function serves all."""
        covered = np.repeat(self.picture[np.newaxis].astype(np.float32), MOST_AT_ONCE, axis=0)
        for place, (row, column) in enumerate(corners):
            area = (slice(row, row + window), slice(column, column + window))
            covered[place][area] = self.ground[area]
        probe = probe_of(self.model, with_gradients=False)
        return probe(covered, np.full(MOST_AT_ONCE, self.target), self.pixels).values[: len(corners)]


def occlude(
    model: keras.Model,
    picture: Floats,
    target: int,
    *,
    window: int,
    stride: int,
    baseline: Floats | float = 0.0,
    pixels: Floats | None = None,
) -> Iterator[Occlusion]:
    """Yield the map again and again while it gets finer; the last one is exact. Coarse positions come first.

    Args:
        model: the network.
        picture: (h, w, channels), as the network takes it.
        target: class index, ``PREDICTED`` for the predicted one.
        window: side of the window in pixels of the network's input.
        stride: step in pixels; not above ``window``, so that every pixel is covered.
        baseline: what covers: a number, or a picture of the same shape.
        pixels: (h, w) how much each pixel of a network's class map counts; None for the area of the class.

    Raises:
        UserError: window or stride do not fit.
    """
    height, width = picture.shape[:2]
    if not 1 <= stride <= window <= min(height, width):
        raise UserError(
            f"Occlusion cannot work so. Received: a window of {window} px, a stride of {stride} px.",
            f"Take a window of at most {min(height, width)} px, and a stride not above it.",
        )
    whole = probe_of(model, with_gradients=False)(picture[np.newaxis], np.array([target]), pixels)
    chosen, highest = int(whole.targets[0]), float(whole.values[0])
    ground = np.broadcast_to(np.asarray(baseline, np.float32), picture.shape)
    covering = _Covering(model, picture, ground, chosen, pixels)
    corners = _coarse_first(_places(height, window, stride), _places(width, window, stride))
    total, count = np.zeros((height, width)), np.zeros((height, width))
    for start in range(0, len(corners), MOST_AT_ONCE):
        batch = corners[start : start + MOST_AT_ONCE]
        falls = highest - covering.values(batch, window)
        for (row, column), fall in zip(batch, falls, strict=True):
            total[row : row + window, column : column + window] += fall
            count[row : row + window, column : column + window] += 1
        values = np.divide(total, count, out=np.zeros_like(total), where=count > 0).astype(np.float32)
        yield Occlusion(values, whole.logits[0], chosen, highest, start + len(batch), len(corners))


def _places(size: int, window: int, stride: int) -> list[int]:
    """Where windows begin; the last one ends at the edge."""
    return sorted({*range(0, size - window + 1, stride), size - window})


def _coarse_first(rows: list[int], columns: list[int]) -> list[tuple[int, int]]:
    """All pairs, those of the coarsest grid first, then what lies between."""
    step = max(1, 2 ** int(np.log2(max(len(rows), len(columns)) / COARSEST_STEPS))) if rows and columns else 1
    ordered: dict[tuple[int, int], None] = {}
    while step >= 1:
        ordered.update({(row, column): None for row in rows[::step] for column in columns[::step]})
        step //= 2
    return list(ordered)
