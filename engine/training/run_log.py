"""The log of a run in its folder."""

import logging
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def logging_into(path: Path) -> Iterator[None]:
    """Append the engine's log to a file for the duration of a block.

    An engine process has led its whole output into this file already; then there is nothing to add.
    """
    if _is_standard_error(path):
        yield
        return
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("engine")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()


def append_to_log(path: Path, lines: Iterable[str]) -> None:
    """Write what people may want to look up later, and what nobody has to see while a command runs."""
    moment = time.strftime("%Y-%m-%d %H:%M:%S")
    with path.open("a", encoding="utf-8") as log:
        log.writelines(f"{moment} {line}\n" for line in lines)


def _is_standard_error(path: Path) -> bool:
    try:
        return sys.__stderr__ is not None and os.path.samestat(os.fstat(sys.__stderr__.fileno()), path.stat())
    except (OSError, ValueError):
        return False
