"""The compact look of a picture: what near duplicates are found by, without opening a file again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Sixteen is too coarse to tell a slightly cropped copy from another picture of the same kind (clothing-small).
SIDE = 20
COLOUR_SIDE = 5
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_HEADER_BYTES = 2 * np.dtype(np.float32).itemsize
_GREY_BYTES = SIDE * SIDE
_COLOUR_BYTES = COLOUR_SIDE * COLOUR_SIDE * 2
LOOK_BYTES = _HEADER_BYTES + _GREY_BYTES + _COLOUR_BYTES
# Grey values are kept in units of their own deviation, +-4 of which fill a byte.
_STEPS_PER_DEVIATION = 32.0
# Below this the picture is uniform: what is left is rounding.
_LEAST_DEVIATION = 1e-3
# From this height on a row of the small picture is a sum of whole rows, which is off by 6 % of its height at most.
_WHOLE_ROWS_FROM = 8 * SIDE
# Sums of this many bytes fit into 16 bits.
_ROWS_IN_16_BITS = 257


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks of N pictures as arrays.

    Attributes:
        mean: (N,) float32, mean grey of each in [0, 255].
        deviation: (N,) float32, standard deviation of its small grey picture, in grey levels.
        grey: (N, SIDE, SIDE) float32, the small grey picture with mean 0 and deviation 1.
        colour: (N, COLOUR_SIDE, COLOUR_SIDE, 2) float32, blue and red minus grey, in levels.
    """

    mean: NDArray[np.float32]
    deviation: NDArray[np.float32]
    grey: NDArray[np.float32]
    colour: NDArray[np.float32]


def look(pixels: NDArray[np.uint8]) -> bytes:
    """What a picture looks like from far away, ``LOOK_BYTES`` bytes: a small grey picture and a smaller coloured one.

    The picture is stretched to a square, so that a resized copy looks the same, also when its shape changed. Mean and
    deviation of grey are kept apart from its pattern, which brightness and contrast then do not change.

    Args:
        pixels: (H, W, 3) uint8 RGB, upright.
    """
    colours = _small(pixels)
    grey = colours @ _LUMA
    mean, deviation = grey.mean(), grey.std()
    pattern = (grey - mean) * (_STEPS_PER_DEVIATION / max(float(deviation), _LEAST_DEVIATION))
    factor = SIDE // COLOUR_SIDE
    differences = (colours[..., (2, 0)] - grey[..., None]) / 2
    coarse = differences.reshape(COLOUR_SIDE, factor, COLOUR_SIDE, factor, 2).mean(axis=(1, 3))
    return np.array([mean, deviation], "<f4").tobytes() + _to_bytes(pattern) + _to_bytes(coarse)


def grey_of(look: bytes) -> tuple[float, float]:
    """Mean and standard deviation of the small grey picture of a look, in grey levels (0..255)."""
    mean, deviation = np.frombuffer(look, "<f4", count=2).tolist()
    return mean, deviation


def look_table(looks: Sequence[bytes]) -> NDArray[np.uint8]:
    """Looks below each other, (N, LOOK_BYTES).

    Raises:
        ValueError: one of them is not of ``LOOK_BYTES`` bytes.
    """
    if any(len(entry) != LOOK_BYTES for entry in looks):
        raise ValueError(f"A look has {LOOK_BYTES} bytes. Received: others.")
    return np.frombuffer(b"".join(looks), np.uint8).reshape(len(looks), LOOK_BYTES)


def read_looks(table: NDArray[np.uint8]) -> Looks:
    """Looks as arrays to compute with; ``table`` is (N, LOOK_BYTES)."""
    header = np.ascontiguousarray(table[:, :_HEADER_BYTES]).view("<f4")
    grey = table[:, _HEADER_BYTES : _HEADER_BYTES + _GREY_BYTES].view(np.int8)
    colour = table[:, _HEADER_BYTES + _GREY_BYTES :].view(np.int8)
    return Looks(
        mean=header[:, 0].astype(np.float32),
        deviation=header[:, 1].astype(np.float32),
        grey=grey.reshape(-1, SIDE, SIDE).astype(np.float32) / _STEPS_PER_DEVIATION,
        colour=colour.reshape(-1, COLOUR_SIDE, COLOUR_SIDE, 2).astype(np.float32) * 2,
    )


def _small(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The picture averaged over a grid, (SIDE, SIDE, 3) in [0, 255], not rounded: low contrast lies between levels."""
    height, width = pixels.shape[:2]
    if height < _WHOLE_ROWS_FROM:
        rows = _averaging(height) @ pixels.reshape(height, -1).astype(np.float32)
    else:
        edges = [round(height * row / SIDE) for row in range(1, SIDE)]
        rows = np.stack([_mean_row(band) for band in np.split(pixels.reshape(height, -1), edges)])
    return np.ascontiguousarray(np.matmul(_averaging(width), rows.reshape(SIDE, width, 3)))


def _mean_row(band: NDArray[np.uint8]) -> NDArray[np.float32]:
    kind = np.uint16 if len(band) <= _ROWS_IN_16_BITS else np.uint32
    return band.sum(axis=0, dtype=kind).astype(np.float32) / np.float32(len(band))


@lru_cache(maxsize=64)
def _averaging(length: int) -> NDArray[np.float32]:
    """(SIDE, length): row i averages the i-th of ``SIDE`` equal parts of ``length`` pixels, with shares of pixels."""
    edges = np.arange(SIDE + 1) * (length / SIDE)
    starts = np.maximum(edges[:-1, None], np.arange(length))
    ends = np.minimum(edges[1:, None], np.arange(1, length + 1))
    return (np.clip(ends - starts, 0.0, None) * (SIDE / length)).astype(np.float32)


def _to_bytes(values: NDArray[np.float32]) -> bytes:
    return np.clip(np.rint(values), -127, 127).astype(np.int8).tobytes()
