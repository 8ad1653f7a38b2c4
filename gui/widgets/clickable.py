"""What all clickable controls share: hover, keyboard, the focus ring, and saying why they are disabled."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from gui.widgets.focus_ring import RingHolder, is_ring_wanted


class Clickable(QAbstractButton):
    """The base of painted buttons. Return and Space click it."""

    RADIUS_PX: float = 6

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ring = RingHolder(self, radius_px=self.RADIUS_PX)
        self._tip = ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_tip(self, tip: str) -> None:
        """Say what the control does, in its tooltip and to screen readers."""
        self._tip = tip
        self.setAccessibleDescription(tip)
        if self.isEnabled():
            self.setToolTip(tip)

    def set_available(self, is_available: bool, *, reason: str = "") -> None:
        """Enable the control, or disable it and say why in its tooltip."""
        self.setEnabled(is_available)
        self.setToolTip(self._tip if is_available else reason or self._tip)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if is_ring_wanted(event.reason()):
            self._ring.set_wanted(is_wanted=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.set_wanted(is_wanted=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
