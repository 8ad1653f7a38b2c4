"""The instrument of border weights: the map over the picture, and the numbers of its equation."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.pages.inspect.microscope.borders.told import BorderMap, fact_rows, pixel_rows, settings_words
from gui.pages.inspect.microscope.borders.viewer import BorderViewer
from gui.pages.inspect.microscope.instrument import Instrument
from gui.pages.inspect.microscope.side import slider_rows
from gui.settings import SettingsStore
from gui.viewer.layers import HeatStyle, Layer
from gui.viewer.mask_layers import Codes, PictureMasks
from gui.widgets.chip import LayerChip
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.slider import Slider
from gui.widgets.value_rows import ValueRows

_LAYERS: Final = {Layer.PICTURE: "Picture", Layer.TRUTH: "Truth", Layer.HEAT_MAP: "Weights"}
_PER_UNIT: Final = 2
"""Sliders go in steps of a half."""
_LARGEST_W_0: Final = 50
_LARGEST_SIGMA_PX: Final = 25
_VALUE_PX: Final = 52
_EQUATION: Final = "w = w_c + w₀ exp(−(d₁ + d₂)² / 2σ²)"
_MEANING: Final = (
    "d₁ and d₂ are the distances to the nearest and the second nearest object; on an object d₁ is 0. Where two objects "
    "of one class touch, a line of background is learned between them."
)


class BordersView(Instrument):
    """Two sliders, the map, and its values.

    Signals:
        changed: other settings are wanted.
        reset_wanted: those of the run are wanted again.
    """

    changed = Signal()
    reset_wanted = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        self.border_viewer = BorderViewer()
        super().__init__(self.border_viewer, parent)
        self._settings = settings
        self._classes: tuple[str, ...] = ()
        self.chips = {layer: LayerChip(name) for layer, name in _LAYERS.items()}
        self.w_0 = Slider("w₀, the weight where two objects touch", highest=_LARGEST_W_0 * _PER_UNIT)
        self.sigma = Slider("σ, how wide a gap still counts", lowest=1, highest=_LARGEST_SIGMA_PX * _PER_UNIT)
        self.opacity = Slider("Opacity of the weights")
        self.reset = IconButton("reset", "Back to where the sliders began", is_small=True)
        self.note = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.facts = ValueRows()
        self.pixel = ValueRows()
        self._words = {slider: Label("") for slider in (self.w_0, self.sigma, self.opacity)}
        self._lay_out()
        self._connect()
        self.pixel.set_rows(pixel_rows(None, None))

    @property
    def equation_settings(self) -> tuple[float, float]:
        """(w_0, sigma in pixels) of the sliders."""
        return self.w_0.value() / _PER_UNIT, self.sigma.value() / _PER_UNIT

    def set_classes(self, classes: tuple[str, ...]) -> None:
        """Begin with another network."""
        self._classes = classes
        self.begin_picture()

    def begin_picture(self) -> None:
        """Nothing is known of the picture yet."""
        self.border_viewer.set_border_map(None)
        self.border_viewer.set_masks(None)
        self.pixel.set_rows(pixel_rows(None, None))

    def set_settings(self, w_0: float, sigma_px: float) -> None:
        """Move the sliders without telling about it."""
        for slider, value in ((self.w_0, w_0), (self.sigma, sigma_px)):
            position = max(round(value * _PER_UNIT), slider.minimum())
            slider.blockSignals(True)
            slider.setMaximum(max(slider.maximum(), position))
            slider.setValue(position)
            slider.blockSignals(False)
        self._tell()

    def set_border_map(self, found: BorderMap) -> None:
        """Show other weights."""
        self.border_viewer.set_border_map(found)
        self.note.setText(settings_words(found.weighed))
        self.facts.set_rows(fact_rows(found, self._classes))
        self.show_all()

    def set_truth(self, truth: Codes) -> None:
        """Draw the outlines of what is true."""
        self.border_viewer.set_masks(PictureMasks(self._classes, truth, truth))

    def _connect(self) -> None:
        for layer, chip in self.chips.items():
            chip.setChecked(layer is not Layer.TRUTH)
            chip.toggled.connect(self._on_chip_toggled)
        self.border_viewer.set_layer_shown(Layer.PREDICTION, is_shown=False)
        self._on_chip_toggled()
        self.w_0.valueChanged.connect(self._on_moved)
        self.sigma.valueChanged.connect(self._on_moved)
        self.opacity.valueChanged.connect(self._on_opacity_changed)
        self._settings.changed.connect(self._show_style)
        self.reset.clicked.connect(self.reset_wanted)
        self.border_viewer.pixel_hovered.connect(self._on_pixel_hovered)
        self._show_style()

    @Slot()
    def _on_chip_toggled(self) -> None:
        for layer, chip in self.chips.items():
            self.border_viewer.set_layer_shown(layer, is_shown=chip.isChecked())

    @Slot()
    def _on_moved(self) -> None:
        self._tell()
        self.changed.emit()

    @Slot(int)
    def _on_opacity_changed(self, value: int) -> None:
        self._settings.change(heat_opacity=value)

    @Slot(object)
    def _on_pixel_hovered(self, pixel: tuple[int, int] | None) -> None:
        self.pixel.set_rows(pixel_rows(self.border_viewer.border_map, self.border_viewer.place_at(pixel)))

    @Slot()
    def _show_style(self) -> None:
        value = self._settings.value
        self.opacity.setValue(value.heat_opacity)
        self.border_viewer.set_heat_style(HeatStyle(value.colour_map, value.heat_opacity / 100))
        self._tell()

    def _tell(self) -> None:
        w_0, sigma_px = self.equation_settings
        self._words[self.w_0].setText(f"{w_0:.1f}")
        self._words[self.sigma].setText(f"{sigma_px:.1f} px")
        self._words[self.opacity].setText(f"{self.opacity.value()} %")

    def _lay_out(self) -> None:
        self.add_above(*self.chips.values())
        header = SectionHeader("Border weights", is_group=True)
        header.add_control(self.reset)
        rows = (("w₀", self.w_0), ("σ", self.sigma), ("Opacity", self.opacity))
        for slider in self._words:
            slider.setToolTip(slider.accessibleName())
        sliders = slider_rows([(name, slider, self._words[slider]) for name, slider in rows], value_px=_VALUE_PX)
        self.side.add_controls(header, Label(_EQUATION), sliders, self.note)
        self.side.add_group("Under the cursor", self.pixel)
        self.side.add_last_group("This picture", self.facts, _MEANING)
