"""The base of charts made of parts that can be pointed at and chosen: bars, cells of a map."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.charts.hover_box import paint_hover_box


@dataclass(frozen=True, slots=True)
class Part:
    """One bar or cell: how many there are, and what the read-out says of it."""

    count: int
    title: str
    lines: tuple[str, ...] = ()


class PartsChart(QWidget):
    """Keeps the parts, the one under the mouse and the chosen one; sub-classes say where each lies and paint it.

    The arrow keys move, Return chooses.

    Args:
        name: what screen readers say.
        parent: owner.

    Signals:
        chosen(int): the number of the part that was clicked.
    """

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self._hovered: int | None = None
        self._current: int | None = None
        self._marked: int | None = None
        self._mouse: QPointF | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is shown."""
        return self._parts

    def set_marked(self, number: int | None) -> None:
        """Mark the part that the gallery is filtered by."""
        self._marked = number
        self.update()

    def part_rect(self, number: int) -> QRectF:
        """Where the mouse finds a part."""
        raise NotImplementedError

    def paint_parts(self, painter: QPainter) -> None:
        """Draw everything but the read-out."""
        raise NotImplementedError

    def neighbour(self, number: int, key: Qt.Key) -> int:
        """The part that an arrow key leads to."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        return min(max(number + step, 0), len(self._parts) - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.paint_parts(painter)
            place = self._shown()
            if place is not None:
                part = self._parts[place]
                beside = self._mouse or self.part_rect(place).center()
                paint_hover_box(painter, beside, QRectF(self.rect()), title=part.title, lines=part.lines)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        self._hovered = self._part_at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if self._hovered is None else Qt.CursorShape.PointingHandCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = self._hovered = None
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._current = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._part_at(event.position())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down) and self._parts:
            self._go_to(0 if self._current is None else self.neighbour(self._current, key))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _set_parts(self, parts: Sequence[Part]) -> None:
        self._parts = tuple(parts)
        self._hovered = self._current = self._marked = None
        self.update()

    def _go_to(self, number: int) -> None:
        self._current, self._mouse = number, None
        part = self._parts[number]
        self.setAccessibleDescription(", ".join((part.title, *part.lines)))
        self.update()

    def _shown(self) -> int | None:
        return self._hovered if self._hovered is not None else self._current

    def _part_at(self, point: QPointF) -> int | None:
        """The part under a point; empty ones cannot be chosen."""
        return next((i for i, part in enumerate(self._parts) if part.count and self.part_rect(i).contains(point)), None)
