"""The Kinds view of box errors: how often each kind of error is made, what it costs, and its pictures."""

from dataclasses import dataclass
from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.boxes import HIT, OUTCOME_COLUMN, OUTCOMES
from gui.pages.inspect.errors.bar import controls_of
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.boxes.view import BoxErrorsView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.widgets.share_cell import ShareCell
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column
from gui.widgets.table_export import TableExport
from gui.words import count, percent

_COST: Final = 2
_WIDE_PX: Final = 640
_NAMES: Final = {
    "classification": "Wrong class",
    "localisation": "Wrong place",
    "both": "Wrong class and place",
    "duplicate": "Found twice",
    "background": "Nothing there",
    "missed": "Missed",
}
_MEANINGS: Final = {
    "classification": "At an object of another class",
    "localisation": "Near an object of its class, at an IoU below 0.5",
    "both": "Near an object of another class, at an IoU below 0.5",
    "duplicate": "Of an object that a better box has found",
    "background": "Where no object is",
    "missed": "An object that no box hits",
}


@dataclass(frozen=True, slots=True)
class ErrorKindRow:
    """One kind of error.

    Attributes:
        outcome: as it is kept.
        boxes: how many boxes were judged so at the score of the best F1.
        cost: of mAP50 over all scores, or of localisation accuracy; None where it was not measured.
    """

    outcome: str
    boxes: int
    cost: float | None


class ErrorKindTable(SortedTable[ErrorKindRow]):
    """One row for each kind, at first the most costly one on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Kind of error", _name, key=_name),
            Column("Boxes", _boxes_words, 88, align="right", key=_boxes),
            Column("Costs", _cost_words, 128, align="right", paint=ShareCell(_cost), key=_cost),
            Column("What it is", _meaning, 340, token="text_secondary", needs_px=_WIDE_PX),
        )
        super().__init__("Kinds of errors", columns, sorted_by=_COST, is_descending=True, parent=parent)


class ErrorKindsView(BoxErrorsView):
    """The table of kinds (TIDE, 2008.08115); a click on one keeps the boxes that are wrong in this way."""

    KEY: ClassVar[str] = "kinds"
    TITLE: ClassVar[str] = "Kinds"
    TIP: ClassVar[str] = (
        "How often each kind of error is made, and what it costs: mAP50, of one box a picture localisation accuracy"
    )

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.table = ErrorKindTable()
        self.export = TableExport(self.table, "errors", self)
        self._controls = controls_of(self.export.copy, self.export.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.table.chosen.connect(self._on_kind_chosen)
        self.export.noticed.connect(self.noticed)

    def controls(self) -> QWidget:
        return self._controls

    def set_evaluation(self, evaluated: EvaluatedBoxes) -> None:
        self.table.set_rows(kind_rows(evaluated))
        self.show_all()

    def show_all(self) -> None:
        self.table.choose_none()
        self._show(ShownBoxPictures())

    @Slot(object)
    def _on_kind_chosen(self, row: ErrorKindRow | None) -> None:
        if row is not None:
            name = _name(row)
            self._show(ShownBoxPictures(name, outcome=row.outcome, nothing=f"No box is wrong in this way: {name}."))


def kind_rows(evaluated: EvaluatedBoxes) -> tuple[ErrorKindRow, ...]:
    """A row for each way to be wrong."""
    outcomes = evaluated.judged[:, OUTCOME_COLUMN].astype(int).tolist()
    costs = evaluated.evaluation.costs
    wrong = [outcome for number, outcome in enumerate(OUTCOMES) if number != HIT and _is_possible(outcome, evaluated)]
    return tuple(ErrorKindRow(one, outcomes.count(OUTCOMES.index(one)), costs.get(one)) for one in wrong)


def _is_possible(outcome: str, evaluated: EvaluatedBoxes) -> bool:
    """Whether a network can be wrong in this way: one box of a picture can be neither missing nor one too many."""
    return "localisation_accuracy" not in evaluated.evaluation.metrics or outcome in evaluated.evaluation.errors


def _name(row: ErrorKindRow) -> str:
    return _NAMES[row.outcome]


def _meaning(row: ErrorKindRow) -> str:
    return _MEANINGS[row.outcome]


def _boxes(row: ErrorKindRow) -> float:
    return row.boxes


def _boxes_words(row: ErrorKindRow) -> str:
    return count(row.boxes)


def _cost(row: ErrorKindRow) -> float | None:
    return row.cost


def _cost_words(row: ErrorKindRow) -> str:
    return percent(row.cost)
