"""A button whose text goes over several lines where there is no room for one."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme
from gui.tokens import size
from gui.widgets.clickable import Clickable
from gui.widgets.paint import rounded

_PADDING_PX = 8
_FLAGS = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)


class RepairButton(Clickable):
    """A small button that is as wide as its place."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width_px: int) -> int:
        room = QRect(0, 0, max(1, width_px - 2 * _PADDING_PX), 10_000)
        needed = QFontMetrics(theme().font("secondary")).boundingRect(room, _FLAGS, self.text()).height()
        return max(size("control_small"), needed + 8)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme().font("secondary")).horizontalAdvance(self.text()) + 2 * _PADDING_PX + 2
        return QSize(width, size("control_small"))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, size("control_small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            fill = "pressed" if self.isDown() else "hover" if self.underMouse() else "control"
            line = theme().colour("control_line")
            rounded(painter, QRectF(self.rect()), self.RADIUS_PX, fill=theme().colour(fill), line=line)
            painter.setFont(theme().font("secondary"))
            painter.setPen(theme().colour("text"))
            painter.drawText(QRectF(self.rect()).adjusted(_PADDING_PX, 2, -_PADDING_PX, -2), _FLAGS, self.text())
