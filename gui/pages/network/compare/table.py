"""The layer tables of two networks beside each other."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QWidget

from gui.builder.families import family_colour, family_of
from gui.pages.network.compare.lines import Cell, ComparedLine, local_name
from gui.theme import theme
from gui.tokens import size
from gui.widgets.paint import rounded
from gui.widgets.table import Column, Table, draw_cell
from gui.words import count, plural, shape, short_count
from models.arithmetic import LayerRow

_BAR_PX = (3, 16)
_WIDE_PX = 940
_MEDIUM_PX = 660

Side = Callable[[ComparedLine], Cell]


class ComparisonTable(Table[ComparedLine]):
    """One line for each pair of layers, below headings with the sums of each stage.

    Signals:
        copy_wanted(): the table should be copied (Ctrl+C).
    """

    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (*_columns(_left, "First network"), *_columns(_right, "Second network", margin_px=12))
        super().__init__("Layers of two networks", columns, row_px=size("table_row_compact"), parent=parent)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)

    def set_titles(self, left: str, right: str) -> None:
        """Name the networks."""
        self.setAccessibleName(f"Layers of {left} beside those of {right}")
        half = len(self.rows_model.columns) // 2
        titles = {0: left, half: right}
        columns = enumerate(self.rows_model.columns)
        self.rows_model.columns = tuple(
            replace(column, title=titles.get(place, column.title)) for place, column in columns
        )
        self.rows_model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 2 * half - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)


def _columns(side: Side, title: str, *, margin_px: int = 0) -> tuple[Column[ComparedLine], ...]:
    """The columns of one network; ``margin_px`` is what the last of them needs at the edge of the table."""
    return (
        Column(title, _Text(side, _name), paint=_Painted(side)),
        Column("Output", _Text(side, _output), 124, token="text_secondary", needs_px=_MEDIUM_PX),
        Column("Parameters", _Text(side, _parameters), 92 + margin_px, align="right"),
        Column("Mult.-adds", _Text(side, _multiply_adds), 84 + margin_px, align="right", needs_px=_WIDE_PX),
    )


class _Text:
    """What a column shows of one side of a line."""

    def __init__(self, side: Side, words: Callable[[Cell], str]) -> None:
        self._side, self._words = side, words

    def __call__(self, line: ComparedLine) -> str:
        return self._words(self._side(line))


class _Painted:
    """Draws the name of a layer with the bar of its family, or the heading of a stage."""

    def __init__(self, side: Side) -> None:
        self._side = side

    def __call__(self, painter: QPainter, rect: QRectF, line: ComparedLine) -> None:
        cell = self._side(line)
        if line.heading and self._side is _left:
            draw_cell(painter, rect, line.heading, _HEADING)
        elif line.heading:
            draw_cell(painter, rect, plural(cell.sums.layers if cell.sums else 0, "layer"), _QUIET)
        elif cell.layer is not None:
            _paint_layer(painter, rect, cell.layer)


def _paint_layer(painter: QPainter, rect: QRectF, row: LayerRow) -> None:
    width, height = _BAR_PX
    bar = QRectF(rect.left(), rect.center().y() - height / 2, width, height)
    rounded(painter, bar, 1.5, fill=family_colour(family_of(row.type)), line=None)
    draw_cell(painter, rect.adjusted(14, 0, 0, 0), local_name(row), _LAYER)
    used = 14 + QFontMetricsF(theme().font("text")).horizontalAdvance(local_name(row)) + 12
    if used + QFontMetricsF(theme().font("secondary")).horizontalAdvance(row.block) < rect.width():
        draw_cell(painter, rect, row.block, _BLOCK)


def _left(line: ComparedLine) -> Cell:
    return line.left


def _right(line: ComparedLine) -> Cell:
    return line.right


def _name(cell: Cell) -> str:
    return f"{cell.layer.name}, {cell.layer.title.lower()}" if cell.layer is not None else ""


def _output(cell: Cell) -> str:
    return shape(cell.layer.output_shape) if cell.layer is not None else ""


def _parameters(cell: Cell) -> str:
    source = cell.layer or cell.sums
    return count(source.parameters) if source is not None and source.parameters else ""


def _multiply_adds(cell: Cell) -> str:
    source = cell.layer or cell.sums
    return short_count(source.multiply_adds) if source is not None and source.multiply_adds else ""


def _empty(_line: ComparedLine) -> str:
    return ""


_HEADING: Column[ComparedLine] = Column("", _empty, style="group")
_QUIET: Column[ComparedLine] = Column("", _empty, style="secondary", token="text_secondary")
_LAYER: Column[ComparedLine] = Column("", _empty, style="text")
_BLOCK: Column[ComparedLine] = Column("", _empty, style="secondary", token="text_secondary", align="right")
