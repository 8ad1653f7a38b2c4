"""A file that is written piece by piece, and is there only when it is whole."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def pending_file(path: Path) -> Iterator[BinaryIO]:
    """A stream under a temporary name beside ``path``, which takes its place at the end, and goes after an error.

    Raises:
        OSError: the disk is full or the folder is not writable; an old file is untouched.
    """
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
