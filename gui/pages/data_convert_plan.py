"""What another format cannot hold, by count and kind, with the reason."""

from typing import Final

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import DatasetConverted, Loss
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.surface import Surface
from gui.widgets.table import Column, Table
from gui.words import plural


class PlanView(Surface):
    """The losses of a conversion as a table, or a sentence that nothing is lost."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", ("left",), parent)
        self._heading = SectionHeader("What is lost", is_group=True)
        self._summary = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.table: Table[Loss] = Table("What the format cannot hold", _COLUMNS)
        self._waiting = EmptyState("search", "Looking at the labels …")
        self._nothing = EmptyState("success", "")
        self._failure = EmptyState("error", "")
        self._stack = QStackedWidget()
        for widget in (self._waiting, self._nothing, self._failure, self.table):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 16, 0, 0)
        column.setSpacing(8)
        for label in (self._heading, self._summary):
            label.setContentsMargins(16, 0, 16, 0)
            column.addWidget(label)
        column.addWidget(self._stack, 1)
        self._sentence = ""
        self.set_waiting()

    @property
    def sentence(self) -> str:
        """What stands in the place of the table; empty while the table is shown."""
        return self._sentence

    def set_waiting(self) -> None:
        """Say that the plan is being made."""
        self._summary.setText("")
        self._show(self._waiting, "Looking at the labels …")

    def set_plan(self, plan: DatasetConverted, format_name: str, *, is_done: bool = False) -> None:
        """Show what would be written and lost, or what was."""
        verb = "Written" if is_done else "To be written"
        self._summary.setText(
            f"{verb}: {plural(plan.images, 'picture')}, {plural(plan.annotations, 'annotation')},"
            f" {plural(plan.classes, 'class', many='classes')}."
        )
        if plan.lost:
            self.table.set_rows(plan.lost)
            self._show(self.table, "")
        else:
            self._show(self._nothing, f"{format_name} holds everything. Nothing is lost.")

    def set_failure(self, sentence: str) -> None:
        """Say why it cannot be."""
        self._summary.setText("")
        self._show(self._failure, sentence)

    def _show(self, widget: QWidget, sentence: str) -> None:
        self._sentence = sentence
        if isinstance(widget, EmptyState):
            widget.set_sentence(sentence)
        self._stack.setCurrentWidget(widget)


def _what(row: Loss) -> str:
    return row.what


def _count(row: Loss) -> str:
    return f"{row.count:,}"


def _why(row: Loss) -> str:
    return row.why


_COLUMNS: Final[tuple[Column[Loss], ...]] = (
    Column("What", _what, 184),
    Column("Count", _count, 72, "right"),
    Column("Why", _why, token="text_secondary"),
)
