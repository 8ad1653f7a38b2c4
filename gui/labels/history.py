"""Brings the label steps of earlier sessions back onto the undo stack when their dataset is opened."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSignalBlocker, Slot
from PySide6.QtGui import QUndoStack

from engine.contract.errors import UserError
from engine.contract.labels import SwitchLabelStep
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.steps import LabelStep, history
from gui.background import Background
from gui.labels.undo import LabelStepCommand, Send
from gui.opened_dataset import OpenedDataset

_Place = tuple[str, str | None]


class LabelHistory(QObject):
    """Reads the journal of each dataset once, in a thread.

    Nothing is put onto a stack from which something can be done again: that would be lost. Then the steps come back
    when the dataset is opened the next time.

    Args:
        send: asks the engine to switch a step.
        undo_stack: of the window.
        dataset: that is open.
        parent: owner.
    """

    def __init__(self, send: Send, undo_stack: QUndoStack, dataset: OpenedDataset, parent: QObject) -> None:
        super().__init__(parent)
        self._send = send
        self._undo_stack = undo_stack
        self._dataset = dataset
        self._restored: set[_Place] = set()
        self._asked: set[_Place] = set()
        self._background = Background(self)
        self._background.done.connect(self._on_read)
        dataset.changed.connect(self._on_dataset_changed)

    def add(self, step: SwitchLabelStep, text: str) -> None:
        """Put a new step onto the stack; what is older than it does not come back any more in this session."""
        self._restored.add((step.path, step.reading))
        self._undo_stack.push(LabelStepCommand(self._send, step, text))

    @Slot()
    def _on_dataset_changed(self) -> None:
        index, place = self._dataset.index, (str(self._dataset.path), self._dataset.reading)
        if index is None or place in self._restored or place in self._asked:
            return
        self._asked.add(place)
        self._background.ask(place, partial(_read_history, index.path))

    @Slot(object, object)
    def _on_read(self, place: _Place, found: "_History | None") -> None:
        self._asked.discard(place)
        if found is None or place in self._restored or self._undo_stack.canRedo():
            return
        self._restored.add(place)
        if found.done or found.taken_back:
            self._push(place, found)

    def _push(self, place: _Place, found: "_History") -> None:
        stack = self._undo_stack
        with QSignalBlocker(stack):  # one word for all of them, as there may be thousands
            self._push_all(place, found.done, are_taken_back=False)
            self._push_all(place, found.taken_back, are_taken_back=True)
            for _ in found.taken_back:
                stack.undo()
        stack.indexChanged.emit(stack.index())

    def _push_all(self, place: _Place, steps: Sequence[LabelStep], *, are_taken_back: bool) -> None:
        for step in steps:
            switch = SwitchLabelStep(path=place[0], reading=place[1], step=step.id, is_in_force=True)
            self._undo_stack.push(LabelStepCommand(self._send, switch, step.text, is_taken_back=are_taken_back))


@dataclass(frozen=True, slots=True)
class _History:
    done: tuple[LabelStep, ...]
    taken_back: tuple[LabelStep, ...]


def _read_history(index: Path) -> _History | None:
    """What was done to the labels of a dataset; None where it cannot be read now."""
    try:
        return _History(*history(journal_of_index(index).steps()))
    except (sqlite3.Error, KeyError, UserError):  # the index is being made, or the journal cannot be read
        return None
