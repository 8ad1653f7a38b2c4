"""The side of the instrument: thresholds, the classes of the picture, the chosen place, and the rule of the stage."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QRectF, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.charts.tile_grid import TileGrid, TileRows
from gui.pages.inspect.box_rows import ClassBoxRow
from gui.pages.inspect.boxes import CLASS_COLUMNS, HIGHEST_IOU, HIGHEST_SCORE, LOWEST_IOU, LOWEST_SCORE
from gui.pages.inspect.microscope.detector.rows import SuppressedRow
from gui.pages.inspect.microscope.side import InstrumentSide, inset, set_side_rows, side_table, slider_rows
from gui.pictures.colour_maps import colours, normalised, value_range
from gui.pictures.pixels import image_from_array
from gui.remembered import RememberedSlider
from gui.settings import SettingsStore
from gui.viewer.box_layers import BoxThresholds
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.label import Label
from gui.widgets.paint import class_dot
from gui.widgets.section import SectionHeader
from gui.widgets.slider import Slider
from gui.widgets.table import Column, draw_cell
from gui.widgets.value_rows import ValueRows

_VALUE_PX: Final = 44
_TILES: Final = 12
_TILE_COLUMNS: Final = 4
_TILES_PX: Final = 168
_DOT_ROOM_PX: Final = 16
_COLOUR_MAP: Final = "viridis"


class DetectorSide(QObject):
    """Fills the side of an instrument.

    Args:
        side: is filled; owns this.
        settings: remember the thresholds, as on the Picture tab.

    Signals:
        changed: other thresholds, or another number of proposals.
    """

    changed = Signal()

    def __init__(self, side: InstrumentSide, settings: SettingsStore) -> None:
        super().__init__(side)
        self.score = Slider("Least score", lowest=LOWEST_SCORE, highest=HIGHEST_SCORE)
        self.overlap = Slider("Largest overlap", lowest=LOWEST_IOU, highest=HIGHEST_IOU)
        self.proposals = Slider("Proposals", lowest=1, highest=1)
        self.classes = side_table("Boxes of the classes", CLASS_COLUMNS)
        self.suppressed = side_table("Suppressed boxes", _SUPPRESSED_COLUMNS)
        self.place = ValueRows()
        self.bars = ClassBars("Scores of the chosen place")
        self.features = TileGrid("What is read in the region", "")
        self._chosen = SectionHeader("Chosen place", is_group=True)
        self._features = SectionHeader("Read there", is_group=True)
        self._gone = SectionHeader("Suppresses", is_group=True)
        self._rule = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._note = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._words = tuple(Label("") for _ in range(3))
        self._lay_out(side)
        RememberedSlider(self.score, settings, "box_score")
        RememberedSlider(self.overlap, settings, "box_overlap")
        self._tell()
        for slider in (self.score, self.overlap, self.proposals):
            slider.valueChanged.connect(self._on_moved)

    @property
    def thresholds(self) -> BoxThresholds:
        """What the sliders say."""
        return BoxThresholds(self.score.value() / 100, self.overlap.value() / 100)

    @property
    def most_proposals(self) -> int | None:
        """How many proposals are looked at; None for a detector without."""
        return None if self._proposal_row.isHidden() else self.proposals.value()

    def offer_proposals(self, count: int) -> None:
        """Offer to look at fewer proposals than ``count``; 0: there are none."""
        self._proposal_row.setVisible(count > 0)
        self.proposals.blockSignals(True)
        self.proposals.setMaximum(max(count, 1))
        self.proposals.setValue(max(count, 1))
        self.proposals.blockSignals(False)
        self._tell()

    def set_classes(self, rows: Sequence[ClassBoxRow]) -> None:
        """Show the classes of the picture."""
        set_side_rows(self.classes, rows)

    def set_place(self, rows: Sequence[tuple[str, str]], bars: Sequence[ClassBar], note: str) -> None:
        """Show a place; ``note`` is what it is called."""
        self.place.set_rows(rows)
        self.bars.set_rows(bars)
        self.bars.setVisible(bool(bars))
        self._chosen.set_note(note)

    def set_suppressed(self, rows: Sequence[SuppressedRow]) -> None:
        """Show what the chosen box has suppressed."""
        set_side_rows(self.suppressed, rows)
        for widget in (self._gone_holder, self.suppressed):
            widget.setVisible(bool(rows))

    def set_features(self, values: np.ndarray | None, note: str = "") -> None:
        """Show what is read in a region (rows, columns, channels): its strongest channels; None for nothing."""
        self._features_holder.setVisible(values is not None)
        self._features.set_note(note)
        if values is not None:
            self.features.set_tiles(_tiles(values))

    def set_rule(self, rule: str, note: str) -> None:
        """Say why places learn objects, and what else is to know."""
        self._rule.setText(rule)
        self._note.setText(note)
        self._note.setVisible(bool(note))

    @Slot()
    def _on_moved(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        chosen = self.thresholds
        texts = (f"{chosen.score:.2f}", f"{chosen.iou:.2f}", f"{self.proposals.value():,}")
        for label, text in zip(self._words, texts, strict=True):
            label.setText(text)

    def _lay_out(self, side: InstrumentSide) -> None:
        self.score.setToolTip("Boxes of a lower score are left out, in percent")
        self.overlap.setToolTip("Of two boxes of a class that overlap more (IoU), the better one suppresses the other")
        self.proposals.setToolTip("How many proposals are looked at, the surest first")
        rows = [("Score above", self.score, self._words[0]), ("Overlap below", self.overlap, self._words[1])]
        self._proposal_row = slider_rows([("Proposals", self.proposals, self._words[2])], value_px=_VALUE_PX)
        self._features_holder = _under(self._features, self.features)
        self._gone_holder = _under(self._gone)
        self.features.setFixedHeight(_TILES_PX)
        side.add_controls(slider_rows(rows, value_px=_VALUE_PX), self._proposal_row)
        column = side.column
        column.addWidget(inset(SectionHeader("This picture", is_group=True)))
        column.addWidget(self.classes)
        column.addSpacing(16)
        column.addWidget(inset(_under(self._chosen, self.place, self.bars)))
        column.addSpacing(12)
        column.addWidget(inset(self._gone_holder))
        column.addWidget(self.suppressed)
        column.addWidget(inset(self._features_holder))
        column.addSpacing(12)
        side.add_last_group("Who learns what", self._rule, "")
        column.insertWidget(column.count() - 1, inset(self._note))
        self.set_suppressed(())
        self.set_features(None)


def _under(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for widget in widgets:
        column.addWidget(widget)
    return holder


def _tiles(values: np.ndarray) -> TileRows:
    """The channels with the largest values, all in one range of colours."""
    strongest = np.argsort(-values.max(axis=(0, 1)), kind="stable")[:_TILES]
    shown = values[..., strongest].astype(np.float32)
    scaled = normalised(shown, value_range(shown))
    images = tuple(
        image_from_array(np.ascontiguousarray(colours(scaled[..., number], _COLOUR_MAP)))
        for number in range(len(strongest))
    )
    return TileRows(images, min(_TILE_COLUMNS, len(images)))


def _paint_label(painter: QPainter, rect: QRectF, row: SuppressedRow) -> None:
    class_dot(painter, QRectF(rect.left(), rect.center().y() - 4, 8, 8), row.colour)
    draw_cell(painter, rect.adjusted(_DOT_ROOM_PX, 0, 0, 0), row.label, _PLAIN)


def _label(row: SuppressedRow) -> str:
    return row.label


def _score(row: SuppressedRow) -> str:
    return f"{row.score:.2f}"


def _overlap(row: SuppressedRow) -> str:
    return f"{row.overlap:.2f}"


_PLAIN: Final[Column[object]] = Column("", str)
_SUPPRESSED_COLUMNS: Final = (
    Column("Class", _label, paint=_paint_label),
    Column("Score", _score, 70, align="right"),
    Column("IoU", _overlap, 64, align="right", token="text_secondary"),
)
