"""The table of classes: bars for what is right and what is found, and the class that each is taken for."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gui.pages.inspect.errors.class_rows import ClassRow
from gui.widgets.paint import class_dot
from gui.widgets.share_cell import ShareCell
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column, draw_cell
from gui.words import NOTHING, count, percent

_F1: Final = 4
_DOT_ROOM_PX: Final = 16
_WIDE_PX: Final = 760


class ClassTable(SortedTable[ClassRow]):
    """One row for each class, at first the worst F1 on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Class", _name, paint=_paint_name, key=_name),
            Column("Pictures", _pictures_words, 80, align="right", key=_pictures),
            Column("Precision", _precision_words, 112, align="right", paint=ShareCell(_precision), key=_precision),
            Column("Recall", _recall_words, 112, align="right", paint=ShareCell(_recall), key=_recall),
            Column("F1", _f1_words, 112, align="right", paint=ShareCell(_f1), key=_f1),
            Column("Mean loss", _loss_words, 96, align="right", key=_loss, needs_px=_WIDE_PX),
            Column("Taken for", _confused_words, key=_confused_words),
        )
        super().__init__("Classes", columns, sorted_by=_F1, parent=parent)


def _paint_name(painter: QPainter, rect: QRectF, row: ClassRow) -> None:
    class_dot(painter, QRectF(rect.left(), rect.center().y() - 4, 8, 8), row.colour)
    draw_cell(painter, rect.adjusted(_DOT_ROOM_PX, 0, 0, 0), _name(row), _NAME)


def _name(row: ClassRow) -> str:
    return row.numbers.name


def _pictures(row: ClassRow) -> float:
    return row.numbers.images


def _pictures_words(row: ClassRow) -> str:
    return count(row.numbers.images)


def _precision(row: ClassRow) -> float | None:
    return row.numbers.precision


def _precision_words(row: ClassRow) -> str:
    return percent(row.numbers.precision)


def _recall(row: ClassRow) -> float | None:
    return row.numbers.recall


def _recall_words(row: ClassRow) -> str:
    return percent(row.numbers.recall)


def _f1(row: ClassRow) -> float | None:
    return row.numbers.f1


def _f1_words(row: ClassRow) -> str:
    return percent(row.numbers.f1)


def _loss(row: ClassRow) -> float | None:
    return row.loss


def _loss_words(row: ClassRow) -> str:
    return NOTHING if row.loss is None else f"{row.loss:.3f}"


def _confused_words(row: ClassRow) -> str:
    return f"{row.confused_with} ({row.confused:,})" if row.confused else NOTHING


_NAME: Final = Column("", _name)
