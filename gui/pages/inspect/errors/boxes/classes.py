"""The Classes view of box errors: how well each class is found, and the pictures of the one that is chosen."""

from dataclasses import dataclass
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.boxes import ClassBoxResult
from engine.contract.class_colours import ClassColour, ClassColours
from gui.pages.inspect.errors.bar import controls_of
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.boxes.view import BoxErrorsView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.widgets.paint import class_dot
from gui.widgets.share_cell import ShareCell
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column, draw_cell
from gui.widgets.table_export import TableExport
from gui.words import NOTHING, count, percent

_AP: Final = 1
_DOT_ROOM_PX: Final = 16
_WIDE_PX: Final = 760


@dataclass(frozen=True, slots=True)
class BoxClassRow:
    """One class of an evaluation: its place among the classes, its numbers, and its colour."""

    class_index: int
    numbers: ClassBoxResult
    colour: ClassColour | None


class BoxClassTable(SortedTable[BoxClassRow]):
    """One row for each class, at first the worst average precision on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Class", _name, paint=_paint_name, key=_name),
            Column("AP", _ap_words, 104, align="right", paint=ShareCell(_ap), key=_ap),
            Column("AP50", _ap50_words, 104, align="right", paint=ShareCell(_ap50), key=_ap50),
            Column("AP75", _ap75_words, 104, align="right", paint=ShareCell(_ap75), key=_ap75),
            Column("Best F1", _f1_words, 104, align="right", paint=ShareCell(_f1), key=_f1),
            Column("From score", _threshold_words, 92, align="right", key=_threshold, needs_px=_WIDE_PX),
            Column("Pictures", _pictures_words, 80, align="right", key=_pictures, needs_px=_WIDE_PX),
            Column("Objects", _objects_words, 80, align="right", key=_objects),
        )
        super().__init__("Classes of boxes", columns, sorted_by=_AP, parent=parent)


class BoxClassesView(BoxErrorsView):
    """The table of classes; a click on one keeps its boxes."""

    KEY: ClassVar[str] = "classes"
    TITLE: ClassVar[str] = "Classes"
    TIP: ClassVar[str] = "How well the objects of each class are found"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.table = BoxClassTable()
        self.export = TableExport(self.table, "classes", self)
        self._controls = controls_of(self.export.copy, self.export.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.table.chosen.connect(self._on_class_chosen)
        self.export.noticed.connect(self.noticed)

    def controls(self) -> QWidget:
        return self._controls

    def set_evaluation(self, evaluated: EvaluatedBoxes) -> None:
        colours = ClassColours.of(evaluated.classes)
        numbers = evaluated.evaluation.per_class
        self.table.set_rows(tuple(BoxClassRow(index, one, colours.at(index)) for index, one in enumerate(numbers)))
        self.show_all()

    def show_all(self) -> None:
        self.table.choose_none()
        self._show(ShownBoxPictures())

    @Slot(object)
    def _on_class_chosen(self, row: BoxClassRow | None) -> None:
        if row is not None:
            name = row.numbers.name
            self._show(ShownBoxPictures(f"Pictures with {name}", row.class_index, nothing=f"Nothing is {name}."))


def _paint_name(painter: QPainter, rect: QRectF, row: BoxClassRow) -> None:
    class_dot(painter, QRectF(rect.left(), rect.center().y() - 4, 8, 8), row.colour)
    draw_cell(painter, rect.adjusted(_DOT_ROOM_PX, 0, 0, 0), _name(row), _NAME)


def _name(row: BoxClassRow) -> str:
    return row.numbers.name


def _ap(row: BoxClassRow) -> float | None:
    return row.numbers.ap


def _ap_words(row: BoxClassRow) -> str:
    return percent(row.numbers.ap)


def _ap50(row: BoxClassRow) -> float | None:
    return row.numbers.ap50


def _ap50_words(row: BoxClassRow) -> str:
    return percent(row.numbers.ap50)


def _ap75(row: BoxClassRow) -> float | None:
    return row.numbers.ap75


def _ap75_words(row: BoxClassRow) -> str:
    return percent(row.numbers.ap75)


def _f1(row: BoxClassRow) -> float | None:
    return row.numbers.best_f1


def _f1_words(row: BoxClassRow) -> str:
    return percent(row.numbers.best_f1)


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
