"""Codes of pictures on disk."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from engine.dataset.pictures.regions.code_plane import CodePlane


def nothing() -> None:
    """Nobody stops it."""


@contextmanager
def plane_of(codes: np.ndarray) -> Iterator[CodePlane]:
    """A plane that holds a mask (H, W)."""
    with CodePlane(height=codes.shape[0], width=codes.shape[1]) as plane:
        plane.write(codes, top=0)
        yield plane
