"""The field over a card in which a node or a block gets another name."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from gui.widgets.fields import TextField


class NameEditor(TextField):
    """Return takes the name, Escape does not.

    Signals:
        named(str): the name that was given.
        closed(): it is done.
    """

    named = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Name", parent=parent)
        self._before = ""
        self.returnPressed.connect(self._on_return)
        self.hide()

    def open_over(self, card: QRect, name: str) -> None:
        """Stand over a card and show its name."""
        self._before = name
        self.setText(name)
        self.setGeometry(card.left() + 4, card.top() + 2, max(160, round(card.width() * 0.7)), self.height())
        self.show()
        self.raise_()
        self.selectAll()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible():
            self._on_return()

    @Slot()
    def _on_return(self) -> None:
        name = self.text().strip()
        self._close()
        if name and name != self._before:
            self._before = name
            self.named.emit(name)

    def _close(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()
