"""The confusion matrix: rows are labels, columns are predictions, a click opens the pictures of a cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.contract.class_colours import ClassColours
from gui.theme import theme
from gui.tokens import contrast
from gui.widgets.paint import class_dot, ring, rounded
from gui.words import plural, short_count

_HEADER: Final = 28
_LARGEST_CELL: Final = 72
_SMALLEST_CELL: Final = 20
_CELL_HEIGHT: Final = 36
_SMALLEST_WITH_NUMBER: Final = 30
_GAP: Final = 2
_MOST_WRITTEN: Final = 99_999
_LEAST_WRITTEN: Final = 0.005
_MOVES: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Pictures with the label ``truth`` that were taken for ``predicted``."""

    truth: str
    predicted: str
    count: int


class ConfusionMatrix(QWidget):
    """Right answers on the diagonal in the colour of training, mistakes in that of validation.

    The strength of a colour is the share of the row, whether counts or rates are written.

    Args:
        noun: what is counted, ``pixel``, for tips; empty where that needs no saying.
        many: several of it; empty for the noun with an s.
        says: what a network does with something of a class.
        parent: owner.

    Signals:
        cell_chosen: the MatrixCell that was clicked, or confirmed by Return.
    """

    cell_chosen = Signal(object)

    def __init__(
        self, parent: QWidget | None = None, *, noun: str = "", many: str = "", says: str = "taken for"
    ) -> None:
        super().__init__(parent)
        self._noun, self._many, self._says = noun, many, says
        self._background: str | None = None
        self._colours = ClassColours.of(())
        self._classes: tuple[str, ...] = ()
        self._counts: tuple[tuple[int, ...], ...] = ()
        self._shows_rates = False
        self._current: tuple[int, int] | None = None
        self.setAccessibleName("Confusion matrix")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> MatrixCell | None:
        """The cell with the ring."""
        return None if self._current is None else self._cell(*self._current)

    def set_counts(
        self, classes: Sequence[str], counts: Sequence[Sequence[int]], *, background: str | None = None
    ) -> None:
        """Show another matrix.

        Args:
            classes: names.
            counts: entry (i, j) is how many of class i were taken for class j.
            background: one of the names, which stands for nothing at all: it has no right answers, and no colour.
        """
        self._background = background
        self._colours = ClassColours.of(name for name in classes if name != background)
        self._classes = tuple(classes)
        self._counts = tuple(tuple(row) for row in counts)
        self._current = None
        self.setFixedHeight(_HEADER + len(self._classes) * self._row_height())
        self.updateGeometry()
        self.update()

    def go_to(self, cell: MatrixCell) -> bool:
        """Put the ring on the cell of these two classes; False where they are not among them."""
        if cell.truth not in self._classes or cell.predicted not in self._classes:
            return False
        self._go_to((self._classes.index(cell.truth), self._classes.index(cell.predicted)))
        return True

    def set_shows_rates(self, *, shows_rates: bool) -> None:
        """Write shares of the row in percent, or counts."""
        self._shows_rates = shows_rates
        self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell lies."""
        side, height = self._cell_width(), self._row_height()
        return QRectF(self._names_width() + column * side, _HEADER + row * height, side - _GAP, height - _GAP)

    def sizeHint(self) -> QSize:
        width = self._names_width() + len(self._classes) * _LARGEST_CELL
        return QSize(int(width), _HEADER + len(self._classes) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        width = self._names_width() + len(self._classes) * _SMALLEST_CELL
        return QSize(int(width), _HEADER + len(self._classes) * self._row_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_names(painter)
            for row in range(len(self._classes)):
                if event.rect().intersects(self.cell_rect(row, 0).toAlignedRect().adjusted(0, 0, self.width(), 0)):
                    self._paint_row(painter, row)
            if self._current is not None:
                around = self.cell_rect(*self._current).adjusted(-2, -2, 2, 2)
                ring(painter, around, 6, theme().colour("accent"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is not None:
            self._go_to(place)
            self.cell_chosen.emit(self._cell(*place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is not None and self._classes:
            row, column = self._current or (0, 0)
            last = len(self._classes) - 1
            self._go_to((min(max(row + move[0], 0), last), min(max(column + move[1], 0), last)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.cell_chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._place_at(event.pos())
            QToolTip.showText(event.globalPos(), self._tip(place), self)
            return True
        return super().event(event)

    def _go_to(self, place: tuple[int, int]) -> None:
        self._current = place
        self.setAccessibleDescription(self._tip(place))
        self.update()

    def _cell(self, row: int, column: int) -> MatrixCell:
        return MatrixCell(self._classes[row], self._classes[column], self._counts[row][column])

    def _tip(self, place: tuple[int, int] | None) -> str:
        if place is None:
            return ""
        cell = self._cell(*place)
        counted = plural(cell.count, self._noun, many=self._many) if self._noun else f"{cell.count:,}"
        what = f"{cell.truth} {self._says} {cell.predicted}"
        if cell.truth == self._background:
            return f"{cell.predicted} where nothing is: {counted}"
        if cell.predicted == self._background:
            what = f"{cell.truth} missed"
        return f"{what}: {counted} ({self._rate(*place) * 100:.1f} %)"

    def _paint_names(self, painter: QPainter) -> None:
        """Labels at the left, predictions along the top, each with its dot."""
        metrics = QFontMetricsF(theme().font("secondary"))
        painter.setFont(theme().font("secondary"))
        side = self._cell_width()
        for index, name in enumerate(self._classes):
            first = self.cell_rect(index, 0)
            class_dot(painter, QRectF(0, first.center().y() - 4, 8, 8), self._colours.at(index))
            painter.setPen(theme().colour("text"))
            room = self._names_width() - 16 - 8
            row = QRectF(14, first.top(), room, first.height())
            painter.drawText(row, _LEFT, metrics.elidedText(name, Qt.TextElideMode.ElideRight, room))
            painter.setPen(theme().colour("text_secondary"))
            top = QRectF(self.cell_rect(0, index).left(), 0, side - _GAP, _HEADER - 4)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, top.width())
            painter.drawText(top, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, shown)

    def _paint_row(self, painter: QPainter, row: int) -> None:
        for column in range(len(self._classes)):
            rect = self.cell_rect(row, column)
            fill = self._fill(row, column)
            rounded(painter, rect, 3, fill=fill, line=None)
            if rect.width() >= _SMALLEST_WITH_NUMBER and self._counts[row][column]:
                painter.setFont(self._number_font(is_right=row == column))
                painter.setPen(_readable_on(fill))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._words(row, column))

    def _words(self, row: int, column: int) -> str:
        count, rate = self._counts[row][column], self._rate(row, column)
        if not self._shows_rates:
            return f"{count:,}" if count <= _MOST_WRITTEN else short_count(count)
        return "<1 %" if rate < _LEAST_WRITTEN else f"{rate * 100:.0f} %"

    def _number_font(self, *, is_right: bool) -> QFont:
        font = QFont(theme().font("secondary"))
        font.setWeight(QFont.Weight.DemiBold if is_right else QFont.Weight.Normal)
        return font

    def _fill(self, row: int, column: int) -> QColor:
        """The surface mixed with the colour of right or wrong by the share of the row."""
        rate = self._rate(row, column)
        surface = theme().colour("panel")
        if rate == 0:
            return surface
        colour = theme().role("training" if row == column else "validation")
        return _mixed(surface, colour, 0.12 + 0.88 * rate**0.7)

    def _rate(self, row: int, column: int) -> float:
        total = sum(self._counts[row])
        return self._counts[row][column] / total if total else 0.0

    def _row_height(self) -> int:
        return _CELL_HEIGHT if len(self._classes) <= 24 else 24

    def _names_width(self) -> float:
        metrics = QFontMetricsF(theme().font("secondary"))
        widest = max((metrics.horizontalAdvance(name) for name in self._classes), default=0.0)
        return round(min(widest, 140.0)) + 30.0

    def _cell_width(self) -> float:
        free = (self.width() - self._names_width()) // max(len(self._classes), 1)
        return float(min(max(free, _SMALLEST_CELL), _LARGEST_CELL))

    def _place_at(self, point: QPoint) -> tuple[int, int] | None:
        row = int((point.y() - _HEADER) // self._row_height())
        column = int((point.x() - self._names_width()) // self._cell_width())
        last = len(self._classes)
        return (row, column) if 0 <= row < last and 0 <= column < last else None


_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _mixed(first: QColor, second: QColor, share: float) -> QColor:
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )


def _readable_on(fill: QColor) -> QColor:
    """The text colour of the theme that stands out more."""
    text, inverse = theme().colour("text"), theme().colour("window")
    return text if contrast(fill.name(), text.name()) >= contrast(fill.name(), inverse.name()) else inverse
