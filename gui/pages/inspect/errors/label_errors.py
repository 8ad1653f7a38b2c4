"""The Label errors view: labels that are likely wrong, what they may be, and the pictures to decide on."""

from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import Failed, Progress
from engine.contract.label_errors import FindLabelErrors, LabelErrorsFound, LabelRanking, Suspect
from engine.dataset.labels.relocated import relocated_pictures
from gui.notice import Notice
from gui.pages.inspect.errors.bar import controls_of
from gui.pages.inspect.errors.evaluated import EvaluatedSplit, ShownPictures, all_mistakes
from gui.pages.inspect.errors.suspect_table import SuspectTable
from gui.pages.inspect.errors.suspect_words import likely, result_of, verdict
from gui.pages.inspect.errors.view import ErrorsContext, ErrorsView
from gui.pages.inspect.studies.question import StudyQuestion
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.choices import Choice
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented
from gui.widgets.table_export import TableExport

_SHOWN: Final = (
    Choice("likely", "Likely", tip="Labels that are likelier wrong than right"),
    Choice("all", "First tenth", tip="The most doubtful tenth of all labels"),
)
_MISSING: Final = "Nobody has looked for wrong labels with this network."
_FIND, _CANCEL = "Find likely label errors", "Cancel"
_NOTHING: Final = "No label is likelier wrong than right."
_EMPTY, _FILLED = 0, 1


class LabelErrorsView(ErrorsView):
    """The ranking of suspects over all splits of the run; a click on one shows its picture, to be corrected below."""

    KEY: ClassVar[str] = "label errors"
    TITLE: ClassVar[str] = "Label errors"
    TIP: ClassVar[str] = "Labels that are likely wrong"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedSplit | None = None
        self._run: Path | None = None
        self._ranking: LabelRanking | None = None
        self._question = StudyQuestion(context.client, self)
        self.table = SuspectTable()
        self.range = Segmented(_SHOWN)
        self.export = TableExport(self.table, "label errors", self)
        self.start = Button(_FIND, icon="play")
        self._words = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._empty = EmptyState("inspect", _MISSING, self.start)
        self._stack = QStackedWidget()
        self._controls = controls_of(self.range, self.export.copy, self.export.save)
        self._fill()
        self._connect()

    def controls(self) -> QWidget:
        return self._controls

    def set_evaluation(self, evaluated: EvaluatedSplit) -> None:
        """The ranking is of all splits, so it stays while only the split changes."""
        if evaluated.run.path != self._run:
            self._question.drop()
            self._run, self._ranking = evaluated.run.path, None
            self._offer()
        if self._ranking is not None and evaluated.run.root is not None:
            self._ranking = _with_present_pictures(self._ranking, evaluated.run.root)
        self._evaluated = evaluated
        self._show_ranking()

    def show_all(self) -> None:
        if self._ranking is None:
            self._show(all_mistakes(self._evaluated))
            return
        self.table.choose_none()
        self._show_suspects("Suspects", tuple(self.table.rows_model.rows), is_choice=False)

    def _show_ranking(self) -> None:
        ranking = self._ranking
        suspects = () if ranking is None else ranking.suspects
        self.table.set_rows(likely(suspects) if self.range.current == "likely" else suspects)
        self._words.setText("" if ranking is None else verdict(ranking))
        self._stack.setCurrentIndex(_EMPTY if ranking is None else _FILLED)
        self._controls.setEnabled(ranking is not None)
        self.show_all()

    def _show_suspects(self, title: str, suspects: tuple[Suspect, ...], *, is_choice: bool) -> None:
        results = tuple(result_of(suspect) for suspect in suspects)
        shown = ShownPictures(
            title, results, is_choice=is_choice, has_own_order=True, has_suggestions=True, nothing=_NOTHING
        )
        self._show(shown)

    @Slot()
    def _on_find(self) -> None:
        if self._question.is_open:
            self._question.cancel()
        elif self._run is not None:
            self._empty.set_sentence("Waiting for the engine.")
            self.start.set_text(_CANCEL)
            self.start.set_icon("stop")
            self._question.ask(FindLabelErrors(run=str(self._run)))

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        self._empty.set_sentence(self._question.words(progress))

    @Slot(object, object)
    def _on_found(self, event: LabelErrorsFound, _arrays: object) -> None:
        self._ranking = event.ranking
        self._offer()
        self._show_ranking()

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._offer()
        if not failure.is_cancelled:
            self.noticed.emit(Notice("error", f"{failure.message} {failure.hint}", details=failure.details))

    def _offer(self) -> None:
        self._empty.set_sentence(_MISSING)
        self.start.set_text(_FIND)
        self.start.set_icon("play")

    @Slot(object)
    def _on_suspect_chosen(self, suspect: Suspect | None) -> None:
        if suspect is not None:
            self._show_suspects(f"{suspect.given}, or rather {suspect.suggested}", (suspect,), is_choice=True)

    @Slot(str)
    def _on_range_chosen(self, _name: str) -> None:
        self._show_ranking()

    def _connect(self) -> None:
        self.start.clicked.connect(self._on_find)
        self.table.chosen.connect(self._on_suspect_chosen)
        self.range.chosen.connect(self._on_range_chosen)
        self.export.noticed.connect(self.noticed)
        self._question.progressed.connect(self._on_progressed)
        self._question.answered.connect(self._on_found)
        self._question.failed.connect(self._on_failed)

    def _fill(self) -> None:
        self.range.setAccessibleName("Which labels")
        self.start.set_tip("Compare every label with what the network says, and with the most similar pictures")
        filled = QWidget()
        inner = QVBoxLayout(filled)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        self._words.setContentsMargins(size("page_margin"), 0, size("page_margin"), 4)
        inner.addWidget(self._words)
        inner.addWidget(self.table, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(filled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)


def _with_present_pictures(ranking: LabelRanking, root: Path) -> LabelRanking:
    """A ranking whose pictures saving of labels may have moved since."""
    present = relocated_pictures(root).present
    suspects = tuple(each.model_copy(update={"image": present(each.image)}) for each in ranking.suspects)
    return ranking.model_copy(update={"suspects": suspects})
