"""The Errors tab: how well the network does, views of its mistakes, and the pictures behind each number."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import Progress
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.inspect.errors.body import ErrorsBody
from gui.pages.inspect.errors.boxes.body import box_errors_body
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes
from gui.pages.inspect.errors.evaluated import EvaluatedSplit
from gui.pages.inspect.errors.masks.body import mask_errors_body
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks
from gui.pages.inspect.errors.metrics import MetricsRow
from gui.pages.inspect.errors.pictures import ErrorPictures
from gui.pages.inspect.errors.view import ErrorsContext
from gui.pages.inspect.errors.views import VIEWS
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.choices import Choice
from gui.widgets.empty_state import EmptyState
from gui.widgets.segmented import Segmented
from gui.words import how_far

SPLITS: Final = ("validation", "test", "train")
_WAITING: Final = "Waiting for the engine"
_OLDER: Final = "What is wrong in single pictures was not kept then."
_MISSING: Final = "This network has not been evaluated on the {split} pictures."


class ErrorsTab(QWidget):
    """The split, its numbers, and what is shown of an evaluation of its kind.

    Attributes:
        labels: shows evaluations that tell whole pictures apart.
        masks: shows those of the classes of all pixels.
        boxes: shows those of boxes.
        body: which of them is shown.

    Signals:
        evaluation_requested(str): the split that should be evaluated.
        cancel_requested(): the evaluation that goes on should stop.
        split_chosen(str): the split whose evaluation should be shown.
        picture_chosen(str): path of the picture that was double-clicked.
        difference_wanted(): the picture that was double-clicked should be shown with what is right and wrong in it.
        noticed(Notice): something to tell the user.
    """

    evaluation_requested = Signal(str)
    cancel_requested = Signal()
    split_chosen = Signal(str)
    picture_chosen = Signal(str)
    difference_wanted = Signal()
    noticed = Signal(object)

    def __init__(self, context: ErrorsContext, thumbnails: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.labels: ErrorsBody[EvaluatedSplit, ErrorPictures] = ErrorsBody(
            [kind(context) for kind in VIEWS],
            ErrorPictures(thumbnails, context.settings),
            MetricsRow(),
            settings=context.settings,
            remembered_as="errors_view",
        )
        self.masks = mask_errors_body(context)
        self.boxes = box_errors_body(context)
        self._bodies: Mapping[type, ErrorsBody[Any, Any]] = {
            EvaluatedSplit: self.labels,
            EvaluatedMasks: self.masks,
            EvaluatedBoxes: self.boxes,
        }
        self.body: ErrorsBody[Any, Any] = self.labels
        self._has_evaluation = False
        self._is_busy = False
        self._summary = ""
        self.splits = Segmented([Choice(split, split.capitalize()) for split in SPLITS])
        self.evaluate = Button("Evaluate", icon="play")
        self._empty = EmptyState("inspect", "", self.evaluate)
        self._stack = QStackedWidget()
        self._fill()
        self._connect()

    def set_evaluation(self, evaluated: EvaluatedSplit | EvaluatedMasks | EvaluatedBoxes | None, split: str) -> None:
        """Show the evaluation of a split, or offer to make one."""
        self.splits.set_current(split)
        self._has_evaluation = evaluated is not None
        if evaluated is not None:
            self.body = self._bodies[type(evaluated)]
        for kind, body in self._bodies.items():
            body.metrics.setVisible(type(evaluated) is kind)
            body.set_evaluation(evaluated if type(evaluated) is kind else None)
        self.allow_evaluation()

    def set_summary(self, sentence: str) -> None:
        """Say what is known of a split whose evaluation none of the views can show; empty for nothing."""
        self._summary = sentence
        if not self._is_busy:
            self.allow_evaluation()

    def set_progress(self, progress: Progress) -> None:
        """Say how far an evaluation is."""
        self._show_busy(how_far(progress.what, progress.done, progress.total))

    def allow_evaluation(self) -> None:
        """Show what there is, and offer the evaluation where there is none, also after one that failed."""
        self._is_busy = False
        older = f"{self._summary} {_OLDER}" if self._summary else ""
        self._empty.set_sentence(older or _MISSING.format(split=self.splits.current))
        self.evaluate.set_text("Evaluate again" if self._summary else "Evaluate")
        self.evaluate.set_icon("play")
        self.evaluate.set_tip("Let the network look at every picture of this split")
        self._stack.setCurrentWidget(self.body if self._has_evaluation else self._empty)

    @Slot()
    def _on_button(self) -> None:
        if self._is_busy:
            self.cancel_requested.emit()
            self.allow_evaluation()
        else:
            self._on_evaluate()

    @Slot()
    def _on_evaluate(self) -> None:
        self.splits.setFocus()  # else it would leave this tab together with the button that was clicked
        self._stack.setCurrentWidget(self._empty)
        self._show_busy(_WAITING)
        self.evaluation_requested.emit(self.splits.current)

    @Slot(str)
    def _on_compared_picture_chosen(self, path: str) -> None:
        self.picture_chosen.emit(path)
        self.difference_wanted.emit()

    def _show_busy(self, sentence: str) -> None:
        self._is_busy = True
        self._empty.set_sentence(sentence)
        self.evaluate.set_text("Cancel")
        self.evaluate.set_icon("stop")
        self.evaluate.set_tip("Stop the evaluation; what was found before stays")

    def _connect(self) -> None:
        self.splits.chosen.connect(self.split_chosen)
        self.evaluate.clicked.connect(self._on_button)
        self.labels.picture_chosen.connect(self.picture_chosen)
        for compared in (self.masks, self.boxes):
            compared.picture_chosen.connect(self._on_compared_picture_chosen)
        for body in self._bodies.values():
            body.evaluation_requested.connect(self._on_evaluate)
            body.noticed.connect(self.noticed)

    def _fill(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        top.setSpacing(24)
        top.addWidget(self.splits)
        self._stack.addWidget(self._empty)
        for body in self._bodies.values():
            body.metrics.hide()
            top.addWidget(body.metrics)
            self._stack.addWidget(body)
        top.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(top)
        outer.addWidget(self._stack, 1)
