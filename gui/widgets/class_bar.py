"""Bars that compare the classes: counts of a dataset, or scores of a prediction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.contract.class_colours import ClassColour
from gui.theme import class_colour, theme
from gui.tokens import size, size_pair
from gui.widgets.paint import class_dot, rounded


@dataclass(frozen=True, slots=True)
class ClassBar:
    """One row: the bar is ``share`` of the longest one; ``value`` stands at the right.

    ``colour`` is None for what has none of its own, such as the background. ``mark`` is a share, too: a thin line
    beside the bar, to compare with; None for none.
    """

    name: str
    colour: ClassColour | None
    share: float
    value: str
    mark: float | None = None


class ClassBars(QWidget):
    """Rows of dot, name, bar and value; a click or arrow keys choose one.

    Args:
        name: what screen readers say.
        kind: ``filter``: rows of 24 that may be chosen; ``choice``: rows of 28 with the accent bar at the chosen one.
        widest_value: room for it is always kept, so that bars of several of these can be compared; empty: no such room.
        parent: owner.

    Signals:
        chosen(str): a class was chosen.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        *,
        kind: Literal["filter", "choice"] = "filter",
        widest_value: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._widest_value = widest_value
        self._kind = kind
        self._rows: tuple[ClassBar, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self._hovered = -1
        self._row_px = size("list_row_choice") if kind == "choice" else size("bar_chart_row")
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: Sequence[ClassBar]) -> None:
        """Show other rows."""
        self._rows = tuple(rows)
        self.updateGeometry()
        self.update()

    def set_chosen(self, names: Sequence[str]) -> None:
        """Mark rows without telling about it."""
        self._chosen = frozenset(names)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._row_px * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._row_px * len(self._rows))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = int(event.position().y() // self._row_px)
        is_row = 0 <= self._hovered < len(self._rows)
        self.setToolTip(f"{self._rows[self._hovered].name}: {self._rows[self._hovered].value}" if is_row else "")
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() // self._row_px)
        if event.button() is Qt.MouseButton.LeftButton and 0 <= row < len(self._rows):
            self.chosen.emit(self._rows[row].name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step or not self._rows:
            super().keyPressEvent(event)
            return
        present = [position for position, row in enumerate(self._rows) if row.name in self._chosen]
        position = min(max((present[0] if present else -step) + step, 0), len(self._rows) - 1)
        self.chosen.emit(self._rows[position].name)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            name_px = self._name_width()
            value_px = self._value_width()
            for position, row in enumerate(self._rows):
                rect = QRectF(0, position * self._row_px, self.width(), self._row_px)
                self._draw_background(painter, rect, is_chosen=row.name in self._chosen, position=position)
                self._draw_row(painter, rect, row, name_px=name_px, value_px=value_px)

    def _draw_background(self, painter: QPainter, rect: QRectF, *, is_chosen: bool, position: int) -> None:
        if is_chosen and self._kind == "choice":
            rounded(painter, rect, 6, fill=theme().colour("raised"), line=None)
            width, height = size_pair("choice_row_bar")
            bar = QRectF(rect.left(), rect.center().y() - height / 2, width, height)
            rounded(painter, bar, 1.5, fill=theme().colour("accent"), line=None)
        elif is_chosen:
            rounded(painter, rect, 4, fill=theme().colour("selection"), line=None)
        elif position == self._hovered:
            rounded(painter, rect, 4, fill=theme().colour("hover"), line=None)

    def _draw_row(self, painter: QPainter, rect: QRectF, row: ClassBar, *, name_px: float, value_px: float) -> None:
        left = rect.left() + (8 if self._kind == "choice" else 0)
        right = rect.right() - (8 if self._kind == "choice" else 0)
        class_dot(painter, QRectF(left, rect.center().y() - 4, 8, 8), row.colour)
        painter.setFont(theme().font("text"))
        painter.setPen(theme().colour("text"))
        name = QFontMetricsF(theme().font("text")).elidedText(row.name, Qt.TextElideMode.ElideRight, name_px)
        painter.drawText(QRectF(left + 16, rect.top(), name_px + 1, rect.height()), _LEFT, name)
        painter.drawText(QRectF(left, rect.top(), right - left, rect.height()), _RIGHT, row.value)
        start = left + 16 + name_px + 16
        room = max(0.0, right - value_px - 24 - start)
        bar_px = room * min(1.0, max(0.0, row.share))
        if bar_px > 0:
            bar = QRectF(start, rect.center().y() - 4, max(1.0, bar_px), size("bar_chart_bar"))
            rounded(painter, bar, 2 if bar_px > 4 else 0, fill=class_colour(row.colour, neutral="track"), line=None)
        if row.mark is not None:
            place = start + room * min(1.0, max(0.0, row.mark))
            painter.fillRect(QRectF(round(place) - 1, rect.center().y() - 8, 2, 16), theme().colour("text"))

    def _name_width(self) -> float:
        metrics = QFontMetricsF(theme().font("text"))
        widest = max((metrics.horizontalAdvance(row.name) for row in self._rows), default=0.0)
        return min(max(widest, 60.0), self.width() * 0.4)

    def _value_width(self) -> float:
        metrics = QFontMetricsF(theme().font("text"))
        return max(
            metrics.horizontalAdvance(value) for value in (self._widest_value, *(row.value for row in self._rows))
        )


_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
