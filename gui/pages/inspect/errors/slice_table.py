"""The table of slices: how well the network does on each, how exactly that is known, how far it is from the whole."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from engine.ops.slices import Slice
from gui.pages.inspect.errors.slice_words import difference_words, interval_words, slice_range, slice_title
from gui.widgets.share_cell import Span, SpanCell
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column, draw_cell
from gui.words import count, percent

_INTERVAL: Final = 5


class SliceTable(SortedTable[Slice]):
    """One row for each slice, at first the most surely worse on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Slice", _title, key=_title),
            Column("Range", _range, 136, token="text_secondary", key=_range),
            Column("Pictures", _pictures_words, 76, align="right", key=_pictures),
            Column("Accuracy", _accuracy_words, 80, align="right", key=_accuracy),
            Column("Difference", difference_words, 88, align="right", paint=_paint_difference, key=_difference),
            Column("Interval", interval_words, paint=SpanCell(_span), key=_upper_end),
        )
        super().__init__("Slices", columns, sorted_by=_INTERVAL, parent=parent)


def _title(found: Slice) -> str:
    return slice_title(found.part)


def _range(found: Slice) -> str:
    return slice_range(found.part)


def _pictures(found: Slice) -> float:
    return len(found.part.members)


def _pictures_words(found: Slice) -> str:
    return count(len(found.part.members))


def _accuracy(found: Slice) -> float:
    return found.accuracy


def _accuracy_words(found: Slice) -> str:
    return percent(found.accuracy)


def _difference(found: Slice) -> float:
    return found.difference


def _upper_end(found: Slice) -> float:
    return found.interval[1]


def _span(found: Slice) -> Span:
    low, high = found.interval
    return Span(found.accuracy, low, high, whole=found.accuracy - found.difference, is_marked=found.is_worse)


def _paint_difference(painter: QPainter, rect: QRectF, found: Slice) -> None:
    draw_cell(painter, rect, difference_words(found), _SURE if found.is_worse else _UNSURE)


_SURE: Final = Column("", difference_words, align="right", style="button", token="danger")
_UNSURE: Final = Column("", difference_words, align="right", token="text_secondary")
