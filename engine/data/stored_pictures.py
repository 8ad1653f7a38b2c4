"""Sets of fitted pictures on disk: written whole or not at all, read in place, the oldest removed.

A set is a folder below the cache with ``pixels.npy`` and ``pictures.json``. It is written beside its final place and
renamed at the end; a half-written set is never found. Writing goes through ordinary files, since writing to a
memory-mapped file kills the process when the disk is full.
"""

import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from engine.contract.folders import cache_folder

LARGEST_TOTAL_BYTES = 10 * 2**30
PIXELS_NAME = "pixels.npy"
DOCUMENT_NAME = "pictures.json"
UNFINISHED_PREFIX = "unfinished-"
ABANDONED_SECONDS = 24 * 3600

logger = logging.getLogger(__name__)

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class DroppedPicture:
    """A picture that could not be used, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class PictureSet:
    """Pictures of one size, ready to be put into batches.

    Attributes:
        pixels: (N, height, width, channels) uint8, in memory or mapped from a file.
        kept: (N,) position of each picture in the list that was asked for.
        dropped: the others.
    """

    pixels: Pixels
    kept: NDArray[np.int64]
    dropped: tuple[DroppedPicture, ...]


class PictureWriter:
    """Writes one set, picture by picture. Use as a context manager: leaving it without ``finish`` removes everything.

    Args:
        key: name of the set.
        shape: (most pictures, height, width, channels).

    Raises:
        OSError: the disk is full or the cache is not writable; also from ``add`` and ``finish``.
    """

    def __init__(self, key: str, shape: tuple[int, int, int, int]) -> None:
        sets_folder().mkdir(parents=True, exist_ok=True)
        self._key = key
        self._shape = shape
        self._count = 0
        self._folder = Path(tempfile.mkdtemp(dir=sets_folder(), prefix=UNFINISHED_PREFIX))
        self._stream: IO[bytes] = (self._folder / PIXELS_NAME).open("wb")
        self._header_bytes = self._write_header(shape[0])

    def __enter__(self) -> "PictureWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, pixels: Pixels) -> None:
        """Append one picture (height, width, channels) or several."""
        rows = pixels.reshape(-1, *self._shape[1:])
        self._stream.write(np.ascontiguousarray(rows).data)
        self._count += len(rows)

    def finish(self, kept: Sequence[int], dropped: Sequence[DroppedPicture]) -> None:
        """Make the set findable."""
        self._stream.seek(0)
        if self._write_header(self._count) != self._header_bytes:
            raise OSError("The header of the cached pictures changed its length.")
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        document = {"version": 1, "kept": [int(i) for i in kept], "dropped": [asdict(one) for one in dropped]}
        (self._folder / DOCUMENT_NAME).write_text(json.dumps(document), encoding="utf-8")
        place = sets_folder() / self._key
        shutil.rmtree(place, ignore_errors=True)  # A damaged one: a sound set would have been read.
        try:
            self._folder.rename(place)
        except OSError:
            if not (place / DOCUMENT_NAME).exists():  # Another process may have made the same set meanwhile.
                raise

    def _write_header(self, count: int) -> int:
        """NumPy leaves room in the header for the count to grow, so that it can be written again at the end."""
        header = {"descr": "|u1", "fortran_order": False, "shape": (count, *self._shape[1:])}
        np.lib.format.write_array_header_1_0(self._stream, header)
        return self._stream.tell()


def sets_folder() -> Path:
    """The folder of all cached sets."""
    return cache_folder() / "pictures"


def read_set(key: str, *, into_memory: bool) -> PictureSet | None:
    """A set that was stored before; None where there is none, or a damaged one."""
    folder = sets_folder() / key
    try:
        document = json.loads((folder / DOCUMENT_NAME).read_text(encoding="utf-8"))
        pixels = np.load(folder / PIXELS_NAME, mmap_mode=None if into_memory else "r", allow_pickle=False)
        kept = np.asarray(document["kept"], np.int64)
        dropped = tuple(DroppedPicture(**one) for one in document["dropped"])
        if pixels.dtype != np.uint8 or pixels.ndim != 4 or len(pixels) != len(kept):
            raise ValueError("pixels and list do not belong together")
        os.utime(folder)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("Cached pictures in %s are damaged and are made again: %s", folder, error)
        return None
    return PictureSet(pixels, kept, dropped)


def remove_oldest(*, keep: str, total_bytes: int = LARGEST_TOTAL_BYTES) -> None:
    """Remove the sets that were not used for the longest time until the rest fits ``total_bytes``.

    Sets that a killed process left unfinished are removed a day later.
    """
    for path in sets_folder().glob(f"{UNFINISHED_PREFIX}*"):
        if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
    folders = [path for path in sets_folder().iterdir() if not path.name.startswith(UNFINISHED_PREFIX)]
    sizes = {folder: _size_bytes(folder) for folder in folders}
    excess = sum(sizes.values()) - total_bytes
    for folder in sorted((one for one in folders if one.name != keep), key=_last_use):
        if excess <= 0:
            return
        shutil.rmtree(folder, ignore_errors=True)
        excess -= sizes[folder]


def _size_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _last_use(folder: Path) -> float:
    return folder.stat().st_mtime
