"""Writes pictures as an animated GIF or WebP."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.run_folder import write_atomically

Frames = Sequence[NDArray[np.uint8]]
LAST_FRAME_FACTOR = 6
"""The trained network stays for so many frames before the film begins again."""


def write_film(frames: Frames, path: Path, *, per_second: int) -> Path:
    """Write frames (h, w, 3) of one size, by the ending of the path: ``.gif`` or ``.webp``.

    Args:
        frames: at least one.
        path: where to write.
        per_second: frames a second; the last one stays longer.

    Raises:
        OSError: the file cannot be written.
    """
    pictures = [Image.fromarray(frame) for frame in frames]
    each = round(1000 / per_second)
    durations = [each] * (len(pictures) - 1) + [each * LAST_FRAME_FACTOR]
    stream = io.BytesIO()
    if path.suffix.lower() == ".webp":
        _save(pictures, stream, "WEBP", durations, quality=85, method=2)
    else:
        _save(pictures, stream, "GIF", durations, disposal=1)
    write_atomically(path, stream.getvalue())
    return path


def _save(pictures: list[Image.Image], stream: io.BytesIO, kind: str, durations: list[int], **options: int) -> None:
    first, *others = pictures
    first.save(stream, kind, save_all=True, append_images=others, duration=durations, loop=0, **options)
