"""The Kinds view of box errors: how often each kind of error is made, what it costs, and its pictures."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from engine.contract.boxes import HIT, OUTCOME_COLUMN, OUTCOMES
from gui.background import Background
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.boxes.kind_objects import nothing_of, objects_of_kind
from gui.pages.inspect.errors.boxes.table_view import BoxTableView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.widgets.share_cell import ShareCell
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column
from gui.words import count, percent

_COST: Final = 2
_WIDE_PX: Final = 720
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
    "localisation": "Near one of its class, {noun} IoU below 0.5",
    "both": "Near one of another class, {noun} IoU below 0.5",
    "duplicate": "Of an object that a better {noun} has found",
    "background": "Where no object is",
    "missed": "An object that no {noun} hits",
}


@dataclass(frozen=True, slots=True)
class ErrorKindRow:
    """One kind of error.

    Attributes:
        outcome: as it is kept.
        objects: how many were judged so at the score of the best F1.
        cost: of mAP50 over all scores, or of localisation accuracy; None where it was not measured.
        meaning: of the kind, in words.
    """

    outcome: str
    objects: int
    cost: float | None
    meaning: str


class ErrorKindTable(SortedTable[ErrorKindRow]):
    """One row for each kind, at first the most costly one on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Kind of error", _name, key=_name),
            Column("Objects", _objects_words, 88, align="right", key=_objects),
            Column("Costs", _cost_words, 128, align="right", paint=ShareCell(_cost), key=_cost),
            Column("What it is", _meaning, 340, token="text_secondary", needs_px=_WIDE_PX),
        )
        super().__init__("Kinds of errors", columns, sorted_by=_COST, is_descending=True, parent=parent)


class ErrorKindsView(BoxTableView[ErrorKindRow]):
    """The table of kinds (TIDE, 2008.08115); a click on one keeps the objects that are wrong in this way."""

    KEY: ClassVar[str] = "kinds"
    TITLE: ClassVar[str] = "Kinds"
    TIP: ClassVar[str] = (
        "How often each kind of error is made, and what it costs: mAP50 of boxes or masks, of one box a picture "
        "localisation accuracy"
    )

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, ErrorKindTable(), exported_as="errors", parent=parent)
        self._evaluated: EvaluatedBoxes | None = None
        self._background = Background(self)
        self._background.done.connect(self._on_objects_found)

    def set_evaluation(self, evaluated: EvaluatedBoxes) -> None:
        self._evaluated = evaluated
        self.table.set_rows(kind_rows(evaluated))
        self.show_all()

    def _show_row(self, row: ErrorKindRow) -> None:
        """Single objects, or their pictures where an older evaluation did not keep the objects."""
        name, evaluated = _name(row), self._evaluated
        if evaluated is not None and evaluated.rows is not None:
            self._background.ask(row, partial(objects_of_kind, evaluated, row.outcome, name))
        else:
            nothing = "" if evaluated is None else nothing_of(evaluated, name)
            self._show(ShownBoxPictures(name, outcome=row.outcome, nothing=nothing))

    @Slot(object, object)
    def _on_objects_found(self, row: ErrorKindRow, shown: ShownBoxPictures) -> None:
        if row == self.table.current:
            self._show(shown)


def kind_rows(evaluated: EvaluatedBoxes) -> tuple[ErrorKindRow, ...]:
    """A row for each way to be wrong."""
    outcomes = evaluated.judged[:, OUTCOME_COLUMN].astype(int).tolist()
    costs = evaluated.evaluation.costs
    wrong = [outcome for number, outcome in enumerate(OUTCOMES) if number != HIT and _is_possible(outcome, evaluated)]
    return tuple(
        ErrorKindRow(
            one, outcomes.count(OUTCOMES.index(one)), costs.get(one), _MEANINGS[one].format(noun=evaluated.noun)
        )
        for one in wrong
    )


def _is_possible(outcome: str, evaluated: EvaluatedBoxes) -> bool:
    """Whether a network can be wrong in this way: one box of a picture can be neither missing nor one too many."""
    return "localisation_accuracy" not in evaluated.evaluation.metrics or outcome in evaluated.evaluation.errors


def _name(row: ErrorKindRow) -> str:
    return _NAMES[row.outcome]


def _meaning(row: ErrorKindRow) -> str:
    return row.meaning


def _objects(row: ErrorKindRow) -> float:
    return row.objects


def _objects_words(row: ErrorKindRow) -> str:
    return count(row.objects)


def _cost(row: ErrorKindRow) -> float | None:
    return row.cost


def _cost_words(row: ErrorKindRow) -> str:
    return percent(row.cost)
