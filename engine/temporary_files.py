"""Where this process puts its temporary files, so that a kill leaves them where somebody looks after them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Let this process put temporary files into a new ``folder``, which is removed afterwards.

    Keras makes a folder among the system's temporary files whenever it saves or opens a model (``DiskIOStore``), and
    removes it if it lives long enough. What a killed training left there belonged to nobody; in its run folder, the
    resumed one clears it away.

    Raises:
        OSError: the folder cannot be made.
    """
    folder.mkdir()
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)
