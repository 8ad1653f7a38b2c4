"""A kernel laid over a picture: the picture in numbers, the result in numbers and colours. Free of Qt."""

import time
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.inspect.kernels import Match, Operation, apply_kernel, best_matches
from gui.pictures.colour_maps import colours, signed_colours

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
LARGEST_SIDE: Final = 512
SIZES: Final = (3, 5, 7, 9, 11)
MATCHES: Final = 5
THRESHOLD: Final = 0.7
_LUMA: Final = np.array((0.299, 0.587, 0.114), np.float32)
_BELOW_ZERO: Final = -1e-4


@dataclass(frozen=True, slots=True)
class Laid:
    """What came out.

    Attributes:
        operation: what was done.
        values: (h, w).
        matches: where a template fits best; empty for other operations.
        milliseconds: that it took.
    """

    operation: Operation
    values: Floats
    matches: tuple[Match, ...]
    milliseconds: float


def grey_of(pixels: Bytes) -> Floats:
    """The brightness of a picture (h, w, 3) from 0 to 1, as grey pictures are made for networks too."""
    return (pixels.astype(np.float32) @ _LUMA / 255).astype(np.float32)


def lay(picture: Floats, kernel: Floats, operation: Operation) -> Laid:
    """Lay a kernel (n, m) over a picture (h, w)."""
    start = time.perf_counter()
    values = apply_kernel(picture, kernel, operation)
    matches: tuple[Match, ...] = ()
    if operation == "normalised correlation":
        matches = best_matches(values, (kernel.shape[0], kernel.shape[1]), count=MATCHES, threshold=THRESHOLD)
    return Laid(operation, values, matches, (time.perf_counter() - start) * 1000)


def pixels_of(laid: Laid) -> Bytes:
    """The result in colours: blue and red around zero where something is negative, else grey from 0 to 1 or more."""
    values = laid.values
    if float(values.min(initial=0.0)) < _BELOW_ZERO:
        return signed_colours(values)
    return colours(np.clip(values / max(float(values.max(initial=0.0)), 1.0), 0.0, 1.0), "grey")


def resized_kernel(kernel: Floats, side: int) -> Floats:
    """A kernel cut or filled up with zeros around its middle to ``side`` rows and columns."""
    result = np.zeros((side, side), np.float32)
    cut = [max(length // 2 - side // 2, 0) for length in kernel.shape]
    moved = [max(side // 2 - length // 2, 0) for length in kernel.shape]
    kept = kernel[cut[0] : cut[0] + side - moved[0], cut[1] : cut[1] + side - moved[1]]
    result[moved[0] : moved[0] + kept.shape[0], moved[1] : moved[1] + kept.shape[1]] = kept
    return result


def facts_of(kernel: Floats, laid: Laid | None) -> list[tuple[str, str]]:
    """What is known of a kernel and its result, in rows of a name and a value."""
    rows = [("Size", f"{kernel.shape[0]} × {kernel.shape[1]}"), ("Sum of the kernel", f"{float(kernel.sum()):.4g}")]
    if laid is not None and laid.values.size:
        rows.append(("Values", f"{float(laid.values.min()):.3g} to {float(laid.values.max()):.3g}"))
        rows.append(("Took", f"{laid.milliseconds:.0f} ms"))
    if laid is not None and laid.operation == "normalised correlation":
        best = f"{len(laid.matches)}, best {laid.matches[0].score:.2f}" if laid.matches else f"none above {THRESHOLD}"
        rows.append(("Matches", best))
    return rows
