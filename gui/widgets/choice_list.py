"""A short list of which one is chosen, in rows of 28 px: methods, layers, tasks."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme
from gui.tokens import size, size_pair
from gui.widgets.choices import Choice, Choices
from gui.widgets.paint import rounded

_PADDING_PX = 8


class ChoiceList(Choices):
    """Rows of text with a secondary note at the right; the chosen one is raised, with an accent bar."""

    def __init__(self, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(choices, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def choice_rects(self) -> list[QRectF]:
        row = size("list_row_choice")
        return [QRectF(0, position * row, self.width(), row) for position in range(len(self._choices))]

    def sizeHint(self) -> QSize:
        return QSize(200, size("list_row_choice") * len(self._choices))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        choice = self._row_at(event.position().y())
        self._hovered = choice.name if choice else ""
        self.setToolTip(choice.reason if choice else "")
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = ""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        choice = self._row_at(event.position().y())
        if choice and event.button() is Qt.MouseButton.LeftButton:
            self._choose(choice)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            for choice, rect in zip(self._choices, self.choice_rects(), strict=True):
                self._draw(painter, choice, rect)

    def _draw(self, painter: QPainter, choice: Choice, rect: QRectF) -> None:
        if choice.name == self._current:
            rounded(painter, rect, 6, fill=theme().colour("raised"), line=None)
            width, height = size_pair("choice_row_bar")
            bar = QRectF(0, rect.center().y() - height / 2, width, height)
            rounded(painter, bar, 1.5, fill=theme().colour("accent"), line=None)
        elif choice.name == self._hovered and not choice.reason:
            rounded(painter, rect, 6, fill=theme().colour("hover"), line=None)
        inner = rect.adjusted(_PADDING_PX, 0, -_PADDING_PX, 0)
        painter.setFont(theme().font("text"))
        painter.setPen(theme().colour("text_disabled" if choice.reason else "text"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), choice.text)
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_secondary"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), choice.note)

    def _row_at(self, y: float) -> Choice | None:
        row = int(y // size("list_row_choice"))
        return self._choices[row] if 0 <= row < len(self._choices) else None
