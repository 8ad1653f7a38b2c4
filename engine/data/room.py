"""Room for many arrays of different sizes: one block in memory, or on disk where it does not fit."""

import os
import tempfile

import numpy as np
from numpy.typing import NDArray

from engine.contract.errors import UserError
from engine.data.memory import memory_budget_bytes
from engine.data.stored_pictures import sets_folder

Pixels = NDArray[np.uint8]


class Room:
    """A block of bytes that arrays are laid into, one after the other.

    A block on disk has no name: it is gone with the process, also when that is killed.

    Args:
        size_bytes: of everything that will be laid into it.
        budget_bytes: largest block in memory; None: half of what is free.

    Raises:
        UserError: neither memory nor disk has room.
    """

    def __init__(self, size_bytes: int, *, budget_bytes: int | None = None) -> None:
        budget = memory_budget_bytes() if budget_bytes is None else budget_bytes
        self._block: Pixels = np.empty(size_bytes, np.uint8) if size_bytes <= budget else _on_disk(size_bytes)
        self._used = 0

    def keep(self, array: Pixels) -> Pixels:
        """A copy of an array within the block."""
        place = self._block[self._used : self._used + array.size].reshape(array.shape)
        place[:] = array
        self._used += array.size
        return place


def _on_disk(size_bytes: int) -> Pixels:
    """Mapped from a file whose blocks are all there: writing to a hole of a full disk would kill the process."""
    folder = sets_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as stream:
            _reserve(stream.fileno(), size_bytes)
            return np.memmap(stream, np.uint8, "r+", shape=(size_bytes,))
    except OSError as error:
        raise UserError(
            f"Cannot keep the decoded pictures. Received: {error.strerror or error}, in {folder}.",
            f"Free {size_bytes / 2**30:.1f} GB there, set FOVEA_HOME to a larger disk, or use fewer pictures.",
        ) from error


def _reserve(descriptor: int, size_bytes: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size_bytes)
        return
    chunk = bytes(2**24)
    for start in range(0, size_bytes, len(chunk)):
        os.write(descriptor, chunk[: size_bytes - start])
