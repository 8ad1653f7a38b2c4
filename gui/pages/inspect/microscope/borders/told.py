"""The weights of a picture's pixels in words and numbers. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.microscope import BordersWeighed
from gui.words import NOTHING, count, number, percent

Floats = NDArray[np.float32]
NO_TRUTH: Final = (
    "Nothing is drawn on this picture that covers pixels, so there are no borders to weigh. "
    "Choose a picture with a mask on the Picture tab."
)
FEW_OBJECTS: Final = "This picture has fewer than two objects, so there is no gap between any."
_HEAVY: Final = 1.0
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class BorderMap:
    """What is known of every pixel.

    Attributes:
        weighed: the settings of the map.
        weights: (h, w) w(x).
        nearest: (h, w) d_1 in pixels, infinite beyond the reach.
        second: (h, w) d_2 likewise.
    """

    weighed: BordersWeighed
    weights: Floats
    nearest: Floats
    second: Floats

    @property
    def largest(self) -> float:
        """The weight that the strongest colour stands for: it stays while sigma changes."""
        return max(self.weighed.class_weights, default=1.0) + self.weighed.w_0

    def at(self, across: float, down: float) -> tuple[int, int]:
        """Row and column of the pixel at a point of the picture, both shares in [0, 1)."""
        rows, columns = self.weights.shape
        return min(int(down * rows), rows - 1), min(int(across * columns), columns - 1)

    def border_at(self, place: tuple[int, int]) -> float:
        """The second term of the equation at (row, column), as the distances make it; on an object d_1 is 0."""
        first, second = float(self.nearest[place]), float(self.second[place])
        if not np.isfinite(second):
            return 0.0
        weighed = self.weighed
        return float(weighed.w_0 * np.exp(-((first + second) ** 2) / (2 * weighed.sigma_px**2)))


def settings_words(weighed: BordersWeighed) -> str:
    """Whether the run learned so, and where there is nothing to see."""
    if weighed.objects < _FEWEST:
        return FEW_OBJECTS
    if weighed.is_learned:
        return "The sliders begin at what this run learned with."
    return "This run learned without weights of borders: the sliders begin at U-Net's, w₀ = 10 and σ = 5 px."


def fact_rows(found: BorderMap, classes: Sequence[str]) -> list[tuple[str, str]]:
    """The map in numbers."""
    weighed = found.weighed
    least = min(weighed.class_weights, default=1.0)
    rows = [
        ("Objects" if weighed.are_drawn else "Pieces of classes", count(weighed.objects)),
        ("Largest w", number(round(float(found.weights.max(initial=0.0)), 2))),
        ("Pixels with border ≥ 1", percent(_heavy_share(found))),
    ]
    if max(weighed.class_weights, default=least) > least:
        named = zip(classes, weighed.class_weights, strict=True)
        rows += [(f"w_c of {name}", number(round(weight, 3))) for name, weight in named]
    else:
        rows.append(("w_c of all classes", number(least)))
    return rows


def pixel_rows(found: BorderMap | None, place: tuple[int, int] | None) -> list[tuple[str, str]]:
    """The terms of the equation at one pixel, (row, column); dashes for none."""
    if found is None or place is None:
        return [(name, NOTHING) for name in ("w", "w_c", "border", "d₁", "d₂")]
    whole = float(found.weights[place])
    border = found.border_at(place) if whole > 0 else 0.0  # nothing counts where the class is unknown
    return [
        ("w", f"{whole:.2f}"),
        ("w_c", f"{max(whole - border, 0.0):.2f}"),
        ("border", f"{border:.2f}"),
        ("d₁", distance_words(float(found.nearest[place]), found.weighed.reach_px)),
        ("d₂", distance_words(float(found.second[place]), found.weighed.reach_px)),
    ]


def distance_words(distance: float, reach_px: int) -> str:
    """``3.2 px``, or that an object is farther than anybody looked."""
    return f"{distance:.1f} px" if np.isfinite(distance) else f"over {reach_px} px"


def _heavy_share(found: BorderMap) -> float:
    distances = found.nearest + found.second
    weighed = found.weighed
    border = weighed.w_0 * np.exp(-np.square(distances) / (2 * weighed.sigma_px**2))
    return float(np.mean(border >= _HEAVY))
