"""The Label errors view of box errors: boxes that are likely drawn wrongly, to be corrected below."""

from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.background import Work
from gui.pages.inspect.errors.bar import controls_of
from gui.pages.inspect.errors.boxes.compared_view import ComparedBoxesView
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.boxes.reviews import Reviews
from gui.pages.inspect.errors.boxes.suspect_boxes import Range, SplitSuspects, SuspectBox
from gui.pages.inspect.errors.boxes.suspect_table import ReviewedSuspect, SuspectBoxTable
from gui.pages.inspect.errors.view import ErrorsContext
from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented
from gui.widgets.table_export import TableExport

_RANGES: Final = (
    Choice("likely", "Likely", tip="Objects that are likelier drawn wrongly than rightly, or likely not drawn"),
    Choice("all", "All", tip="Everything that speaks against what is drawn, the least trusted first"),
)
_LOOKING: Final = "Comparing what is drawn with what the network says."


class BoxLabelErrorsView(ComparedBoxesView):
    """The ranking of suspects; a click on one shows it below, where it is corrected by a key."""

    KEY: ClassVar[str] = "label errors"
    TITLE: ClassVar[str] = "Label errors"
    TIP: ClassVar[str] = "Objects that are likely drawn wrongly, or not drawn"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._suspects: SplitSuspects | None = None
        self._reviews = Reviews()
        self.table = SuspectBoxTable()
        self.range = Segmented(_RANGES)
        self.range.setAccessibleName("Which objects")
        self.export = TableExport(self.table, "label errors", self)
        self._words = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._controls = controls_of(self.range, self.export.copy, self.export.save)
        self._words.setContentsMargins(size("page_margin"), 0, size("page_margin"), 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._words)
        column.addWidget(self.table)
        self.table.chosen.connect(self._on_suspect_chosen)
        self.range.chosen.connect(self._on_range_chosen)
        self.export.noticed.connect(self.noticed)

    def controls(self) -> QWidget:
        return self._controls

    def show_all(self) -> None:
        self.table.choose_none()
        if self._suspects is not None:
            self._show(self._suspects.shown(self._rows()))

    def follow(self, place: int) -> None:
        """Choose the row of the suspect that became current below."""
        self.table.choose_place(place)

    def set_reviews(self, reviews: Reviews) -> None:
        self._reviews = reviews
        self._fill_table()

    def _work(self, evaluated: EvaluatedBoxes) -> Work:
        return partial(SplitSuspects.of, evaluated)

    def _forget(self) -> None:
        self._suspects = None
        self._words.setText(_LOOKING)
        self.table.set_rows(())
        self._show(ShownBoxPictures("Suspects", objects=(), nothing=_LOOKING))

    def _show_computed(self, evaluated: EvaluatedBoxes, computed: object) -> None:
        assert isinstance(computed, SplitSuspects)
        self._suspects = computed
        self._words.setText(computed.verdict())
        self._fill_table()
        self.show_all()

    def _rows(self) -> tuple[SuspectBox, ...]:
        chosen: Range = "all" if self.range.current == "all" else "likely"
        return () if self._suspects is None else self._suspects.within(chosen)

    def _fill_table(self) -> None:
        current = self.table.current
        rows = [
            ReviewedSuspect(place, row, self._reviews.state(row.shown.suggestion))
            for place, row in enumerate(self._rows())
        ]
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        if current is not None:
            self.table.choose_place(current.place)

    @Slot(object)
    def _on_suspect_chosen(self, row: ReviewedSuspect | None) -> None:
        if row is not None and self._suspects is not None:
            self._show(self._suspects.shown(self._rows(), chosen=row.place))

    @Slot(str)
    def _on_range_chosen(self, _name: str) -> None:
        self._fill_table()
        self.show_all()
