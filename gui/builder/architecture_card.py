"""The card of one architecture in the catalogue."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.builder.graph_thumbnail import GraphThumbnail
from gui.builder.slabs import slabs
from gui.widgets.card import Card
from gui.widgets.empty_state import LargeIcon
from gui.widgets.label import ElidedLabel, Label
from gui.words import NOTHING, short_count
from models.arithmetic import Analysis
from models.catalogue import Architecture

_PICTURE_PX = 104
_IDEA_PX = 50
_CHECK_PX = 16


class ArchitectureCard(Card):
    """Picture, title, year, idea, parameters; picture and parameters come with ``set_analysis``.

    Args:
        entry: the architecture.
        parent: owner.

    Signals:
        focused(str): the card of this name got the keyboard's attention.
    """

    focused = Signal(str)

    def __init__(self, entry: Architecture, parent: QWidget | None = None) -> None:
        super().__init__(is_clickable=True, parent=parent)
        self.entry = entry
        self.setAccessibleName(f"{entry.title}, {entry.year}" if entry.year else entry.title)
        self.setAccessibleDescription(entry.idea)
        self.setToolTip(entry.paper or entry.idea)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._picture = GraphThumbnail(_PICTURE_PX)
        self._parameters = Label("", "secondary")
        self._input = Label(" × ".join(map(str, entry.default_input)), "secondary", tone="secondary")
        self._input.setToolTip("The input for which parameters are counted: height × width × channels")
        self._check = LargeIcon("check", side_px=_CHECK_PX, tint="accent")
        self._check.setToolTip("The next run takes this network")
        policy = self._check.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._check.setSizePolicy(policy)
        self._check.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._picture)
        column.addLayout(self._texts())
        self._show_parameters(NOTHING)

    def set_analysis(self, analysis: Analysis) -> None:
        """Show picture and parameters."""
        self._picture.set_slabs(slabs(analysis))
        self._show_parameters(short_count(analysis.parameters))

    def set_chosen(self, is_chosen: bool) -> None:
        super().set_chosen(is_chosen)
        self._check.setVisible(is_chosen)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self.entry.name)

    def _show_parameters(self, parameters: str) -> None:
        self._parameters.setText(f"{parameters} parameters")

    def _texts(self) -> QVBoxLayout:
        heading = QHBoxLayout()
        heading.setSpacing(6)
        heading.addWidget(ElidedLabel(self.entry.title, "group"), 1)
        heading.addWidget(self._check)
        heading.addWidget(Label(str(self.entry.year or ""), "secondary", tone="secondary"))
        idea = Label(self.entry.idea, "secondary", tone="secondary", is_wrapped=True)
        idea.setMinimumHeight(_IDEA_PX)
        idea.setAlignment(Qt.AlignmentFlag.AlignTop)
        facts = QHBoxLayout()
        facts.setSpacing(6)
        facts.addWidget(self._parameters, 1)
        facts.addWidget(self._input)
        texts = QVBoxLayout()
        texts.setContentsMargins(15, 10, 15, 13)
        texts.setSpacing(5)
        texts.addLayout(heading)
        texts.addWidget(idea, 1)
        texts.addLayout(facts)
        return texts
