"""The Classes view of box errors: how well each class is found, and the pictures of the one that is chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import ClassVar, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from engine.contract.boxes import ClassBoxResult
from engine.contract.class_colours import ClassColour, ClassColours
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.boxes.table_view import BoxTableView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.widgets.paint import class_dot
from gui.widgets.share_cell import ShareCell
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column, draw_cell
from gui.words import NOTHING, count, percent

_AP: Final = 7
_DOT_ROOM_PX: Final = 16
_WIDE_PX: Final = 760


@dataclass(frozen=True, slots=True)
class BoxClassRow:
    """One class of an evaluation: its place among the classes, its numbers, and its colour."""

    class_index: int
    numbers: ClassBoxResult
    colour: ClassColour | None


_Value = Callable[[BoxClassRow], float | None]


class BoxClassTable(SortedTable[BoxClassRow]):
    """One row for each class, at first the worst average precision on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Class", _name, paint=_paint_name, key=_name),
            _share("Class and box", _located, width_px=112),
            _share("Class right", _accuracy),
            _share("Box IoU", _iou),
            _share("Mask AP", _mask_ap),
            _share("Mask AP50", _mask_ap50),
            _share("Mask AP75", _mask_ap75, needs_px=_WIDE_PX),
            _share("AP", _ap),
            _share("AP50", _ap50),
            _share("AP75", _ap75, needs_px=_WIDE_PX),
            _share("Best F1", _f1),
            Column("From score", _threshold_words, 92, align="right", key=_threshold),
            Column("Pictures", _pictures_words, 80, align="right", key=_pictures, needs_px=_WIDE_PX),
            Column("Objects", _objects_words, 80, align="right", key=_objects),
        )
        super().__init__("Classes", columns, sorted_by=_AP, parent=parent)

    def set_rows(self, rows: Sequence[BoxClassRow]) -> None:
        super().set_rows(rows)
        self._hide_unknown()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hide_unknown()

    def _hide_unknown(self) -> None:
        """Hide the columns in which nothing would stand: a network for one box is measured in other numbers."""
        for place, column in enumerate(self.rows_model.columns):
            known = column.key is None or any(column.key(row) is not None for row in self.rows_model.rows)
            is_narrow = self.width() < column.needs_px
            self.setColumnHidden(place, is_narrow or (bool(self.rows_model.rows) and not known))


class BoxClassesView(BoxTableView[BoxClassRow]):
    """The table of classes; a click on one keeps its objects."""

    KEY: ClassVar[str] = "classes"
    TITLE: ClassVar[str] = "Classes"
    TIP: ClassVar[str] = "How well the objects of each class are found"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, BoxClassTable(), exported_as="classes", parent=parent)

    def set_evaluation(self, evaluated: EvaluatedBoxes) -> None:
        colours = ClassColours.of(evaluated.classes)
        numbers = evaluated.evaluation.per_class
        rows = (BoxClassRow(index, one, colours.at(index)) for index, one in enumerate(numbers))
        self.table.set_rows(sorted(rows, key=_worst_first))
        self.show_all()

    def _show_row(self, row: BoxClassRow) -> None:
        name = row.numbers.name
        self._show(ShownBoxPictures(f"Pictures with {name}", row.class_index, nothing=f"Nothing is {name}."))


def _paint_name(painter: QPainter, rect: QRectF, row: BoxClassRow) -> None:
    class_dot(painter, QRectF(rect.left(), rect.center().y() - 4, 8, 8), row.colour)
    draw_cell(painter, rect.adjusted(_DOT_ROOM_PX, 0, 0, 0), _name(row), _NAME)


def _share(title: str, value: _Value, *, width_px: int = 104, needs_px: int = 0) -> Column[BoxClassRow]:
    """A column of numbers from 0 to 1, in words and as a bar."""
    words = partial(_percent_of, value)
    return Column(title, words, width_px, align="right", paint=ShareCell(value), key=value, needs_px=needs_px)


def _percent_of(value: _Value, row: BoxClassRow) -> str:
    return percent(value(row))


def _worst_first(row: BoxClassRow) -> float:
    found = _ap(row) if row.numbers.mask_ap is None else row.numbers.mask_ap
    return inf if found is None else found


def _name(row: BoxClassRow) -> str:
    return row.numbers.name


def _located(row: BoxClassRow) -> float | None:
    return row.numbers.located


def _accuracy(row: BoxClassRow) -> float | None:
    return row.numbers.accuracy


def _iou(row: BoxClassRow) -> float | None:
    return row.numbers.box_iou


def _mask_ap(row: BoxClassRow) -> float | None:
    return row.numbers.mask_ap


def _mask_ap50(row: BoxClassRow) -> float | None:
    return row.numbers.mask_ap50


def _mask_ap75(row: BoxClassRow) -> float | None:
    return row.numbers.mask_ap75


def _ap(row: BoxClassRow) -> float | None:
    return _of_boxes_alone(row, row.numbers.ap)


def _ap50(row: BoxClassRow) -> float | None:
    return _of_boxes_alone(row, row.numbers.ap50)


def _ap75(row: BoxClassRow) -> float | None:
    return _of_boxes_alone(row, row.numbers.ap75)


def _of_boxes_alone(row: BoxClassRow, value: float | None) -> float | None:
    """A number of boxes; None where masks are what counts."""
    return value if row.numbers.mask_ap is None else None


def _f1(row: BoxClassRow) -> float | None:
    return row.numbers.best_f1


def _threshold(row: BoxClassRow) -> float | None:
    return row.numbers.best_threshold


def _threshold_words(row: BoxClassRow) -> str:
    found = row.numbers.best_threshold
    return NOTHING if found is None else f"{found:.2f}"


def _pictures(row: BoxClassRow) -> float:
    return row.numbers.images


def _pictures_words(row: BoxClassRow) -> str:
    return count(row.numbers.images)


def _objects(row: BoxClassRow) -> float:
    return row.numbers.objects


def _objects_words(row: BoxClassRow) -> str:
    return count(row.numbers.objects)


_NAME: Final[Column[BoxClassRow]] = Column("", _name)
