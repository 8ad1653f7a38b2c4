"""The instrument of deformation: before and after, and how strong it is."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.contract.microscope import PictureDeformed
from gui.pages.inspect.microscope.deformation.told import DeformedSide, fact_rows, settings_words
from gui.pages.inspect.microscope.deformation.viewer import DeformationViewer
from gui.pages.inspect.microscope.instrument import Instrument
from gui.pages.inspect.microscope.side import slider_rows
from gui.viewer.layers import Layer
from gui.widgets.button import Button
from gui.widgets.chip import LayerChip
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.slider import Slider
from gui.widgets.value_rows import ValueRows

_PER_PX: Final = 2
"""The slider goes in steps of half a pixel."""
_LARGEST_PX: Final = 32
_FEWEST_POINTS, _MOST_POINTS = 3, 9
_VALUE_PX: Final = 56
_MEANING: Final = (
    "The points of a coarse grid move at random, each by a normal number whose deviation is the strength; in between "
    "the movement is bicubic, and a draw that would fold the picture over itself is weakened. Turns, zoom and light "
    "are left out here: Data, Augmentation shows them all."
)


class DeformationView(Instrument):
    """Two pictures, sliders, and another draw.

    Signals:
        changed: another strength, grid or draw is wanted.
        reset_wanted: strength and grid of the run and its first draw are wanted again.
    """

    changed = Signal()
    reset_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.before, self.after = DeformationViewer("before"), DeformationViewer("after")
        super().__init__(self.before, parent)
        self.picture_chip, self.mask_chip, self.lines_chip = (LayerChip(name) for name in ("Picture", "Mask", "Grid"))
        self.strength = Slider("Strength of the deformation", highest=_LARGEST_PX * _PER_PX)
        self.grid = Slider("Points of the grid", lowest=_FEWEST_POINTS, highest=_MOST_POINTS)
        self.another = Button("Another")
        self.reset = IconButton("reset", "Back to strength and grid of the run and its first draw", is_small=True)
        self.note = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.facts = ValueRows()
        self.variant = 0
        self._words, self._grid_words = Label(""), Label("")
        self._draw = Label("", "secondary", tone="secondary")
        self._lay_out()
        self._connect()

    @property
    def strength_px(self) -> float:
        """Of the slider."""
        return self.strength.value() / _PER_PX

    @property
    def grid_points(self) -> int:
        """Of the slider: along each side of the grid."""
        return self.grid.value()

    def set_picture(self, image: QImage, *, width: int, height: int) -> None:
        """Pictures come from the engine, as the network gets them."""

    def begin_picture(self) -> None:
        """Nothing is known of the picture yet."""
        self.before.set_side(None)
        self.after.set_side(None)

    def set_deformation(self, *, strength_px: float, grid_points: int) -> None:
        """Move the sliders without telling about it."""
        position = round(strength_px * _PER_PX)
        self.strength.setMaximum(max(self.strength.maximum(), position))
        for slider, value in ((self.strength, position), (self.grid, grid_points)):
            slider.blockSignals(True)
            slider.setValue(value)
            slider.blockSignals(False)
        self._tell()

    def set_deformed(
        self, told: PictureDeformed, before: DeformedSide, after: DeformedSide, classes: tuple[str, ...]
    ) -> None:
        """Show a draw."""
        self.before.set_side(before, classes, told.kept_xyxy)
        self.after.set_side(after, classes, told.kept_xyxy)
        self.mask_chip.setVisible(before.mask is not None)
        self.note.setText(settings_words(told))
        self.facts.set_rows(fact_rows(told, before))
        self.show_all()

    def _connect(self) -> None:
        for chip in (self.picture_chip, self.mask_chip, self.lines_chip):
            chip.setChecked(True)
            chip.toggled.connect(self._on_chip_toggled)
        self._on_chip_toggled()
        for slider in (self.strength, self.grid):
            slider.valueChanged.connect(self._on_moved)
        self.another.clicked.connect(self._on_another)
        self.reset.clicked.connect(self._on_reset)
        self.before.placement_changed.connect(self.after.follow)
        self.after.placement_changed.connect(self.before.follow)
        self._tell()

    @Slot()
    def _on_chip_toggled(self) -> None:
        for viewer in (self.before, self.after):
            viewer.set_layer_shown(Layer.PICTURE, is_shown=self.picture_chip.isChecked())
            viewer.set_masks_shown(is_shown=self.mask_chip.isChecked())
            viewer.set_lines_shown(is_shown=self.lines_chip.isChecked())

    @Slot()
    def _on_moved(self) -> None:
        self._tell()
        self.changed.emit()

    @Slot()
    def _on_another(self) -> None:
        self.variant += 1
        self._on_moved()

    @Slot()
    def _on_reset(self) -> None:
        self.variant = 0
        self._tell()
        self.reset_wanted.emit()

    def _tell(self) -> None:
        self._words.setText(f"{self.strength_px:.1f} px")
        self._grid_words.setText(f"{self.grid_points} × {self.grid_points}")
        self._draw.setText(f"draw {self.variant + 1}")

    def _lay_out(self) -> None:
        self.add_above(self.picture_chip, self.mask_chip, self.lines_chip)
        self.add_viewer(self.after)
        header = SectionHeader("Deformation", is_group=True)
        header.add_control(self.reset)
        self.strength.setToolTip("Standard deviation of the movement of the grid's points, in pixels")
        self.grid.setToolTip("Points along each side of the grid: more of them bend finer, fewer more smoothly")
        rows = [("Strength", self.strength, self._words), ("Grid", self.grid, self._grid_words)]
        sliders = slider_rows(rows, value_px=_VALUE_PX)
        self.side.add_controls(header, sliders, self._make_draw(), self.note)
        self.side.add_last_group("This draw", self.facts, _MEANING)

    def _make_draw(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.another.set_tip("Draw other movements of the same strength and grid")
        row.addWidget(self.another)
        row.addWidget(self._draw)
        row.addStretch(1)
        return holder
