"""An icon button that stands for an action of the table."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gui.widgets.icon_button import IconButton


class ActionButton(IconButton):
    """Triggers a QAction, and is enabled and explained as it is."""

    def __init__(self, icon: str, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(icon, action.text(), parent=parent)
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_changed)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self.setAccessibleName(self._action.text())
        tip = self._action.toolTip()
        self.set_tip(tip)
        self.set_available(self._action.isEnabled(), reason=tip)
