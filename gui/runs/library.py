"""The runs on this computer: what the Runs page and the list of recent projects show."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from engine.contract.config import RunConfig
from engine.contract.errors import UserError
from engine.contract.folders import runs_folder
from engine.contract.history import read_history
from engine.contract.run_events import RunState
from engine.contract.run_folder import RunFolder
from engine.contract.run_liveness import is_open, observed_state
from engine.contract.tasks import monitor_of
from engine.contract.trash import move_to_trash

REFRESH_MS = 2000


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One row of the Runs page; ``curve`` holds the monitored metric of each epoch, None where it is missing."""

    path: Path
    config: RunConfig
    state: RunState
    curve: tuple[float | None, ...]

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def dataset_name(self) -> str:
        return self.config.dataset.name

    @property
    def is_active(self) -> bool:
        return is_open(self.state)


class RunLibrary(QObject):
    """Lists the run folders, and reads again only those that changed.

    Signals:
        changed(): the list, or one of its runs.
        failed(str): a run could not be moved, in a sentence.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, undo_stack: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo_stack = undo_stack
        self._cache: dict[Path, tuple[tuple[int, ...], RunSummary]] = {}
        self.runs: tuple[RunSummary, ...] = ()
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)

    def watch(self) -> None:
        """Look at once, and every two seconds from now on."""
        self.refresh()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def refresh(self) -> None:
        """Look for new, changed and vanished runs; newest first."""
        runs = [summary for folder in _run_folders() if (summary := self._read(folder)) is not None]
        runs.sort(key=_created, reverse=True)
        if tuple(runs) != self.runs:
            self.runs = tuple(runs)
            self.changed.emit()

    def find(self, path: Path) -> RunSummary | None:
        return next((run for run in self.runs if run.path == path), None)

    def free_name(self, dataset: Path) -> Path:
        """A folder for a new run of a dataset: its name and the next number."""
        stem = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in dataset.name) or "run"
        taken = {folder.name for folder in _run_folders()}
        number = next(number for number in range(1, len(taken) + 2) if f"{stem}-{number}" not in taken)
        return runs_folder() / f"{stem}-{number}"

    def delete(self, paths: tuple[Path, ...]) -> None:
        """Move runs to the trash; undo brings them back."""
        self._undo_stack.push(_DeleteRuns(self, paths))

    def _read(self, path: Path) -> RunSummary | None:
        folder = RunFolder(path)
        try:
            stamp = tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in (folder.state, folder.history))
            known = self._cache.get(path)
            if known is not None and known[0] == stamp and not is_open(known[1].state):
                return known[1]
            curve = read_history(folder.history)
            config = folder.read_config()
            state = _with_known_monitor(observed_state(folder.read_state()), config, curve)
            summary = RunSummary(path, config, state, tuple(row.get(state.monitor) for row in curve))
        except (UserError, OSError):
            return None
        self._cache[path] = (stamp, summary)
        return summary


def _with_known_monitor(state: RunState, config: RunConfig, history: Sequence[Mapping[str, float]]) -> RunState:
    """The state with a metric that its history has: runs from before masks say accuracy whatever they learned."""
    if not history or any(state.monitor in row for row in history):
        return state
    return state.model_copy(update={"monitor": monitor_of(config.task)})


class _DeleteRuns(QUndoCommand):
    def __init__(self, library: RunLibrary, paths: tuple[Path, ...]) -> None:
        super().__init__("deletion of a run" if len(paths) == 1 else f"deletion of {len(paths)} runs")
        self._library, self._paths = library, paths
        self._places: list[tuple[Path, Path]] = []

    def redo(self) -> None:
        try:
            self._places = [(path, move_to_trash(path)) for path in self._paths]
        except OSError as error:
            self._library.failed.emit(f"The run was not deleted. Received: {error}. Close programs that use it.")
        self._library.refresh()

    def undo(self) -> None:
        try:
            for original, place in self._places:
                shutil.move(place, original)
        except OSError as error:
            self._library.failed.emit(f"The run was not brought back. Received: {error}. It lies in the trash.")
        self._library.refresh()


def _run_folders() -> list[Path]:
    try:
        return [folder for folder in runs_folder().iterdir() if (folder / "config.json").is_file()]
    except OSError:
        return []


def _created(run: RunSummary) -> float:
    try:
        return (run.path / "config.json").stat().st_mtime
    except OSError:
        return 0.0
