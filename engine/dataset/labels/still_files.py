"""Lets one process at a time move pictures of a dataset, and none while another lists them."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from engine.contract.errors import UserError

logger = logging.getLogger(__name__)


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Wait for a lock, and hold it; the system gives it back when the process ends, however that comes about.

    Where the system cannot lock files in that folder, nothing is held, as nobody else can be kept waiting either.

    Args:
        lock: file that stands for it; it is made where it is missing, and stays.

    Raises:
        UserError: the file cannot be made.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        stream = lock.open("ab")
    except OSError as error:
        raise UserError(
            f"Cannot keep the labels apart. Received: {lock}: {error.strerror or error}.",
            "Make the folder writable, or set FOVEA_HOME to a folder that is.",
        ) from error
    with stream:  # closing it gives the lock back
        try:
            _lock(stream)
        except OSError as error:
            logger.warning("Cannot lock %s: %s", lock, error)
        yield


if sys.platform != "win32":
    import fcntl

    def _lock(stream: BinaryIO) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX)

else:
    import msvcrt

    def _lock(stream: BinaryIO) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)  # waits ten seconds at most
