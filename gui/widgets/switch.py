"""Two controls for yes and no: the switch and the check box."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme
from gui.tokens import size, size_pair
from gui.widgets.clickable import Clickable
from gui.widgets.paint import check_box, rounded


class Switch(Clickable):
    """A switch of 28 x 16 px; accent when on."""

    RADIUS_PX = 8

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFixedSize(*size_pair("switch"))

    def sizeHint(self) -> QSize:
        return QSize(*size_pair("switch"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            track, knob = self._tokens()
            rect = QRectF(self.rect())
            rounded(painter, rect, rect.height() / 2, fill=theme().colour(track), line=None)
            painter.setBrush(theme().colour(knob))
            painter.setPen(Qt.PenStyle.NoPen)
            centre = rect.width() - 8 if self.isChecked() else 8.0
            painter.drawEllipse(QPointF(centre, 8.0), 6.0, 6.0)

    def _tokens(self) -> tuple[str, str]:
        if not self.isEnabled():
            return "track", "window"
        return ("accent", "accent_text") if self.isChecked() else ("line_strong", "picture_chip_text")


class CheckBox(Clickable):
    """A check box of 16 px with its text behind it."""

    RADIUS_PX = 4

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        text_px = QFontMetrics(theme().font("text")).horizontalAdvance(self.text())
        return QSize(size("checkbox") + (8 + text_px if text_px else 0) + 1, size("list_row"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            side = size("checkbox")
            top = (self.height() - side) / 2
            check_box(painter, QRectF(0, top, side, side), is_on=self.isChecked(), is_enabled=self.isEnabled())
            painter.setFont(theme().font("text"))
            painter.setPen(theme().colour("text" if self.isEnabled() else "text_disabled"))
            rect = QRectF(side + 8, 0, self.width(), self.height())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self.text())
