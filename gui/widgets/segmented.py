"""A control that switches between a few ways to see the same thing."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent

from gui.theme import theme
from gui.tokens import size
from gui.widgets.choices import Choice, Choices
from gui.widgets.paint import rounded

_PADDING_PX = 12
_INSET_PX = 2
_NOTE_GAP_PX = 6


class Segmented(Choices):
    """Segments on a dark track, the chosen one raised."""

    def choice_rects(self) -> list[QRectF]:
        rects = []
        left = float(_INSET_PX)
        for choice in self._choices:
            width = self._width(choice)
            rects.append(QRectF(left, _INSET_PX, width, size("segmented") - 2 * _INSET_PX))
            left += width
        return rects

    def sizeHint(self) -> QSize:
        rects = self.choice_rects()
        return QSize(round(rects[-1].right()) + _INSET_PX if rects else 0, size("segmented"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            rounded(painter, QRectF(self.rect()), 6, fill=theme().colour("canvas"), line=None)
            for choice, rect in zip(self._choices, self.choice_rects(), strict=True):
                self._draw(painter, choice, rect)

    def _draw(self, painter: QPainter, choice: Choice, rect: QRectF) -> None:
        is_current = choice.name == self._current
        if is_current:
            rounded(painter, rect, 4, fill=theme().colour("control"), line=None)
        painter.setFont(theme().font("group" if is_current else "button"))
        painter.setPen(theme().colour(self._token(choice)))
        text = rect.adjusted(_PADDING_PX, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, choice.text)
        if choice.note:
            text_px = QFontMetrics(theme().font("group")).horizontalAdvance(choice.text)
            painter.setFont(theme().font("secondary"))
            painter.setPen(theme().colour("text_secondary"))
            painter.drawText(text.adjusted(text_px + _NOTE_GAP_PX, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, choice.note)

    def _token(self, choice: Choice) -> str:
        if choice.reason or not self.isEnabled():
            return "text_disabled"
        return "text" if choice.name in (self._current, self._hovered) else "text_secondary"

    def _width(self, choice: Choice) -> int:
        width = QFontMetrics(theme().font("group")).horizontalAdvance(choice.text) + 2 * _PADDING_PX
        if choice.note:
            width += _NOTE_GAP_PX + QFontMetrics(theme().font("secondary")).horizontalAdvance(choice.note)
        return width
