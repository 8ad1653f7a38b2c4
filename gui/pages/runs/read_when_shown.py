"""What reads the folders of runs only while somebody looks."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class ReadWhenShown(QWidget):
    """Refreshes itself once it is visible, and again each time that it became due."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_up_to_date = False

    def refresh(self) -> None:
        """Read and show what is chosen now."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_due()

    @Slot()
    def become_due(self) -> None:
        """Refresh now, or when it is looked at."""
        self._is_up_to_date = False
        self._refresh_if_due()

    def _refresh_if_due(self) -> None:
        if self.isVisible() and not self._is_up_to_date:
            self._is_up_to_date = True
            self.refresh()
