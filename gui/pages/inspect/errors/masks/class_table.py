"""The table of the classes of masks: how far true and predicted pixels are the same, and how outlines lie."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from engine.contract.class_colours import ClassColour, ClassColours
from engine.contract.masks import ClassMaskResult
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks
from gui.widgets.paint import class_dot
from gui.widgets.share_cell import ShareCell
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column, draw_cell
from gui.words import count, percent

_IOU: Final = 1
_DOT_ROOM_PX: Final = 16
_WIDE_PX: Final = 760


@dataclass(frozen=True, slots=True)
class MaskClassRow:
    """One class of an evaluation: its place among the classes, its numbers, and its colour, if it has one."""

    class_index: int
    numbers: ClassMaskResult
    colour: ClassColour | None


def mask_class_rows(evaluated: EvaluatedMasks) -> tuple[MaskClassRow, ...]:
    """A row for each class; the background has no colour."""
    colours = ClassColours.of(evaluated.classes)
    return tuple(
        MaskClassRow(index, numbers, colours.at(index)) for index, numbers in enumerate(evaluated.evaluation.per_class)
    )


class MaskClassTable(SortedTable[MaskClassRow]):
    """One row for each class, at first the worst IoU on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Class", _name, paint=_paint_name, key=_name),
            Column("IoU", _iou_words, 112, align="right", paint=ShareCell(_iou), key=_iou),
            Column("Dice", _dice_words, 112, align="right", paint=ShareCell(_dice), key=_dice),
            Column("Boundary F1", _boundary_words, 120, align="right", paint=ShareCell(_boundary), key=_boundary),
            Column("Pictures", _pictures_words, 80, align="right", key=_pictures),
            Column("True pixels", _true_words, 104, align="right", key=_true, needs_px=_WIDE_PX),
            Column("Predicted pixels", _said_words, 128, align="right", key=_said, needs_px=_WIDE_PX),
        )
        super().__init__("Classes of pixels", columns, sorted_by=_IOU, parent=parent)


def _paint_name(painter: QPainter, rect: QRectF, row: MaskClassRow) -> None:
    class_dot(painter, QRectF(rect.left(), rect.center().y() - 4, 8, 8), row.colour)
    draw_cell(painter, rect.adjusted(_DOT_ROOM_PX, 0, 0, 0), _name(row), _NAME)


def _name(row: MaskClassRow) -> str:
    return row.numbers.name


def _iou(row: MaskClassRow) -> float | None:
    return row.numbers.iou


def _iou_words(row: MaskClassRow) -> str:
    return percent(row.numbers.iou)


def _dice(row: MaskClassRow) -> float | None:
    return row.numbers.dice


def _dice_words(row: MaskClassRow) -> str:
    return percent(row.numbers.dice)


def _boundary(row: MaskClassRow) -> float | None:
    return row.numbers.boundary_f1


def _boundary_words(row: MaskClassRow) -> str:
    return percent(row.numbers.boundary_f1)


def _pictures(row: MaskClassRow) -> float:
    return row.numbers.images


def _pictures_words(row: MaskClassRow) -> str:
    return count(row.numbers.images)


def _true(row: MaskClassRow) -> float:
    return row.numbers.true_pixels


def _true_words(row: MaskClassRow) -> str:
    return count(row.numbers.true_pixels)


def _said(row: MaskClassRow) -> float:
    return row.numbers.predicted_pixels


def _said_words(row: MaskClassRow) -> str:
    return count(row.numbers.predicted_pixels)


_NAME: Final = Column("", _name)
