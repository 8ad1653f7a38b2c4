"""The per-layer table of a network."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from gui.builder.families import family_colour, family_of
from gui.theme import theme
from gui.tokens import size
from gui.widgets.paint import rounded
from gui.widgets.table import Column, Table, draw_cell
from gui.words import NOTHING, count, shape, short_count
from models.arithmetic import Analysis, LayerRow

_BAR_PX = (3, 16)
_SHARE_PX = 48
_NARROW_PX = 780


class LayerTable(Table[LayerRow]):
    """Name, type, shape, parameters with their share, multiply-adds, receptive field and stride."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._largest = 1
        columns = (
            Column("Layer", _name, paint=_paint_name),
            Column("Type", _title, 152, token="text_secondary", needs_px=_NARROW_PX),
            Column("Output", _output, 112),
            Column("Parameters", _parameters, 92, align="right"),
            Column("", _nothing, 64, paint=self._paint_share, needs_px=_NARROW_PX),
            Column("Multiply-adds", _multiply_adds, 104, align="right"),
            Column("Field / stride", _reach, 108, align="right", token="text_secondary"),
        )
        super().__init__("Layers", columns, row_px=size("table_row_compact"), parent=parent)

    def set_analysis(self, analysis: Analysis) -> None:
        """Show another network."""
        self._largest = max(1, *(row.parameters for row in analysis.rows))
        self.set_rows(analysis.rows)

    def _paint_share(self, painter: QPainter, rect: QRectF, row: LayerRow) -> None:
        width = _SHARE_PX * row.parameters / self._largest
        if width > 0:
            bar = QRectF(rect.left(), rect.center().y() - 4, max(1.0, width), 8)
            rounded(painter, bar, min(2.0, bar.width() / 2), fill=family_colour(family_of(row.type)), line=None)


def _paint_name(painter: QPainter, rect: QRectF, row: LayerRow) -> None:
    width, height = _BAR_PX
    bar = QRectF(rect.left(), rect.center().y() - height / 2, width, height)
    rounded(painter, bar, 1.5, fill=family_colour(family_of(row.type)), line=None)
    draw_cell(painter, rect.adjusted(14, 0, 0, 0), _local_name(row), _NAME)
    if row.block and row.block != row.name:
        used = 14 + painter.fontMetrics().horizontalAdvance(_local_name(row)) + 12
        if used + QFontMetricsF(theme().font("secondary")).horizontalAdvance(row.block) < rect.width():
            draw_cell(painter, rect, row.block, _BLOCK)


def _name(row: LayerRow) -> str:
    return row.name


def _local_name(row: LayerRow) -> str:
    """The name without its block, which stands behind it."""
    return row.name.removeprefix(f"{row.block.replace('/', '_')}_") if row.block else row.name


_NAME = Column("", _name, style="button")
_BLOCK = Column("", _name, style="secondary", token="text_secondary", align="right")


def _title(row: LayerRow) -> str:
    return row.title.lower()


def _output(row: LayerRow) -> str:
    return shape(row.output_shape)


def _parameters(row: LayerRow) -> str:
    return count(row.parameters) if row.parameters else NOTHING


def _multiply_adds(row: LayerRow) -> str:
    return short_count(row.multiply_adds) if row.multiply_adds else NOTHING


def _reach(row: LayerRow) -> str:
    if row.effective == "whole input":
        return "whole input"
    return f"{row.receptive_field[0]} / {row.stride[0]}"


def _nothing(_row: LayerRow) -> str:
    return ""
