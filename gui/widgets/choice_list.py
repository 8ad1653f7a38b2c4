"""A short list of which one is chosen, in rows of 28 px: methods, layers, tasks."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
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

    def _choice_at(self, position: QPointF) -> Choice | None:
        rows = zip(self._choices, self.choice_rects(), strict=True)
        return next((choice for choice, rect in rows if rect.top() <= position.y() < rect.bottom()), None)
