"""One problem of a graph in a sentence, with a button for each proposed repair."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.builder.repair_button import RepairButton
from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import size
from gui.widgets.button import Button, ButtonKind
from gui.widgets.label import Label
from gui.widgets.paint import rounded
from models.editing.repairs import Repair
from models.problems import GraphProblem

MOST_REPAIRS = 4
_PADDING_PX = 12


class ProblemNote(QWidget):
    """Icon, sentence, and below it the repairs, the most likely one first.

    Args:
        problem: what is wrong.
        repairs: what can be done.
        is_named: whether the name of the node stands above, as a button that goes there.
        parent: owner.

    Attributes:
        buttons: one for each repair, in their order.

    Signals:
        repair_chosen(Repair): its button was clicked.
        node_wanted(str): the name of the node was clicked.
    """

    repair_chosen = Signal(object)
    node_wanted = Signal(str)

    def __init__(
        self,
        problem: GraphProblem,
        repairs: Sequence[Repair],
        *,
        is_named: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._node = problem.node
        self._repairs = tuple(repairs[:MOST_REPAIRS])
        self.buttons: list[RepairButton] = []
        self.setAccessibleName(f"{problem.message} {problem.repair}")
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING_PX + size("icon") + 4, _PADDING_PX - 1, _PADDING_PX, _PADDING_PX)
        column.setSpacing(4)
        if is_named and problem.node:
            self.place = Button(problem.node, ButtonKind.QUIET, is_small=True)
            self.place.set_tip("Go to this layer")
            self.place.clicked.connect(self._on_place)
            column.addWidget(self.place)
        column.addWidget(Label(problem.message, is_wrapped=True))
        if not self._repairs:
            column.addWidget(Label(problem.repair, "secondary", tone="secondary", is_wrapped=True))
        column.addSpacing(4 if self._repairs else 0)
        for repair in self._repairs:
            button = RepairButton(repair.title)
            button.set_tip(f"{problem.repair} One click does it; undo takes it back.")
            button.clicked.connect(self._on_clicked)
            self.buttons.append(button)
            column.addWidget(button)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            rounded(painter, QRectF(self.rect()), 6, fill=theme().colour("danger_quiet"), line=None)
            side = size("icon_in_button")
            place = QRectF(_PADDING_PX, _PADDING_PX + 2, side, side)
            paint_icon(painter, "error", place, theme().colour("danger"))

    @Slot()
    def _on_place(self) -> None:
        self.node_wanted.emit(self._node)

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, RepairButton) and button in self.buttons:
            self.repair_chosen.emit(self._repairs[self.buttons.index(button)])
