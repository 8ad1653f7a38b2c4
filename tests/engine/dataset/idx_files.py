"""Writes IDX files for tests."""

import gzip
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def save_idx(path: Path, values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """An IDX file of bytes, packed where the name says so; returns the values."""
    content = struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape) + values.tobytes()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return values


def save_pictures(path: Path, *, count: int, shape: tuple[int, ...] = (3, 4)) -> NDArray[np.uint8]:
    """Pictures of noise; ``shape`` is that of one picture."""
    noise = np.random.default_rng(5).integers(0, 256, (count, *shape), dtype=np.uint8)
    return save_idx(path, noise)


def save_labels(path: Path, numbers: Sequence[int]) -> None:
    """Class numbers."""
    save_idx(path, np.array(numbers, np.uint8))
