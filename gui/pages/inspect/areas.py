"""What a network says of every pixel, in numbers: the areas of the classes, and of what is right and wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.boxes import PictureBoxes
from engine.contract.class_colours import ClassColour, ClassColours
from engine.contract.masks import ClassArea, ClassMask
from engine.contract.predictions import ClassScores
from gui.theme import theme
from gui.viewer.mask_layers import DIFFERENCE_TOKENS, DIFFERENCE_WORDS, PictureMasks
from gui.viewer.mask_viewer import DEFAULT_OPACITY
from gui.widgets.class_bar import ClassBar
from gui.widgets.label import Label
from gui.widgets.paint import class_dot, rounded
from gui.widgets.section import SectionHeader
from gui.widgets.slider import Slider
from gui.widgets.table import Column, Table, draw_cell
from gui.words import NOTHING, count, percent, short_count

_DOT_ROOM_PX: Final = 16
_ROW_PX: Final = 28
_MOST_ROWS: Final = 12
_WIDE_PX: Final = 300
_INSET_PX: Final = 16
_MOST_WRITTEN_OUT: Final = 100_000
"""Pixels whose digits still fit into their column."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One class, or one kind of right and wrong, of a picture.

    Attributes:
        name: for people.
        pixels: that are taken for it.
        share: of the picture, in [0, 1].
        true_share: what it should be; None where nobody knows.
        colour: of its class; None for none.
        token: name of its colour where it is no class; empty for none.
    """

    name: str
    pixels: int
    share: float
    true_share: float | None = None
    colour: ClassColour | None = None
    token: str = ""


class AreaSection(QWidget):
    """Two tables as wide as the panel, whose cells have its margin, and how much of the picture the masks hide.

    Signals:
        class_chosen(str): a class was clicked.
        opacity_changed(float): of the masks, in [0, 1].
    """

    class_chosen = Signal(str)
    opacity_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.areas = _table("Areas of the classes", with_truth=True)
        self.areas.chosen.connect(self._on_chosen)
        self.difference = _table("Right and wrong pixels", with_truth=False)
        self._difference_header = SectionHeader("Difference", "share of known pixels", is_group=True)
        self.opacity = Slider("Opacity of the masks")
        self.opacity.setToolTip("How much the masks hide of the picture, in percent")
        self.opacity.setValue(round(100 * DEFAULT_OPACITY))
        self._opacity_words = Label(f"{self.opacity.value()} %")
        self.opacity.valueChanged.connect(self._on_opacity_changed)
        self._lay_out()

    def set_rows(self, areas: Sequence[AreaRow], difference: Sequence[AreaRow]) -> None:
        """Show another picture's areas; no difference where the truth is unknown."""
        for table, rows in ((self.areas, areas), (self.difference, difference)):
            table.show_whole(rows, most=_MOST_ROWS)
        self.difference.setVisible(bool(difference))
        self._difference_header.setVisible(bool(difference))

    @Slot(object)
    def _on_chosen(self, row: AreaRow | None) -> None:
        if row is not None:
            self.class_chosen.emit(row.name)

    @Slot(int)
    def _on_opacity_changed(self, value: int) -> None:
        self._opacity_words.setText(f"{value} %")
        self.opacity_changed.emit(value / 100)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Label("Opacity", tone="secondary"))
        row.addWidget(self.opacity, 1)
        row.addWidget(self._opacity_words)
        header = SectionHeader("Areas", "of the picture", is_group=True)
        for part in (header, self._difference_header):
            part.setContentsMargins(_INSET_PX, 0, _INSET_PX, 0)
        row.setContentsMargins(_INSET_PX, 0, _INSET_PX, 0)
        column.addWidget(header)
        column.addWidget(self.areas)
        column.addSpacing(8)
        column.addWidget(self._difference_header)
        column.addWidget(self.difference)
        column.addSpacing(8)
        column.addLayout(row)


def area_rows(said: ClassMask, truth: Sequence[ClassArea]) -> list[AreaRow]:
    """The classes that are seen or true, the largest first; the background has no colour."""
    shares = {area.label: area.share for area in truth}
    colours = ClassColours.of(area.label for area in said.areas)
    rows = [
        AreaRow(area.label, area.pixels, area.share, shares.get(area.label), colours.named(area.label))
        for area in said.areas
        if area.pixels or shares.get(area.label)
    ]
    return sorted(rows, key=_size, reverse=True)


def difference_rows(masks: PictureMasks) -> list[AreaRow]:
    """What is right and what is wrong; empty where the truth is unknown."""
    if masks.difference is None:
        return []
    found = ((code, masks.areas_of(code)) for code in DIFFERENCE_TOKENS)
    return [
        AreaRow(DIFFERENCE_WORDS[code], pixels, share, token=DIFFERENCE_TOKENS[code]) for code, (pixels, share) in found
    ]


def mask_words(rows: Sequence[AreaRow]) -> tuple[str, str]:
    """What stands under a mask: which classes it shows, the largest first."""
    said = sorted((row for row in rows if row.pixels), key=_share_of_row, reverse=True)
    shares = [f"{row.name} {percent(row.share)}" for row in said]
    return "What the network says of every pixel", "  ·  ".join(shares[:_MOST_ROWS])


def rows_of_areas(said: ClassMask, classes: Sequence[str]) -> list[ClassBar]:
    """The classes by their areas as bars, the largest first."""
    colours = ClassColours.of(classes)
    rows = [
        ClassBar(area.label, colours.named(area.label), area.share, percent(area.share))
        for area in said.areas
        if area.label in classes
    ]
    return sorted(rows, key=_share_of_bar, reverse=True)


def classes_said(said: ClassScores | ClassMask | PictureBoxes) -> list[str]:
    """The classes of a prediction, the most probable or the largest first."""
    match said:
        case ClassScores():
            return [label.label for label in said.labels]
        case PictureBoxes():
            return list(dict.fromkeys(box.label for box in said.boxes))
    return [area.label for area in sorted(said.areas, key=_share_of_area, reverse=True)]


def _table(name: str, *, with_truth: bool) -> Table[AreaRow]:
    columns = [
        Column("Class" if with_truth else "Pixels that are", _name, paint=_paint_name),
        Column("Pixels", _pixels_words, 68, align="right", needs_px=_WIDE_PX if with_truth else 0),
        Column("Share", _share_words, 64 if with_truth else 74, align="right"),
    ]
    if with_truth:
        columns.append(Column("Truth", _truth_words, 74, align="right", token="text_secondary"))
    return Table(name, columns, row_px=_ROW_PX)


def _paint_name(painter: QPainter, rect: QRectF, row: AreaRow) -> None:
    dot = QRectF(rect.left(), rect.center().y() - 4, 8, 8)
    class_dot(painter, dot, row.colour)
    if row.token:
        rounded(painter, dot, 2, fill=theme().colour(row.token), line=None)
    draw_cell(painter, rect.adjusted(_DOT_ROOM_PX, 0, 0, 0), row.name, _NAME)


def _name(row: AreaRow) -> str:
    return row.name


def _pixels_words(row: AreaRow) -> str:
    return count(row.pixels) if row.pixels < _MOST_WRITTEN_OUT else short_count(row.pixels)


def _share_words(row: AreaRow) -> str:
    return percent(row.share)


def _truth_words(row: AreaRow) -> str:
    return NOTHING if row.true_share is None else percent(row.true_share)


def _size(row: AreaRow) -> float:
    return max(row.share, row.true_share or 0.0)


def _share_of_row(row: AreaRow) -> float:
    return row.share


def _share_of_area(area: ClassArea) -> float:
    return area.share


def _share_of_bar(row: ClassBar) -> float:
    return row.share


_NAME: Final = Column("", _name)
