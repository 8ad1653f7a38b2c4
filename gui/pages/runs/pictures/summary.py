"""What the comparison of two runs comes down to: verdict, accuracies, the 2 x 2 table, and the classes."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.pages.runs.pictures.joining import ClassDifference, Outcome
from gui.pages.runs.pictures.outcome_table import OutcomeTable
from gui.pages.runs.pictures.reading import ComparedRuns
from gui.pages.runs.pictures.verdict import left_out_words, set_words, verdict_on
from gui.tokens import size
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.table import Column, Table
from gui.widgets.value_rows import ValueRows
from gui.words import percent

WIDTH_PX: Final = 312
_MOST_CLASSES: Final = 12


class PairSummary(ScrollColumn):
    """The column at the left.

    Signals:
        outcome_chosen(Outcome): the pictures of a cell are wanted; None: all of them.
        class_chosen(str): the pictures of a class are wanted.
    """

    outcome_chosen = Signal(object)
    class_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=size("page_margin"), spacing_px=8, parent=parent)
        self.headline = Label("", "section", is_wrapped=True)
        self.reasons = Label("", tone="secondary", is_wrapped=True)
        self.accuracies = ValueRows()
        self.outcomes = OutcomeTable()
        self.pictures = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.left_out = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.classes: Table[ClassDifference] = Table("Right answers by class, largest difference first", _COLUMNS)
        self._classes = SectionHeader("By class", is_group=True)
        self._fill()
        self.outcomes.chosen.connect(self.outcome_chosen)
        self.classes.chosen.connect(self._on_class_chosen)

    def set_comparison(self, compared: ComparedRuns) -> None:
        """Show another comparison, with nothing chosen."""
        joined, names = compared.joined, (compared.first.name, compared.second.name)
        verdict = verdict_on(joined, *names)
        self.headline.setText(verdict.headline)
        self.reasons.setText(verdict.reasons)
        accuracies = joined.accuracies or (None, None)
        self.accuracies.set_rows(
            [(f"{side}  {name}", percent(share)) for side, name, share in zip("AB", names, accuracies, strict=True)]
        )
        self.outcomes.set_counts(joined.counts)
        runs = compared.runs
        self.pictures.setText(set_words(runs.pictures, runs.split, names, with_trained=runs.with_trained))
        left_out = left_out_words(joined, compared.first, compared.second)
        self.left_out.setText(left_out)
        self.left_out.setVisible(bool(left_out))
        self._show_classes(joined.classes)
        self.show_choice()

    def show_choice(self, *, outcome: Outcome | None = None, is_class: bool = False) -> None:
        """Mark whose pictures are shown, without telling about it."""
        self.outcomes.set_chosen(outcome)
        if not is_class:
            self.classes.clearSelection()

    def _show_classes(self, classes: tuple[ClassDifference, ...]) -> None:
        shown = classes[:_MOST_CLASSES]
        self._classes.set_note(
            "largest difference first" if len(shown) == len(classes) else f"the {len(shown)} of most"
        )
        self.classes.show_whole(shown)
        self.classes.setCurrentIndex(self.classes.rows_model.index(-1, 0))

    @Slot(object)
    def _on_class_chosen(self, row: ClassDifference | None) -> None:
        if row is not None:
            self.class_chosen.emit(row.name)

    def _fill(self) -> None:
        self.setFixedWidth(WIDTH_PX)
        self.column.addWidget(self.headline)
        self.column.addWidget(self.reasons)
        self.column.addSpacing(8)
        self.column.addWidget(SectionHeader("Right answers", is_group=True))
        self.column.addWidget(self.accuracies)
        self.column.addSpacing(4)
        self.column.addWidget(self.outcomes)
        self.column.addWidget(self.pictures)
        self.column.addWidget(self.left_out)
        self.column.addSpacing(8)
        self.column.addWidget(self._classes)
        self.column.addWidget(self.classes)
        self.column.addStretch(1)


def _name(row: ClassDifference) -> str:
    return row.name


def _first(row: ClassDifference) -> str:
    return f"{row.first_right:,}"


def _second(row: ClassDifference) -> str:
    return f"{row.second_right:,}"


def _pictures(row: ClassDifference) -> str:
    return f"{row.pictures:,}"


def _difference(row: ClassDifference) -> str:
    return f"{row.difference:+,}" if row.difference else "0"


_COLUMNS: Final = (
    Column("", _name),
    Column("A", _first, 44, "right"),
    Column("B", _second, 44, "right"),
    Column("of", _pictures, 44, "right", token="text_secondary"),
    Column("B - A", _difference, 64, "right", style="button"),
)
