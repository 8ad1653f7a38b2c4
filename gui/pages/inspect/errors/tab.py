"""The Errors tab: how well the network does, views of its mistakes, and the pictures behind each number."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import Progress
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.inspect.errors.bar import ViewBar
from gui.pages.inspect.errors.evaluated import EvaluatedSplit
from gui.pages.inspect.errors.metrics import MetricsRow
from gui.pages.inspect.errors.pictures import ErrorPictures
from gui.pages.inspect.errors.view import ErrorsContext, ErrorsView
from gui.pages.inspect.errors.views import VIEWS
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.choices import Choice
from gui.widgets.empty_state import EmptyState
from gui.widgets.segmented import Segmented
from gui.words import how_far

SPLITS: Final = ("validation", "test", "train")
_WAITING: Final = "Waiting for the engine"
_MISSING: Final = "This network has not been evaluated on the {split} pictures."


class ErrorsTab(QWidget):
    """The split, its numbers, one of several views, and the pictures that the view asks for.

    Signals:
        evaluation_requested(str): the split that should be evaluated.
        cancel_requested(): the evaluation that goes on should stop.
        split_chosen(str): the split whose evaluation should be shown.
        picture_chosen(str): path of the picture that was double-clicked.
        evaluation_shown(EvaluatedSplit): another evaluation is shown; None: none.
        noticed(Notice): something to tell the user.
    """

    evaluation_requested = Signal(str)
    cancel_requested = Signal()
    split_chosen = Signal(str)
    picture_chosen = Signal(str)
    evaluation_shown = Signal(object)
    noticed = Signal(object)

    def __init__(self, context: ErrorsContext, thumbnails: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = context.settings
        self._evaluated: EvaluatedSplit | None = None
        self._up_to_date: set[str] = set()
        self._is_busy = False
        self._summary = ""
        self.views: dict[str, ErrorsView] = {kind.KEY: kind(context) for kind in VIEWS}
        self.splits = Segmented([Choice(split, split.capitalize()) for split in SPLITS])
        self.choice = Segmented([Choice(kind.KEY, kind.TITLE, tip=kind.TIP) for kind in VIEWS])
        self._bar = ViewBar(self.choice)
        self.pictures = ErrorPictures(thumbnails, context.settings)
        self.evaluate = Button("Evaluate", icon="play")
        self._metrics = MetricsRow()
        self._empty = EmptyState("inspect", "", self.evaluate)
        self._full = QWidget()
        self._stack = QStackedWidget()
        self._fill()
        self._connect()
        self._show_view()

    @property
    def view(self) -> ErrorsView:
        """The view that is shown."""
        return self.views[self.choice.current]

    def set_evaluation(self, evaluated: EvaluatedSplit | None, split: str) -> None:
        """Show the evaluation of a split, or offer to make one."""
        self.splits.set_current(split)
        self._evaluated = evaluated
        self._up_to_date.clear()
        self._metrics.setVisible(evaluated is not None)
        if evaluated is not None:
            self._metrics.set_metrics(evaluated.evaluation)
        self.allow_evaluation()
        self._show_view()
        self.evaluation_shown.emit(evaluated)

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
        self._empty.set_sentence(self._summary or _MISSING.format(split=self.splits.current))
        self.evaluate.set_text("Evaluate again" if self._summary else "Evaluate")
        self.evaluate.set_icon("play")
        self.evaluate.set_tip("Let the network look at every picture of this split")
        self._stack.setCurrentWidget(self._empty if self._evaluated is None else self._full)

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
    def _on_view_chosen(self, key: str) -> None:
        self._settings.change(errors_view=key)
        self._show_view()

    @Slot()
    def _on_pictures_changed(self) -> None:
        if self.sender() is self.view:
            self._show_pictures()

    @Slot()
    def _on_all_wanted(self) -> None:
        self.view.show_all()

    def _show_busy(self, sentence: str) -> None:
        self._is_busy = True
        self._empty.set_sentence(sentence)
        self.evaluate.set_text("Cancel")
        self.evaluate.set_icon("stop")
        self.evaluate.set_tip("Stop the evaluation; what was found before stays")

    def _show_view(self) -> None:
        for key, view in self.views.items():
            view.setVisible(key == self.choice.current)
        self._bar.show_controls(self.view.controls())
        if self._evaluated is not None and self.choice.current not in self._up_to_date:
            self._up_to_date.add(self.choice.current)
            self.view.set_evaluation(self._evaluated)  # and the view says which pictures it wants
        else:
            self._show_pictures()

    def _show_pictures(self) -> None:
        if self._evaluated is not None:
            self.pictures.show_pictures(self.view.shown, self._evaluated.classes)

    def _connect(self) -> None:
        self.splits.chosen.connect(self.split_chosen)
        self.choice.chosen.connect(self._on_view_chosen)
        self.evaluate.clicked.connect(self._on_button)
        self.pictures.picture_chosen.connect(self.picture_chosen)
        self.pictures.all_wanted.connect(self._on_all_wanted)
        for view in self.views.values():
            view.pictures_changed.connect(self._on_pictures_changed)
            view.evaluation_requested.connect(self._on_evaluate)
            view.noticed.connect(self.noticed)

    def _fill(self) -> None:
        remembered = self._settings.value.errors_view
        self.choice.set_current(remembered if remembered in self.views else VIEWS[0].KEY)
        top = QHBoxLayout()
        top.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        top.setSpacing(24)
        top.addWidget(self.splits)
        top.addWidget(self._metrics)
        top.addStretch(1)
        column = _column(self._full)
        column.addWidget(self._bar)
        for view in self.views.values():
            controls = view.controls()
            if controls is not None:
                self._bar.add_controls(controls)
            column.addWidget(view)
        column.addWidget(self.pictures, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._full)
        outer = _column(self)
        outer.addLayout(top)
        outer.addWidget(self._stack, 1)


def _column(holder: QWidget) -> QBoxLayout:
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
