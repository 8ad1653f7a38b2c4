"""Watches which files this process opens, and makes some of them refuse it."""

import errno
import os
import sys
from pathlib import Path
from typing import Any


class OpenedFiles:
    """Every file and folder that is opened outside of the allowed folders, links followed.

    Python tells every opening to audit hooks, which can never be removed: one for each process. Root may open
    anything, so that a file without permission is played here.
    """

    def __init__(self, allowed: tuple[Path, ...]) -> None:
        self._always = tuple(os.path.realpath(place) for place in allowed)
        self._allowed = self._always
        self._denied = frozenset[str]()
        self.outside: list[str] = []
        sys.addaudithook(self._hear)

    def watch(self, folder: Path, denied: tuple[str, ...]) -> None:
        """Begin with a dataset; files of ``denied``, relative to it, cannot be opened."""
        self._allowed = (*self._always, os.path.realpath(folder))
        self._denied = frozenset(str(folder / name) for name in denied)
        self.outside = []

    def stop(self) -> None:
        """Allow everything."""
        self._allowed, self._denied = ("/",), frozenset()

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in ("open", "os.scandir", "os.listdir") or not isinstance(arguments[0], str | bytes):
            return
        path = os.fsdecode(arguments[0])
        if path in self._denied:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        real = os.path.realpath(path)
        if not any(real == place or real.startswith(place.rstrip("/") + "/") for place in self._allowed):
            self.outside.append(real)
