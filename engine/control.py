"""Read what a person asks of a running training from the run's ``control.jsonl``."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from engine.contract.run_events import Control

POLL_SECONDS = 0.05
logger = logging.getLogger(__name__)


class ControlReader:
    """Follows ``control.jsonl`` in a thread of its own, so that a line is acknowledged also during a long batch.

    Lines that were there before the reader was made belong to an earlier process and are passed over.
    """

    def __init__(self, path: Path, on_read: Callable[[Control], None]) -> None:
        """Start with what is appended from now on.

        Args:
            path: the file; it need not exist yet.
            on_read: called in the reader's thread, at once, for every line.
        """
        self._path = path
        self._on_read = on_read
        self._position = path.stat().st_size if path.exists() else 0
        self._waiting: list[Control] = []
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="control", daemon=True)

    def open(self) -> None:
        """Begin to read."""
        self._thread.start()

    def close(self) -> None:
        """Stop reading."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join()

    def asks_for(self, verb: str) -> bool:
        """Whether a line with this verb waits to be taken."""
        return any(control.verb == verb for control in list(self._waiting))

    def take(self) -> list[Control]:
        """The lines read since the last call, in order; cheap enough for every batch."""
        if not self._waiting:
            return []
        with self._changed:
            taken, self._waiting = self._waiting, []
        return taken

    def wait(self) -> list[Control]:
        """Sleep until there is a line."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._waiting) or self._closed.is_set())
        return self.take()

    def _follow(self) -> None:
        while not self._closed.wait(POLL_SECONDS):
            for control in self._read_new_lines():
                self._on_read(control)
                with self._changed:
                    self._waiting.append(control)
                    self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()

    def _read_new_lines(self) -> list[Control]:
        try:
            if self._path.stat().st_size <= self._position:
                return []
            with self._path.open("rb") as stream:
                stream.seek(self._position)
                new = stream.read()
        except OSError:
            return []
        whole = new[: new.rfind(b"\n") + 1]
        self._position += len(whole)
        return [control for line in whole.splitlines() if (control := _parse(line)) is not None]


def _parse(line: bytes) -> Control | None:
    try:
        return Control.model_validate_json(line)
    except ValueError:
        logger.warning("Not a control line: %r", line)
        return None
