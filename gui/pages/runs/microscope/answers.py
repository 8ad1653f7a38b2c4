"""What is true of one picture, and what every pane's network says of it: asked for, kept, and compared."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.base import Command
from engine.contract.class_vectors import ClassVectorsRead, ReadClassVectors
from engine.contract.events import Failed, Progress
from engine.contract.framing import Array
from engine.contract.true_masks import ReadTrueMask, TrueMaskRead
from gui.background import Background
from gui.engine_client import EngineClient
from gui.pages.runs.microscope.known_answers import KnownAnswers
from gui.pages.runs.microscope.pane_masks import TRUTH, Judged, PaneAnswer, PaneKey, TrueMask, judge, judge_truth
from gui.pages.runs.microscope.questions import PaneQuestions
from gui.words import how_far

WAITING: Final = "Waiting"
ASKED: Final = "Looking at the picture"
CANCELLED: Final = "Cancelled. The round arrow above asks again."
UNKNOWN: Final = "Nothing is drawn on this picture."


class PaneAnswers(QObject):
    """Answers about the newest picture; those about older ones are dropped.

    Attributes:
        truth: of the picture; None where nobody knows, or not yet.

    Signals:
        answered(PaneKey, PaneAnswer): what a network says; None for the pane of the truth.
        judged(PaneKey, Judged): the mask of a pane beside what is true.
        told(PaneKey, str): what a pane waits for, or why it has no mask.
        busy_changed(bool): answers are awaited, or not any more.
    """

    answered = Signal(object, object)
    judged = Signal(object, object)
    told = Signal(object, str)
    busy_changed = Signal(bool)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.truth: TrueMask | None = None
        self._known = KnownAnswers()
        self._questions = PaneQuestions(client, self)
        self._background = Background(self)
        self._image: Path | None = None
        self._keys: tuple[PaneKey, ...] = ()
        self._answers: dict[PaneKey, PaneAnswer] = {}
        self._is_truth_settled = False
        self._looks = 0
        self._is_paused = True
        self._connect()

    @property
    def is_busy(self) -> bool:
        """Whether answers are awaited."""
        return self._questions.is_open

    def look_at(self, image: Path | None, keys: Sequence[PaneKey]) -> None:
        """Ask about another picture, or for other panes; None for no picture."""
        self._questions.drop()
        self._background.forget_all()
        self._looks += 1
        self._image, self._keys = image, tuple(keys)
        self.truth, self._answers, self._is_truth_settled = None, {}, False
        self._ask()

    def forget(self) -> None:
        """Ask anew what is known already: networks may have learned since, labels may have changed."""
        self._known.clear()

    def pause(self) -> None:
        """Ask for nothing more until ``resume``."""
        self._is_paused = True
        self._questions.drop()
        self.busy_changed.emit(False)

    def resume(self) -> None:
        """Ask for what is missing, from now on."""
        self._is_paused = False
        self._ask()

    def _ask(self) -> None:
        if self._is_paused or self._image is None or not self._keys:
            return
        wanted: list[tuple[PaneKey, Command]] = []
        for key in (TRUTH, *self._keys):
            command = self._missing(key, self._image)
            if command is not None:
                wanted.append((key, command))
                self.told.emit(key, WAITING)
        self._questions.ask(wanted)
        self.busy_changed.emit(self.is_busy)

    @Slot()
    def cancel(self) -> None:
        """Stop asking; what was answered stays."""
        waiting = self._questions.waiting
        self._questions.drop()
        self.busy_changed.emit(False)
        for key in waiting:
            self.told.emit(key, CANCELLED)
        if TRUTH in waiting:
            self._settle(None)

    def _missing(self, key: PaneKey, image: Path) -> Command | None:
        """What has to be asked for a pane; what is known is shown at once."""
        if key in self._answers or (key == TRUTH and self._is_truth_settled):
            return None
        match self._known.find(key, image):
            case TrueMask() as truth:
                self._settle(truth)
            case PaneAnswer() as answer:
                self._accept(key, answer)
            case None if key.run is None:
                return ReadTrueMask(run=str(self._keys[0].run), image=str(image))
            case None:
                return ReadClassVectors(run=str(key.run), image=str(image), is_stitched=key.is_stitched)
        return None

    def _settle(self, truth: TrueMask | None) -> None:
        """What is true is known now, or never will be."""
        self.truth, self._is_truth_settled = truth, True
        if truth is not None:
            self.judged.emit(TRUTH, judge_truth(truth))
        for key, answer in self._answers.items():
            self._judge(key, answer)

    def _accept(self, key: PaneKey, answer: PaneAnswer) -> None:
        self._answers[key] = answer
        self.answered.emit(key, answer)
        if self._is_truth_settled:
            self._judge(key, answer)

    def _judge(self, key: PaneKey, answer: PaneAnswer) -> None:
        """Large masks take a moment to be compared."""
        work = partial(judge, answer.mask, answer.classes, self.truth)
        self._background.ask((self._looks, key), work)

    @Slot(object, object)
    def _on_judged(self, asked: tuple[int, PaneKey], found: Judged) -> None:
        looks, key = asked
        if looks == self._looks:
            self.judged.emit(key, found)

    @Slot(object)
    def _on_asked(self, key: PaneKey) -> None:
        self.told.emit(key, ASKED)

    @Slot(object, object)
    def _on_progressed(self, key: PaneKey, progress: Progress) -> None:
        self.told.emit(key, how_far(progress.what, progress.done, progress.total))

    @Slot(object, object, object)
    def _on_answered(self, key: PaneKey, event: object, arrays: Sequence[Array]) -> None:
        if self._image is None:
            return
        match event:
            case ClassVectorsRead():
                answer = PaneAnswer.of(event, arrays)
                self._known.keep(key, self._image, answer)
                self._accept(key, answer)
            case TrueMaskRead() if arrays:
                truth = TrueMask(tuple(area.label for area in event.areas), np.asarray(arrays[0], np.uint8))
                self._known.keep(key, self._image, truth)
                self._settle(truth)
            case TrueMaskRead():
                self.told.emit(TRUTH, UNKNOWN)
                self._settle(None)

    @Slot(object, object)
    def _on_failed(self, key: PaneKey, failure: Failed) -> None:
        self.told.emit(key, CANCELLED if failure.is_cancelled else f"{failure.message} {failure.hint}")
        if key == TRUTH:
            self._settle(None)

    @Slot()
    def _on_ended(self) -> None:
        self.busy_changed.emit(False)

    def _connect(self) -> None:
        self._questions.asked.connect(self._on_asked)
        self._questions.progressed.connect(self._on_progressed)
        self._questions.answered.connect(self._on_answered)
        self._questions.failed.connect(self._on_failed)
        self._questions.ended.connect(self._on_ended)
        self._background.done.connect(self._on_judged)
