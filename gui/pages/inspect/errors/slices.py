"""The Slices view: where the network does worse than elsewhere, and the mistakes there."""

from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.ops.slices import Slice, find_slices
from gui.pages.inspect.errors.bar import controls_of
from gui.pages.inspect.errors.evaluated import EvaluatedSplit, ShownPictures, all_mistakes
from gui.pages.inspect.errors.slice_table import SliceTable
from gui.pages.inspect.errors.slice_words import explanation, slice_title, verdict
from gui.pages.inspect.errors.view import ErrorsContext, ErrorsView
from gui.pages.inspect.results import mistakes
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.choices import Choice
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented
from gui.widgets.table_export import TableExport

_SHOWN: Final = (
    Choice("worse", "Worse", tip="Slices that are worse than chance would explain"),
    Choice("all", "All", tip="All slices that were looked at"),
)
_OLD: Final = "This evaluation does not tell how large and how bright its pictures are."
_NOTHING: Final = "Every picture of this slice is right."


class SlicesView(ErrorsView):
    """The table of slices, worst first; a click on one shows its mistakes."""

    KEY: ClassVar[str] = "slices"
    TITLE: ClassVar[str] = "Slices"
    TIP: ClassVar[str] = "Where the network does worse than elsewhere"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedSplit | None = None
        self._slices: tuple[Slice, ...] = ()
        self.table = SliceTable()
        self.range = Segmented(_SHOWN)
        self.export = TableExport(self.table, "slices", self)
        self.show_every = Button("Show all slices", icon="eye")
        self.evaluate_again = Button("Evaluate again", icon="play")
        self._words = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._none = EmptyState("success", "", self.show_every)
        self._old = EmptyState("inspect", _OLD, self.evaluate_again)
        self._stack = QStackedWidget()
        self._controls = controls_of(self.range, self.export.copy, self.export.save)
        self._fill()
        self._connect()

    def controls(self) -> QWidget:
        return self._controls

    def set_evaluation(self, evaluated: EvaluatedSplit) -> None:
        self._evaluated = evaluated
        self._slices = find_slices(evaluated.results)
        self.show_all()
        self._show_slices()

    def show_all(self) -> None:
        self.table.choose_none()
        self._show(all_mistakes(self._evaluated))

    def _show_slices(self) -> None:
        if self._evaluated is None:
            return
        is_complete = self.range.current == "all"
        shown = [one for one in self._slices if is_complete or one.is_worse]
        self.table.set_rows(shown)
        results = self._evaluated.results
        self._words.setText(f"{verdict(self._slices)} {explanation(results)}" if shown else "")
        self._words.setVisible(bool(shown))
        self._none.set_sentence(verdict(self._slices))
        self.show_every.setVisible(bool(self._slices))
        is_old = all(result.width is None for result in results)
        self._stack.setCurrentWidget(self._old if is_old else self._filled if shown else self._none)
        for button in (self.export.copy, self.export.save):
            button.set_available(bool(shown) and not is_old, reason="There is no slice in the table.")

    @Slot(object)
    def _on_slice_chosen(self, found: Slice | None) -> None:
        if found is None or self._evaluated is None:
            return
        results = self._evaluated.results
        wrong = mistakes([results[place] for place in found.part.members])
        title = f"{slice_title(found.part)}, mistakes"
        self._show(ShownPictures(title, wrong, is_choice=True, nothing=_NOTHING))

    @Slot(str)
    def _on_range_chosen(self, _name: str) -> None:
        self._show_slices()
        if self.table.current is None:
            self.show_all()

    @Slot()
    def _on_show_every(self) -> None:
        self.range.set_current("all")
        self._show_slices()
        self.table.setFocus()

    def _connect(self) -> None:
        self.table.chosen.connect(self._on_slice_chosen)
        self.range.chosen.connect(self._on_range_chosen)
        self.export.noticed.connect(self.noticed)
        self.show_every.clicked.connect(self._on_show_every)
        self.evaluate_again.clicked.connect(self.evaluation_requested)

    def _fill(self) -> None:
        self.range.setAccessibleName("Which slices")
        self.evaluate_again.set_tip("Let the network look at every picture of this split again")
        self._filled = QWidget()
        inner = QVBoxLayout(self._filled)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        self._words.setContentsMargins(size("page_margin"), 0, size("page_margin"), 4)
        inner.addWidget(self._words)
        inner.addWidget(self.table, 1)
        for page in (self._filled, self._none, self._old):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
