"""The instrument of pooling: layer, channel, and which values win."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.contract.microscope import ListedPooling
from gui.pages.inspect.microscope.instrument import Instrument
from gui.pages.inspect.microscope.pooling.told import SeenWinners, fact_rows, window_rows
from gui.pages.inspect.microscope.pooling.viewer import MapShown, PoolingViewer
from gui.pages.inspect.microscope.side import slider_rows
from gui.settings import SettingsStore
from gui.viewer.layers import HeatStyle, Layer
from gui.widgets.chip import LayerChip
from gui.widgets.combo import Combo
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.slider import Slider
from gui.widgets.value_rows import ValueRows
from gui.words import shape

_VALUE_PX: Final = 52
_MEANING: Final = (
    "In every window the largest value goes on. Zoom in for windows and arrows; pale ones have only equal values, of "
    "which the first counts. Where an unpooling reads the positions, its values go back there, and zeros elsewhere."
)
_PUT_BACK: Final = "Lay over the picture what the unpooling puts where the winners were"
_NO_UNPOOLING: Final = "No layer puts values back where the winners of this pooling were."


class PoolingView(Instrument):
    """One channel of one pooling.

    Signals:
        changed: another layer or channel is wanted.
    """

    changed = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        self.pooling_viewer = PoolingViewer()
        super().__init__(self.pooling_viewer, parent)
        self._settings = settings
        self.picture = LayerChip("Picture")
        self.winners = LayerChip("Winners")
        self.map = LayerChip("Map")
        self.put_back = LayerChip("Put back")
        self.map.set_tip("Lay the map over the picture whose values compete")
        self.layers = Combo("Pooling")
        self.channel = Slider("Channel of the pooling", highest=0)
        self.strongest = IconButton("reset", "Back to the strongest channel", is_small=True)
        self.window_values = ValueRows()
        self.facts = ValueRows()
        self._channel_words = Label("")
        self._is_chosen = False
        self._lay_out()
        self._connect()
        self._offer_put_back(is_there=False)
        self.window_values.set_rows(window_rows(None, None))

    @property
    def layer(self) -> str | None:
        """The pooling that is wanted; None for the first one."""
        return None if self.layers.value is None else str(self.layers.value)

    @property
    def wanted_channel(self) -> int | None:
        """The channel that is wanted; None for the strongest."""
        return self.channel.value() if self._is_chosen else None

    def begin_network(self) -> None:
        """Forget layers and channel of another network."""
        self._is_chosen = False
        self.layers.blockSignals(True)
        self.layers.clear()
        self.layers.blockSignals(False)
        self.begin_picture()

    def begin_picture(self) -> None:
        """Nothing is known of the picture yet."""
        self.pooling_viewer.set_winners(None)
        self.window_values.set_rows(window_rows(None, None))

    def set_winners(self, found: SeenWinners) -> None:
        """Show another channel."""
        self._offer(found)
        self._offer_put_back(is_there=found.put_back is not None)
        self.pooling_viewer.set_winners(found)
        self.facts.set_rows(fact_rows(found))
        self.window_values.set_rows(window_rows(found, None))
        self.show_all()

    def _offer(self, found: SeenWinners) -> None:
        """Show layers and channels as they are, without a signal."""
        for control in (self.layers, self.channel):
            control.blockSignals(True)
        if self.layers.count() != len(found.seen.poolings):
            self.layers.set_choices([(pooling.name, _in_words(pooling)) for pooling in found.seen.poolings])
        self.layers.set_value(found.seen.layer)
        self.channel.setRange(0, found.pooling.shape[2] - 1)
        self.channel.setValue(found.seen.channel)
        for control in (self.layers, self.channel):
            control.blockSignals(False)
        self._channel_words.setText(str(found.seen.channel))

    def _offer_put_back(self, *, is_there: bool) -> None:
        self.put_back.set_available(is_there, reason=_NO_UNPOOLING)
        if is_there:
            self.put_back.set_tip(_PUT_BACK)
        else:
            self.put_back.setChecked(False)

    def _connect(self) -> None:
        for chip in (self.picture, self.winners):
            chip.setChecked(True)
            chip.toggled.connect(self._on_chip_toggled)
        self.map.toggled.connect(self._on_map_toggled)
        self.put_back.toggled.connect(self._on_put_back_toggled)
        self.layers.value_changed.connect(self._on_layer_chosen)
        self.channel.valueChanged.connect(self._on_channel_moved)
        self.strongest.clicked.connect(self._on_strongest)
        self.pooling_viewer.pixel_hovered.connect(self._on_pixel_hovered)
        self._settings.changed.connect(self._show_style)
        self._show_style()

    @Slot()
    def _on_chip_toggled(self) -> None:
        self.pooling_viewer.set_layer_shown(Layer.PICTURE, is_shown=self.picture.isChecked())
        self.pooling_viewer.set_winners_shown(is_shown=self.winners.isChecked())

    @Slot()
    def _on_map_toggled(self) -> None:
        if self.map.isChecked():
            self.put_back.setChecked(False)
        self._show_map()

    @Slot()
    def _on_put_back_toggled(self) -> None:
        if self.put_back.isChecked():
            self.map.setChecked(False)
        self._show_map()

    def _show_map(self) -> None:
        put_back = MapShown.PUT_BACK if self.put_back.isChecked() else MapShown.NOTHING
        self.pooling_viewer.set_shown(MapShown.POOLED if self.map.isChecked() else put_back)

    @Slot(object)
    def _on_layer_chosen(self, _layer: object) -> None:
        self._is_chosen = False
        self.changed.emit()

    @Slot(int)
    def _on_channel_moved(self, channel: int) -> None:
        self._is_chosen = True
        self._channel_words.setText(str(channel))
        self.changed.emit()

    @Slot()
    def _on_strongest(self) -> None:
        self._is_chosen = False
        self.changed.emit()

    @Slot(object)
    def _on_pixel_hovered(self, pixel: tuple[int, int] | None) -> None:
        viewer = self.pooling_viewer
        self.window_values.set_rows(window_rows(viewer.winners, viewer.window_at(pixel)))

    @Slot()
    def _show_style(self) -> None:
        value = self._settings.value
        self.pooling_viewer.set_heat_style(HeatStyle(value.colour_map, value.heat_opacity / 100))

    def _lay_out(self) -> None:
        self.add_above(self.picture, self.map, self.winners, self.put_back)
        header = SectionHeader("Pooling", is_group=True)
        header.add_control(self.strongest)
        self.channel.setToolTip("Number of the channel whose values compete")
        channel = slider_rows([("Channel", self.channel, self._channel_words)], value_px=_VALUE_PX)
        self.side.add_controls(header, self.layers, channel)
        self.side.add_group("Under the cursor", self.window_values)
        self.side.add_last_group("This layer", self.facts, _MEANING)


def _in_words(pooling: ListedPooling) -> str:
    return f"{pooling.name}, to {shape(pooling.shape)}"
