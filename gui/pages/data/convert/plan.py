"""What another format cannot hold, by count and kind, with the reason."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import DatasetConverted, Loss
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label
from gui.widgets.layouts import empty
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.surface import Surface
from gui.words import plural

_COUNT_PX: Final = 56


class PlanView(Surface):
    """The losses of a conversion below each other, or a sentence that nothing is lost."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", ("left",), parent)
        self._heading = SectionHeader("What is lost", is_group=True)
        self._summary = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._losses = _Losses()
        self._waiting = EmptyState("search", "")
        self._nothing = EmptyState("success", "", tint="success")
        self._failure = EmptyState("error", "", tint="danger")
        self._stack = QStackedWidget()
        for widget in (self._waiting, self._nothing, self._failure, self._losses):
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
        """What stands in the place of the losses; empty while they are shown."""
        return self._sentence

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What is shown as lost."""
        return self._losses.losses

    def set_waiting(self) -> None:
        """Say that the plan is being made."""
        self._summary.setText("")
        self._show_sentence(self._waiting, "Looking at the labels …")

    def set_plan(self, plan: DatasetConverted, format_name: str, *, is_done: bool = False) -> None:
        """Show what would be written and lost, or what was."""
        verb = "Written" if is_done else "To be written"
        self._summary.setText(
            f"{verb}: {plural(plan.images, 'picture')}, {plural(plan.annotations, 'annotation')},"
            f" {plural(plan.classes, 'class', many='classes')}."
        )
        self._losses.set_losses(plan.lost)
        if plan.lost:
            self._sentence = ""
            self._stack.setCurrentWidget(self._losses)
        else:
            self._show_sentence(self._nothing, f"{format_name} holds everything. Nothing is lost.")

    def set_failure(self, sentence: str) -> None:
        """Say why it cannot be."""
        self._summary.setText("")
        self._show_sentence(self._failure, sentence)

    def _show_sentence(self, widget: EmptyState, sentence: str) -> None:
        self._sentence = sentence
        widget.set_sentence(sentence)
        self._stack.setCurrentWidget(widget)


class _Losses(ScrollColumn):
    """Each loss with its count at the left and its reason below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=0, parent=parent)
        self.losses: tuple[Loss, ...] = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnMinimumWidth(0, _COUNT_PX)
        self._grid.setColumnStretch(1, 1)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)

    def set_losses(self, losses: Sequence[Loss]) -> None:
        """Show other losses."""
        self.losses = tuple(losses)
        empty(self._grid)
        for place, loss in enumerate(losses):
            count = Label(f"{loss.count:,}", "group")
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(count, 2 * place, 0)
            self._grid.addWidget(Label(loss.what, is_wrapped=True), 2 * place, 1)
            why = Label(loss.why, "secondary", tone="secondary", is_wrapped=True)
            why.setContentsMargins(0, 0, 0, 14)
            self._grid.addWidget(why, 2 * place + 1, 1)
