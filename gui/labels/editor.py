"""Corrects labels and what is drawn; every correction can be undone, also in a later session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from engine.contract.drawn import AnnotationChange
from engine.contract.events import DatasetListed, Event, Failed
from engine.contract.labels import (
    ChangeAnnotations,
    CorrectLabels,
    DiscardCorrections,
    LabelCommand,
    LabelsKept,
    SaveLabels,
    SwitchLabelStep,
)
from gui.engine_client import EngineClient, Reply
from gui.labels.history import LabelHistory
from gui.opened_dataset import OpenedDataset
from gui.words import plural


@dataclass(frozen=True, slots=True)
class LabelledDataset:
    """Whose labels are corrected: what was opened, and the key of its reading (None: the surest)."""

    path: str
    reading: str | None = None


class LabelEditor(QObject):
    """Asks the engine for other labels. A step stands on the undo stack as soon as it is on the disk.

    Signals:
        corrected(LabelledDataset): everything that follows from its other labels is known.
        saved(LabelledDataset): its corrected labels stand in its files.
        pictures_moved(LabelledDataset, PicturesMoved): saving, or taking it back, has moved its pictures.
        failed(Failed): why labels could not be corrected.
    """

    corrected = Signal(object)
    saved = Signal(object)
    pictures_moved = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self, client: EngineClient, undo_stack: QUndoStack, dataset: OpenedDataset, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._dataset = dataset
        self._history = LabelHistory(self.send, undo_stack, dataset, self)
        self._asked: dict[Reply, _Asked] = {}

    @property
    def open_dataset(self) -> LabelledDataset | None:
        """The dataset that is open in the window."""
        dataset = self._dataset
        return None if dataset.index is None else LabelledDataset(str(dataset.path), dataset.reading)

    def correct(self, dataset: LabelledDataset, labels: Mapping[str, str | None], *, text: str = "") -> None:
        """Give pictures other labels, as one step.

        Args:
            dataset: whose pictures.
            labels: by path; None takes the label away.
            text: names the step for undo; empty for the usual words.
        """
        if labels:
            text = text or step_words(labels)
            self.send(CorrectLabels(path=dataset.path, reading=dataset.reading, labels=dict(labels), text=text))

    def draw(
        self, dataset: LabelledDataset, picture: str, changes: Sequence[AnnotationChange], *, state: str, text: str
    ) -> Reply:
        """Draw, change or remove annotations of a picture, as one step.

        Args:
            dataset: whose picture.
            picture: path relative to the dataset.
            changes: one for each annotation.
            state: what the files said of the picture when it was shown.
            text: names the step for undo.

        Returns:
            The answer as it comes.
        """
        command = ChangeAnnotations(
            path=dataset.path,
            reading=dataset.reading,
            picture=picture,
            state=state,
            changes=tuple(changes),
            text=text,
        )
        return self.send(command)

    def discard(self, dataset: LabelledDataset) -> None:
        """Give all pictures what the files say again, as one step."""
        text = "discarding of corrections"
        self.send(DiscardCorrections(path=dataset.path, reading=dataset.reading, text=text))

    def save(self, dataset: LabelledDataset) -> None:
        """Make the corrected labels part of the files, as one step."""
        self.send(SaveLabels(path=dataset.path, reading=dataset.reading, text="saving of labels"))

    def send(self, command: LabelCommand) -> Reply:
        """Ask for other labels; for undo commands."""
        reply = self._client.request(command)
        self._asked[reply] = _Asked(command, self._classes())
        reply.item_arrived.connect(self._on_item_arrived)
        reply.succeeded.connect(self._on_succeeded)
        reply.failed.connect(self._on_failed)
        return reply

    @Slot(object, object)
    def _on_item_arrived(self, event: Event, _arrays: object) -> None:
        asked = self._asked.get(self._reply())
        match event:
            case LabelsKept() if asked is not None:
                self._keep(asked.command, event)
            case DatasetListed() if asked is not None:
                self._show(asked)

    @Slot(object, object)
    def _on_succeeded(self, _event: object, _arrays: object) -> None:
        asked = self._asked.pop(self._reply(), None)
        if asked is not None:
            self._show(asked)
            dataset = LabelledDataset(asked.command.path, asked.command.reading)
            self.corrected.emit(dataset)
            if isinstance(asked.command, SaveLabels):
                self.saved.emit(dataset)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._asked.pop(self._reply(), None)
        self.failed.emit(failure)

    def _keep(self, command: LabelCommand, kept: LabelsKept) -> None:
        if kept.step is not None and not isinstance(command, SwitchLabelStep):
            switch = SwitchLabelStep(path=command.path, reading=command.reading, step=kept.step, is_in_force=True)
            self._history.add(switch, command.text)
        if kept.pictures is not None:
            self.pictures_moved.emit(LabelledDataset(command.path, command.reading), kept.pictures)

    def _show(self, asked: "_Asked") -> None:
        """Show the labels in the open dataset; other classes call for other plans, too."""
        if self.open_dataset == LabelledDataset(asked.command.path, asked.command.reading):
            before, asked.classes = asked.classes, self._classes()
            self._dataset.read_again(has_other_classes=before != asked.classes)

    def _classes(self) -> tuple[str, ...]:
        return () if self._dataset.index is None else self._dataset.index.classes()

    def _reply(self) -> Reply:
        reply = self.sender()
        assert isinstance(reply, Reply)
        return reply


@dataclass(slots=True)
class _Asked:
    """A command on its way, and the classes of the open dataset before it."""

    command: LabelCommand
    classes: tuple[str, ...]


def step_words(labels: Mapping[str, str | None]) -> str:
    """What a step does, for undo: ``label cat of 3 pictures``."""
    names = {label or "none" for label in labels.values()}
    what = f"label {names.pop()}" if len(names) == 1 else "labels"
    return f"{what} of {plural(len(labels), 'picture')}"
