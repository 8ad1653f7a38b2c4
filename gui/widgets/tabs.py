"""Tabs as plain words, the current one underlined on the line below the header."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme
from gui.tokens import size
from gui.widgets.choices import Choice, Choices

_NOTE_GAP_PX = 8
_SMALLEST_GAP_PX = 6


class TabBar(Choices):
    """A row of tabs that is as high as the header.

    Args:
        choices: the tabs; a ``note`` stands behind its text (``Problems 14``).
        gap_px: between two tabs; 20 on pages, 16 in Details; less where there is no room for it.
        parent: owner.
    """

    def __init__(self, choices: Sequence[Choice] = (), *, gap_px: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(choices, parent)
        self._gap_px = gap_px
        self.setFixedHeight(size("header"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def choice_rects(self) -> list[QRectF]:
        gaps = max(len(self._choices) - 1, 1)
        free = (self.width() - self._text_width()) / gaps
        gap = min(max(free, _SMALLEST_GAP_PX), self._gap_px)
        rects = []
        left = 0.0
        for choice in self._choices:
            width = self._width(choice)
            rects.append(QRectF(left, 0, width, self.height()))
            left += width + gap
        return rects

    def sizeHint(self) -> QSize:
        return self._size_with(self._gap_px)

    def minimumSizeHint(self) -> QSize:
        return self._size_with(_SMALLEST_GAP_PX)

    def _size_with(self, gap_px: int) -> QSize:
        gaps = max(len(self._choices) - 1, 0)
        return QSize(self._text_width() + gaps * gap_px + 1 if self._choices else 0, size("header"))

    def _text_width(self) -> int:
        return sum(self._width(choice) for choice in self._choices)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            for choice, rect in zip(self._choices, self.choice_rects(), strict=True):
                self._draw(painter, choice, rect)

    def _draw(self, painter: QPainter, choice: Choice, rect: QRectF) -> None:
        is_current = choice.name == self._current
        painter.setFont(theme().font("group") if is_current else _medium())
        painter.setPen(theme().colour(self._token(choice)))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, choice.text)
        if choice.note:
            text_px = QFontMetrics(theme().font("group")).horizontalAdvance(choice.text)
            painter.setFont(theme().font("secondary"))
            painter.setPen(theme().colour("text_secondary"))
            painter.drawText(rect.adjusted(text_px + _NOTE_GAP_PX, 0, 8, 0), Qt.AlignmentFlag.AlignVCenter, choice.note)
        if is_current:
            line = QRectF(rect.left(), rect.bottom() - 2, rect.width(), size("tab_underline"))
            painter.fillRect(line, theme().colour("accent"))

    def _token(self, choice: Choice) -> str:
        if choice.reason:
            return "text_disabled"
        return "text" if choice.name in (self._current, self._hovered) else "text_secondary"

    def _width(self, choice: Choice) -> int:
        width = QFontMetrics(theme().font("group")).horizontalAdvance(choice.text)
        if choice.note:
            width += _NOTE_GAP_PX + QFontMetrics(theme().font("secondary")).horizontalAdvance(choice.note)
        return width


def _medium() -> QFont:
    return theme().font("button")
