"""The ring around the control that has the keyboard's attention, drawn outside of it."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.theme import theme
from gui.widgets.paint import ring

RING_PX = 2
OFFSET_PX = 2
_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


def is_ring_wanted(reason: Qt.FocusReason) -> bool:
    """Whether focus that came for ``reason`` is shown: after a key, not after a click."""
    return reason in _REASONS


class FocusRing(QWidget):
    """Lies over the parent of ``target`` and follows it; whoever made it deletes it when the focus goes."""

    def __init__(self, target: QWidget, *, radius_px: float) -> None:
        super().__init__(target.parentWidget())
        self._target = target
        self._radius = radius_px + OFFSET_PX
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        target.installEventFilter(self)
        self._follow()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            ring(painter, QRectF(self.rect()), self._radius, theme().colour("focus"), width_px=RING_PX)

    def _follow(self) -> None:
        reach = RING_PX + OFFSET_PX
        self.setGeometry(self._target.geometry().adjusted(-reach, -reach, reach, reach))
        self.raise_()
