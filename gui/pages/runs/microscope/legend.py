"""What the colours of a difference mean."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme
from gui.viewer.mask_layers import DIFFERENCE_TOKENS, DIFFERENCE_WORDS
from gui.widgets.paint import rounded

_DOT_PX = 8
_GAP_PX = 6
_BETWEEN_PX = 14


class DifferenceLegend(QWidget):
    """A dot and a word for each of the four kinds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        words = ", ".join(DIFFERENCE_WORDS.values())
        self.setAccessibleName(f"Colours of the difference: {words}")

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font("secondary"))
        words = sum(metrics.horizontalAdvance(word) for word in DIFFERENCE_WORDS.values())
        count = len(DIFFERENCE_WORDS)
        return QSize(words + count * (_DOT_PX + _GAP_PX) + (count - 1) * _BETWEEN_PX + 2, 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(theme().font("secondary"))
            metrics, left = QFontMetrics(theme().font("secondary")), 0.0
            for code, token in DIFFERENCE_TOKENS.items():
                dot = QRectF(left, (self.height() - _DOT_PX) / 2, _DOT_PX, _DOT_PX)
                rounded(painter, dot, 2, fill=theme().colour(token), line=None)
                left += _DOT_PX + _GAP_PX
                width = metrics.horizontalAdvance(DIFFERENCE_WORDS[code]) + 1
                painter.setPen(theme().colour("text_secondary"))
                text = QRectF(left, 0, width, self.height())
                painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, DIFFERENCE_WORDS[code])
                left += width + _BETWEEN_PX
