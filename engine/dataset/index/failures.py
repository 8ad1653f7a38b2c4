"""Says in words why an index cannot be written."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.contract.errors import UserError


@contextmanager
def failures_in_words(index: Path) -> Iterator[None]:
    """Make a full disk, a folder without permission or a locked index a sentence with a next step.

    Nothing is lost: every change of an index is one transaction, and what is in it can be found out again.
    """
    try:
        yield
    except (sqlite3.OperationalError, PermissionError) as error:
        raise UserError(
            f"Cannot keep what was found in the dataset. Received: {index}: {error}.",
            f"Make room on the disk of {index.parent}, or set FOVEA_HOME to a folder on another one.",
        ) from error
