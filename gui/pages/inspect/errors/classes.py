"""The Classes view: how well each class is told apart, and the mistakes of the one that is chosen."""

from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.predictions import ImageResult
from gui.pages.inspect.errors.bar import controls_of
from gui.pages.inspect.errors.class_rows import ClassRow, class_rows
from gui.pages.inspect.errors.class_table import ClassTable
from gui.pages.inspect.errors.evaluated import EvaluatedSplit, ShownPictures, all_mistakes
from gui.pages.inspect.errors.view import ErrorsContext, ErrorsView
from gui.pages.inspect.results import mistakes
from gui.widgets.choices import Choice
from gui.widgets.segmented import Segmented
from gui.widgets.table_export import TableExport

_SIDES: Final = (
    Choice("missed", "Missed", tip="Pictures of the class that were taken for others: what recall loses"),
    Choice("claimed", "Wrongly found", tip="Pictures of others that were taken for the class: what precision loses"),
)


class ClassesView(ErrorsView):
    """The table of classes; a click on one shows its mistakes."""

    KEY: ClassVar[str] = "classes"
    TITLE: ClassVar[str] = "Classes"
    TIP: ClassVar[str] = "How well each class is told apart"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedSplit | None = None
        self.table = ClassTable()
        self.sides = Segmented(_SIDES)
        self.export = TableExport(self.table, "classes", self)
        self._controls = controls_of(self.sides, self.export.copy, self.export.save)
        self._fill()
        self.table.chosen.connect(self._on_class_chosen)
        self.sides.chosen.connect(self._on_side_chosen)
        self.export.noticed.connect(self.noticed)

    def controls(self) -> QWidget:
        return self._controls

    def set_evaluation(self, evaluated: EvaluatedSplit) -> None:
        self._evaluated = evaluated
        self.table.set_rows(class_rows(evaluated.evaluation, evaluated.results))
        self.show_all()

    def show_all(self) -> None:
        self.table.choose_none()
        self._show(all_mistakes(self._evaluated))

    @Slot(object)
    def _on_class_chosen(self, row: ClassRow | None) -> None:
        if row is not None and self._evaluated is not None:
            self._show(class_mistakes(self._evaluated.results, row.numbers.name, side=self.sides.current))

    @Slot(str)
    def _on_side_chosen(self, _name: str) -> None:
        self._on_class_chosen(self.table.current)

    def _fill(self) -> None:
        self.sides.setAccessibleName("Which mistakes of a class")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)


def class_mistakes(results: Sequence[ImageResult], name: str, *, side: str) -> ShownPictures:
    """The mistakes of a class: pictures of it that were ``missed``, or pictures of others that were ``claimed``."""
    wrong = mistakes(results)
    if side == "missed":
        found = tuple(result for result in wrong if result.truth == name)
        title, nothing = f"{name} taken for others", f"No picture of {name} was taken for another class."
    else:
        found = tuple(result for result in wrong if result.predicted == name)
        title, nothing = f"Others taken for {name}", f"No picture of another class was taken for {name}."
    return ShownPictures(title, found, is_choice=True, nothing=nothing)
