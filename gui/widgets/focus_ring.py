"""The ring around the control that has the keyboard's attention, drawn outside of it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

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


class RingHolder:
    """Gives a control its ring while it should have one, and takes it away again."""

    def __init__(self, target: QWidget, *, radius_px: float) -> None:
        self._target = target
        self._radius = radius_px
        self._ring: FocusRing | None = None

    def set_wanted(self, *, is_wanted: bool) -> None:
        """Show the ring, or drop it; a control without a parent has no place for one."""
        if is_wanted and self._ring is None and self._target.parentWidget() is not None:
            self._ring = FocusRing(self._target, radius_px=self._radius)
        elif not is_wanted and self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None


class FocusRing(QWidget):
    """Lies over ``target`` and follows it; whoever made it deletes it when the focus goes."""

    def __init__(self, target: QWidget, *, radius_px: float) -> None:
        self._host = _host_of(target)
        super().__init__(self._host)
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
        self.setGeometry(_ring_rect(self._target, self._host))
        self.raise_()


def _host_of(target: QWidget) -> QWidget:
    """The closest ancestor that has room for the ring; what scrolls is never left."""
    host = target.parentWidget() or target
    while not host.rect().contains(_ring_rect(target, host)):
        above = host.parentWidget()
        if above is None or host.isWindow() or isinstance(above, QAbstractScrollArea):
            break
        host = above
    return host


def _ring_rect(target: QWidget, host: QWidget) -> QRect:
    reach = RING_PX + OFFSET_PX
    return QRect(target.mapTo(host, QPoint(0, 0)), target.size()).adjusted(-reach, -reach, reach, reach)
