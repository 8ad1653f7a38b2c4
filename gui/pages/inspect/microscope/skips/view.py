"""The instrument of skips: the mask that follows them, and what each of them contributes."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QRectF, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from engine.contract.microscope import ListedSkip, SkipsMeasured, SkipsWeakened
from engine.ops.mask_changes import Change
from gui.pages.inspect.microscope.instrument import Instrument
from gui.pages.inspect.microscope.side import inset, set_side_rows, side_table
from gui.pages.inspect.microscope.skips.strengths import SkipStrengths
from gui.pages.inspect.microscope.skips.told import (
    ChangeRow,
    ContributionRow,
    contribution_rows,
    effect_rows,
    points,
)
from gui.pages.inspect.microscope.skips.viewer import CHANGE_TOKENS, SkipMasks, SkipViewer
from gui.theme import theme
from gui.viewer.layers import Layer
from gui.widgets.chip import LayerChip
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.paint import rounded
from gui.widgets.section import SectionHeader
from gui.widgets.table import Column, draw_cell
from gui.widgets.value_rows import ValueRows
from gui.words import percent

_DOT_ROOM_PX: Final = 16
_WIDE_PX: Final = 300
_LAYERS: Final = {
    Layer.PICTURE: "Picture",
    Layer.TRUTH: "Truth",
    Layer.PREDICTION: "Mask",
    Layer.DIFFERENCE: "Changes",
}
_MEASURING: Final = "Each skip is being switched off."


class SkipsView(Instrument):
    """Switches, the mask, and tables.

    Signals:
        changed: other shares are wanted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.skip_viewer = SkipViewer()
        super().__init__(self.skip_viewer, parent)
        self.chips = {layer: LayerChip(name) for layer, name in _LAYERS.items()}
        self.strengths = SkipStrengths()
        self.reset = IconButton("reset", "Let all skips pass whole", is_small=True)
        self.effect = ValueRows()
        self.changes = side_table("What changes", _CHANGES)
        self.contributions = side_table("What each skip contributes", _CONTRIBUTIONS)
        self._note = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._names: tuple[str, ...] = ()
        self._lay_out()
        for chip in self.chips.values():
            chip.setChecked(True)
            chip.toggled.connect(self._on_chip_toggled)
        self.chips[Layer.TRUTH].setChecked(False)  # changes tell where it is right
        self.strengths.changed.connect(self._on_strengths_changed)
        self.reset.clicked.connect(self._on_reset)
        self.contributions.chosen.connect(self._on_row_chosen)

    def set_skips(self, skips: Sequence[ListedSkip]) -> None:
        """Begin with another network."""
        self._names = tuple(skip.merge for skip in skips)
        self.strengths.set_skips(skips)
        self.begin_picture()

    def begin_picture(self) -> None:
        """Nothing is known of the picture yet."""
        self.skip_viewer.set_skip_masks(None)
        self.effect.set_rows([])
        set_side_rows(self.changes, [])
        set_side_rows(self.contributions, [])
        self._note.setText(_MEASURING)
        self._note.show()

    def set_weakened(self, weakened: SkipsWeakened, masks: SkipMasks) -> None:
        """Show what the network says with weaker skips."""
        self.skip_viewer.set_skip_masks(masks)
        self.chips[Layer.TRUTH].setVisible(masks.masks.truth is not None)
        self.effect.set_rows(effect_rows(weakened.iou, weakened.effect))
        kinds = list(CHANGE_TOKENS) if masks.masks.truth is not None else [Change.OTHER]
        set_side_rows(self.changes, [ChangeRow(kind, masks.share_of(kind)) for kind in kinds])
        self.show_all()

    def set_measured(self, measured: SkipsMeasured) -> None:
        """Show what the mask is without each of the skips."""
        set_side_rows(self.contributions, contribution_rows(self._names, measured))
        self._note.hide()

    def set_note(self, sentence: str) -> None:
        """Say why there is no table."""
        self._note.setText(sentence)
        self._note.show()

    @Slot()
    def _on_chip_toggled(self) -> None:
        for layer, chip in self.chips.items():
            self.skip_viewer.set_layer_shown(layer, is_shown=chip.isChecked())

    @Slot()
    def _on_strengths_changed(self) -> None:
        chosen = self.contributions.currentIndex().row()
        if chosen >= 0 and self.contributions.rows_model.rows[chosen].shares != self.strengths.shares:
            self.contributions.clearSelection()
            self.contributions.setCurrentIndex(QModelIndex())
        self.changed.emit()

    @Slot()
    def _on_reset(self) -> None:
        self.strengths.set_shares((1.0,) * len(self._names))

    @Slot(object)
    def _on_row_chosen(self, row: ContributionRow | None) -> None:
        if row is not None:
            self.strengths.set_shares(row.shares)

    def _lay_out(self) -> None:
        self.add_above(*self.chips.values())
        skips = SectionHeader("Skips", is_group=True)
        skips.add_control(self.reset)
        column = self.side.column
        column.addWidget(inset(skips))
        column.addSpacing(8)
        column.addWidget(inset(self.strengths))
        column.addSpacing(20)
        column.addWidget(inset(SectionHeader("This picture", is_group=True)))
        column.addSpacing(4)
        column.addWidget(inset(self.effect))
        column.addWidget(self.changes)
        column.addSpacing(20)
        column.addWidget(inset(SectionHeader("Switched off", "click to try it", is_group=True)))
        column.addWidget(inset(self._note))
        column.addWidget(self.contributions)
        column.addStretch(1)


def _name(row: ContributionRow | ChangeRow) -> str:
    return row.name


def _share(row: ChangeRow) -> str:
    return percent(row.share)


def _iou(row: ContributionRow) -> str:
    return percent(row.iou)


def _lost(row: ContributionRow) -> str:
    return points(row.lost)


def _changed(row: ContributionRow) -> str:
    return percent(row.changed)


def _paint_change(painter: QPainter, rect: QRectF, row: ChangeRow) -> None:
    dot = QRectF(rect.left(), rect.center().y() - 4, 8, 8)
    rounded(painter, dot, 2, fill=theme().colour(CHANGE_TOKENS[row.kind]), line=None)
    draw_cell(painter, rect.adjusted(_DOT_ROOM_PX, 0, 0, 0), row.name, _PLAIN)


_PLAIN: Final[Column[ChangeRow]] = Column("", _name)
_CHANGES: Final[tuple[Column[ChangeRow], ...]] = (
    Column("Pixels that were", _name, paint=_paint_change),
    Column("Share", _share, 74, align="right"),
)
_CONTRIBUTIONS: Final[tuple[Column[ContributionRow], ...]] = (
    Column("Off", _name),
    Column("IoU", _iou, 66, align="right"),
    Column("Points", _lost, 58, align="right", token="text_secondary", needs_px=_WIDE_PX),
    Column("Changed", _changed, 78, align="right", token="text_secondary"),
)
