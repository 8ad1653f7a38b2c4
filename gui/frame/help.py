"""Help of a page: what it is for and its keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from gui.actions import ActionSpec
from gui.frame.overlay import Overlay
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows


class HelpCard(Overlay):
    """Explains the page it is opened on."""

    def __init__(self, actions: Sequence[ActionSpec], parent: QWidget) -> None:
        super().__init__(parent, width_px=560)
        self._title = SectionHeader("")
        self._text = Label("", is_wrapped=True)
        self._text.setMinimumWidth(528)
        self.card.addWidget(self._title)
        self.card.addWidget(self._text)
        self.card.addSpacing(8)
        self.card.addWidget(SectionHeader("Keys", is_group=True))
        self.card.addWidget(ValueRows([(action.text, _keys(action)) for action in actions if action.shortcut]))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def open_for(self, title: str, text: str) -> None:
        """Show the help of a page."""
        self._title.set_title(title)
        self._text.setText(text)
        self.open()


def _keys(action: ActionSpec) -> str:
    return QKeySequence.fromString(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
