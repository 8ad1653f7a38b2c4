"""Changes how the pictures of the open dataset are divided; every change can be undone."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from engine.contract.commands import ChangeSplit, SaveSplit
from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.contract.events import Failed
from engine.dataset.splits.changes import current_split_config
from engine.dataset.splits.moved import moved_splits
from gui.engine_client import EngineClient, Reply
from gui.opened_dataset import OpenedDataset
from gui.runs.plan import RunPlan
from gui.words import plural

Moves = Mapping[str, Split | None]


class SplitEditor(QObject):
    """Asks the engine for another split, and keeps the plan of the next run beside it.

    Signals:
        busy_changed(bool): the engine divides the pictures.
        saved(Path): the split file was written.
        failed(Failed): why the split could not be changed or saved.
    """

    busy_changed = Signal(bool)
    saved = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        client: EngineClient,
        undo_stack: QUndoStack,
        dataset: OpenedDataset,
        plan: RunPlan,
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._undo_stack = undo_stack
        self._dataset = dataset
        self._plan = plan
        self._reply: Reply | None = None
        self._asked: ChangeSplit | None = None
        self._undo_text = ""
        self._before: tuple[SplitConfig, dict[str, Split]] | None = None
        self._out = Path()
        plan.changed.connect(self._on_plan_changed)

    @property
    def config(self) -> SplitConfig:
        """Shares, seed, groups and folds that are in force."""
        index = self._dataset.index
        try:
            return current_split_config(index.path) if index is not None else SplitConfig()
        except sqlite3.Error:  # the index is being made anew
            return SplitConfig()

    @property
    def is_busy(self) -> bool:
        """Whether the engine divides the pictures; no other change is taken meanwhile."""
        return self._reply is not None

    def move(self, paths: Sequence[str], split: Split | None) -> None:
        """Put pictures into a split by hand; None takes them back to where they were."""
        where = f"to {split.value}" if split is not None else "back"
        self.move_each(dict.fromkeys(paths, split), f"move of {plural(len(paths), 'picture')} {where}")

    def move_each(self, moves: Moves, text: str) -> None:
        """Put each picture into its own split; ``text`` names the change for undo."""
        if moves:
            self._change(ChangeSplit(path=self._path, reading=self._dataset.reading, moved=dict(moves)), text)

    def divide(self, config: SplitConfig) -> None:
        """Divide the pictures anew; those that were moved by hand stay where they were put."""
        if config != self.config:
            self._change(ChangeSplit(path=self._path, reading=self._dataset.reading, config=config), "another division")

    def follow(self, file: Path) -> None:
        """Put every picture where a split file says."""
        command = ChangeSplit(path=self._path, reading=self._dataset.reading, file=str(file))
        self._change(command, f"split of {file.name}")

    def save(self, out: Path) -> None:
        """Write the split of every picture into a file."""
        self._out = out
        reply = self._client.request(SaveSplit(path=self._path, reading=self._dataset.reading, out=str(out)))
        reply.succeeded.connect(self._on_saved)
        reply.failed.connect(self.failed)

    def send(self, command: ChangeSplit) -> None:
        """Ask for a split without undo; for undo commands."""
        self._asked = command
        self._reply = self._client.request(command)
        self._reply.succeeded.connect(self._on_changed)
        self._reply.failed.connect(self._on_failed)
        self.busy_changed.emit(True)

    @property
    def _path(self) -> str:
        return str(self._dataset.path)

    def _change(self, command: ChangeSplit, text: str) -> None:
        """The change becomes a step of undo once the engine has made it."""
        if self.is_busy or self._dataset.index is None:
            return
        self._undo_text, self._before = text, (self.config, self._moved())
        self.send(command)

    def _moved(self) -> dict[str, Split]:
        try:
            return moved_splits(self._dataset.index.path) if self._dataset.index is not None else {}
        except sqlite3.Error:  # the index is being made anew, and nobody has moved anything in it
            return {}

    def _inverse(self, command: ChangeSplit, config: SplitConfig, moved: Mapping[str, Split]) -> ChangeSplit:
        """What brings back the split that there was before ``command``."""
        touched = command.moved.keys() | (self._moved().keys() if command.file is not None else frozenset())
        back = {path: moved.get(path) for path in touched}
        back |= dict(moved) if command.file is not None else {}
        before = config if command.config is not None else None
        return command.model_copy(update={"config": before, "moved": back, "file": None})

    @Slot()
    def _on_plan_changed(self) -> None:
        """What is shown is what trains: a proposal takes the split of the index, a changed field divides anew."""
        config = self._plan.config
        if config is None or self._dataset.index is None or config.dataset.path != self._path or self.is_busy:
            return
        if config.split == self.config:
            return
        if config is self._plan.proposal:
            self._plan.take(config.model_copy(update={"split": self.config}))
        else:
            self.send(ChangeSplit(path=self._path, reading=self._dataset.reading, config=config.split))

    @Slot(object, object)
    def _on_changed(self, _event: object, _arrays: object) -> None:
        if self.sender() is not self._reply or self._asked is None:
            return
        command, self._reply, self._asked = self._asked, None, None
        if self._before is not None:
            inverse = self._inverse(command, *self._before)
            self._undo_stack.push(_ChangedSplit(self, command, inverse, self._undo_text))
            self._before = None
        if command.config is not None and self._plan.config is not None:
            self._plan.take(self._plan.config.model_copy(update={"split": command.config}))
        self.busy_changed.emit(False)
        if self._path == command.path:
            self._dataset.read_again()
        self._on_plan_changed()  # it may have changed meanwhile

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self.sender() is self._reply:
            self._reply = self._asked = self._before = None
            self.busy_changed.emit(False)
            self.failed.emit(failure)

    @Slot(object, object)
    def _on_saved(self, _event: object, _arrays: object) -> None:
        self.saved.emit(self._out)


class _ChangedSplit(QUndoCommand):
    """A change that the engine has made already: the first redo has nothing to do."""

    def __init__(self, editor: SplitEditor, after: ChangeSplit, before: ChangeSplit, text: str) -> None:
        super().__init__(text)
        self._editor, self._after, self._before = editor, after, before
        self._is_made = True

    def redo(self) -> None:
        if not self._is_made:
            self._editor.send(self._after)
        self._is_made = True

    def undo(self) -> None:
        self._is_made = False
        self._editor.send(self._before)
