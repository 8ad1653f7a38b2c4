"""The bar above the viewer: which layers are shown, zoom, pin."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.tokens import size
from gui.viewer.layers import Layer
from gui.viewer.viewer import PictureViewer
from gui.widgets.chip import LayerChip
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label

_LAYERS: Final = {
    Layer.PICTURE: "Picture",
    Layer.TRUTH: "Truth",
    Layer.PREDICTION: "Prediction",
    Layer.DIFFERENCE: "Difference",
    Layer.HEAT_MAP: "Heat map",
}


_WIDE_PX: Final = 760


class ViewerToolbar(QWidget):
    """Controls of one viewer.

    Signals:
        cancelled: what is computed is no longer wanted.
        save_requested: what is shown should be saved.
        pin_toggled: the picture should be followed by the next training, or not any more.
    """

    cancelled = Signal()
    save_requested = Signal()
    pin_toggled = Signal()

    def __init__(self, viewer: PictureViewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self.chips = {layer: LayerChip(name) for layer, name in _LAYERS.items()}
        self.maps = IconButton("layers", "Show the feature maps beside the picture", is_checkable=True)
        self.pin = IconButton("pin", "Pin: let the next training follow this picture", is_checkable=True)
        self.cancel = IconButton("close", "Cancel the explanation")
        self.cancel.hide()
        self.save = IconButton("download", "Save what is shown: picture, drawing, or the numbers of the map")
        self.save.clicked.connect(self.save_requested)
        self._busy = Label("", "secondary", tone="secondary")
        self._zoom = Label("", "secondary", tone="secondary")
        self._zoom.setFixedWidth(44)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.maps.setChecked(True)
        self._zoom_parts: tuple[QWidget, ...] = ()
        self._fill()
        for chip in self.chips.values():
            chip.setChecked(True)
            chip.toggled.connect(self._on_chip_toggled)
        self.chips[Layer.DIFFERENCE].setChecked(False)
        self.set_difference(is_known=False)
        self.pin.clicked.connect(self.pin_toggled)
        self.cancel.clicked.connect(self.cancelled)
        viewer.zoom_changed.connect(self._on_zoom_changed)

    def set_difference(self, *, is_known: bool) -> None:
        """Offer to show what is right and what is wrong of every pixel, where that is known."""
        self.chips[Layer.DIFFERENCE].setVisible(is_known)
        self._make_room()

    @Slot()
    def show_difference(self) -> None:
        """Show what is right and what is wrong, over which no heat map lies."""
        self.chips[Layer.HEAT_MAP].setChecked(False)
        self.chips[Layer.DIFFERENCE].setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The wheel and keys zoom too: where all chips have no room beside the buttons, those go."""
        has_room = self.width() >= _WIDE_PX or self.chips[Layer.DIFFERENCE].isHidden()
        for part in self._zoom_parts:
            part.setVisible(has_room)

    def set_busy(self, words: str) -> None:
        """Say what is computed; empty for nothing."""
        self._busy.setText(words)
        self.cancel.hide()

    def set_progress(self, done: int, total: int) -> None:
        """Say how far a slow explanation is, and offer to cancel it."""
        self._busy.setText(f"looking, {100 * done // max(total, 1)} %")
        self.cancel.show()

    @Slot(bool)
    def _on_chip_toggled(self, _is_on: bool) -> None:
        for layer, chip in self.chips.items():
            self._viewer.set_layer_shown(layer, is_shown=chip.isChecked())

    @Slot(float)
    def _on_zoom_changed(self, zoom: float) -> None:
        self._zoom.setText(f"{zoom * 100:.0f} %" if zoom else "")

    def _fill(self) -> None:
        self.setFixedHeight(size("filter_bar"))
        zoom_out, zoom_in = IconButton("zoom-out", "Smaller (-)"), IconButton("zoom-in", "Larger (+)")
        self._zoom_parts = (zoom_out, self._zoom, zoom_in)
        fit = IconButton("fit", "Show the whole picture (0)")
        zoom_out.clicked.connect(self._viewer.zoom_out)
        zoom_in.clicked.connect(self._viewer.zoom_in)
        fit.clicked.connect(self._viewer.fit)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(4)
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addSpacing(8)
        row.addWidget(self._busy)
        row.addWidget(self.cancel)
        row.addStretch(1)
        for widget in (self.maps, self.save, self.pin, zoom_out, self._zoom, zoom_in, fit):
            row.addWidget(widget)
