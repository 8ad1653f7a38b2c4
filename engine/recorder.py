"""Write the life of a run into its folder: events, history, state."""

import csv
import io
import logging
import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.contract.run_events import RunEvent, RunState, RunStatus, StateChanged
from engine.contract.run_folder import RunFolder, write_atomically

HEARTBEAT_SECONDS = 1.0
logger = logging.getLogger(__name__)


class AppendOnlyFile:
    """A text file that grows by whole lines, also when the disk is full for a while.

    A line that could not be written completely is cut off again and kept in memory until there is room, so a reader
    never meets half a line in the middle.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pending: list[str] = []
        self.bytes = path.stat().st_size if path.exists() else 0

    def append(self, line: str) -> None:
        """Add a line, or keep it for later when the disk is full."""
        self._pending.append(line + "\n")
        binary = "".join(self._pending).encode()
        try:
            with self._path.open("ab") as stream:
                stream.write(binary)
        except OSError:
            logger.warning("Cannot write %s for now", self._path, exc_info=True)
            self.cut(self.bytes)
            return
        self._pending.clear()
        self.bytes += len(binary)

    def cut(self, size: int) -> None:
        """Drop everything after the first ``size`` bytes, in place."""
        if self._path.exists():
            os.truncate(self._path, size)
        self.bytes = min(self.bytes, size)

    def rewind(self, size: int) -> None:
        """Replace the file by its first ``size`` bytes; a reader sees a new file and begins again."""
        if self._path.exists():
            write_atomically(self._path, self._path.read_bytes()[:size])
        self.bytes = min(self.bytes, size)


class Recorder:
    """The one writer of a run folder's events, history and state; safe to use from several threads.

    Attributes:
        state: what ``state.json`` says now.
    """

    def __init__(self, folder: RunFolder, state: RunState) -> None:
        self.folder = folder
        self.state = state
        self._files_lock = threading.Lock()
        self._state_lock = threading.Lock()
        self._writing_lock = threading.Lock()  # its own: writing the state waits for the disk, nothing else must
        self._events = AppendOnlyFile(folder.events)
        self._history = AppendOnlyFile(folder.history)
        self._history_columns = _read_header(folder.history)
        self._seconds_before = state.seconds
        self._opened_at = time.monotonic()
        self._is_stale = threading.Event()
        self._is_closed = False
        self._heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def open(self) -> None:
        """Claim the run for this process and begin the heartbeat."""
        self.update_state(pid=os.getpid())
        self._heart.start()

    def close(self) -> None:
        """Stop the heartbeat; what was written stays."""
        self._is_closed = True
        self._is_stale.set()
        if self._heart.is_alive():
            self._heart.join()

    def append(self, event: RunEvent) -> None:
        """Add an event to ``events.jsonl``."""
        with self._files_lock:
            self._events.append(event.model_dump_json())

    def append_history(self, row: Mapping[str, Any]) -> None:
        """Add a row to ``history.csv``; the first row decides the columns."""
        with self._files_lock:
            if not self._history_columns:
                self._history_columns = list(row)
                self._history.append(_csv_line(self._history_columns))
            self._history.append(_csv_line([row.get(column, "") for column in self._history_columns]))

    def update_state(self, **changes: Any) -> None:
        """Change fields of the state and write it."""
        self._change_state(changes)
        with self._writing_lock:
            try:
                self.folder.write_state(self.state)
            except OSError:
                logger.warning("Cannot write %s for now", self.folder.state, exc_info=True)

    def note_state(self, **changes: Any) -> None:
        """Change fields of the state and let the heartbeat write it at once, without waiting for the disk."""
        self._change_state(changes)
        self._is_stale.set()

    def enter(self, status: RunStatus, *, reason: str = "", hint: str = "") -> None:
        """Put the run into another state, for readers of the state and of the events."""
        self.update_state(status=status, reason=reason, hint=hint)
        self.append(StateChanged(time=time.time(), status=status, reason=reason, hint=hint))

    def positions(self) -> dict[str, int]:
        """How long the growing files are, to cut them back to this moment later."""
        with self._files_lock:
            return {"events": self._events.bytes, "history": self._history.bytes}

    def rewind(self, positions: Mapping[str, int]) -> None:
        """Cut the growing files back, so that a resumed run has neither a double part nor a hole."""
        with self._files_lock:
            self._events.rewind(positions.get("events", 0))
            self._history.rewind(positions.get("history", 0))
            self._history_columns = _read_header(self.folder.history)

    def _change_state(self, changes: Mapping[str, Any]) -> None:
        with self._state_lock:
            seconds = self._seconds_before + time.monotonic() - self._opened_at
            times = {"heartbeat": time.time(), "seconds": round(seconds, 3)}
            self.state = self.state.model_copy(update={**times, **changes})

    def _beat(self) -> None:
        while not self._is_closed:
            self._is_stale.wait(HEARTBEAT_SECONDS)
            self._is_stale.clear()
            self.update_state()


def _read_header(history: Path) -> list[str]:
    try:
        with history.open(newline="") as stream:
            return next(csv.reader(stream), [])
    except FileNotFoundError:
        return []


def _csv_line(cells: list[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(["" if cell is None else cell for cell in cells])
    return buffer.getvalue()
