"""The keys of a search field that steer the list below it, so that the hands stay on the keyboard."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget


class SearchKeys(QObject):
    """Up and Down move in the list, Return takes what is current, Escape gives up; other keys go into the field.

    Args:
        search: the field, which also owns this.
        found: the list.
        takes_tab: whether Tab takes what is current, too.

    Signals:
        accepted(): the current item was taken.
        dismissed(): the search was given up.
    """

    accepted = Signal()
    dismissed = Signal()

    def __init__(self, search: QLineEdit, found: QListWidget, *, takes_tab: bool = False) -> None:
        super().__init__(search)
        self._found = found
        self._accepting = {Qt.Key.Key_Return, Qt.Key.Key_Enter} | ({Qt.Key.Key_Tab} if takes_tab else set())
        search.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._handle(event)
        return False

    def _handle(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down:
            self._found.setCurrentRow(min(self._found.currentRow() + 1, self._found.count() - 1))
        elif event.key() == Qt.Key.Key_Up:
            self._found.setCurrentRow(max(self._found.currentRow() - 1, 0))
        elif event.key() in self._accepting:
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            return False
        return True
