"""The bar above the large preview: back, which picture it is, tools that draw, what is shown, zoom, Inspect."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.drawing.hand import Tool
from gui.drawing.viewer import DrawingViewer
from gui.tokens import size
from gui.viewer.layers import Layer
from gui.widgets.button import Button
from gui.widgets.chip import LayerChip
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel, Label

_LAYERS: Final = {
    Layer.TRUTH: "Label",
    Layer.OUTLINES: "Boxes",
    Layer.MASKS: "Masks",
    Layer.PROBLEMS: "Problems",
}
_LABELS: Final = (Layer.TRUTH, Layer.OUTLINES, Layer.MASKS)


class PreviewBar(QWidget):
    """Controls of a preview.

    Signals:
        closed: back to the gallery.
        stepped(int): the next picture (1) or the one before (-1) is wanted.
        inspect_requested: a network should look at the picture.
        facts_toggled(bool): the facts at the right should be shown, or not.
    """

    closed = Signal()
    stepped = Signal(int)
    inspect_requested = Signal()
    facts_toggled = Signal(bool)

    def __init__(self, viewer: DrawingViewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self.back = Button("Gallery", icon="data", is_small=True)
        self.back.set_tip("Back to the gallery (Escape)")
        self._name = ElidedLabel("", "text")
        self._place = Label("", "secondary", tone="secondary")
        self.chips = {layer: LayerChip(name) for layer, name in _LAYERS.items()}
        self._zoom = Label("", "secondary", tone="secondary")
        self.facts = IconButton("info", "Show or hide what is known of the picture", is_checkable=True, is_small=True)
        self.inspect = Button("Inspect", icon="inspect", is_small=True)
        self.inspect.set_tip("Let a network look at this picture")
        self.box = IconButton("box", "Draw a box (B)", is_checkable=True, is_small=True)
        self.outline = IconButton("polygon", "Draw an outline (P)", is_checkable=True, is_small=True)
        self.suggest = IconButton("runs", "Suggest labels by a trained run", is_checkable=True, is_small=True)
        self._lay_out()
        self.set_layers(())
        self.set_can_draw(False)
        for chip in self.chips.values():
            chip.setChecked(True)
            chip.toggled.connect(self._on_chip_toggled)
        self.facts.setChecked(True)
        self.facts.toggled.connect(self.facts_toggled)
        self.back.clicked.connect(self.closed)
        self.inspect.clicked.connect(self.inspect_requested)
        self.box.clicked.connect(viewer.draw_box)
        self.outline.clicked.connect(viewer.draw_outline)
        viewer.tool_changed.connect(self._on_tool_changed)
        viewer.zoom_changed.connect(self._on_zoom_changed)

    def set_picture(self, name: str, place: str) -> None:
        """Say which picture is shown."""
        self._name.set_text(name)
        self._place.setText(place)

    def set_layers(self, layers: Collection[Layer]) -> None:
        """Offer only the layers that the picture has."""
        for layer, chip in self.chips.items():
            chip.setVisible(layer in layers)

    def set_can_draw(self, can_draw: bool) -> None:
        """Offer the tools that draw, where a hand can."""
        for tool in (self.box, self.outline, self.suggest):
            tool.setVisible(can_draw)

    def show_problems(self) -> None:
        """Switch the layer of problems on."""
        self.chips[Layer.PROBLEMS].setChecked(True)

    def toggle_labels(self) -> None:
        """Switch label, boxes and masks off, or on again."""
        is_shown = any(self.chips[layer].isChecked() for layer in _LABELS)
        for layer in _LABELS:
            self.chips[layer].setChecked(not is_shown)

    @Slot(bool)
    def _on_chip_toggled(self, _is_on: bool) -> None:
        for layer, chip in self.chips.items():
            self._viewer.set_layer_shown(layer, is_shown=chip.isChecked())

    @Slot(object)
    def _on_tool_changed(self, tool: Tool) -> None:
        self.box.setChecked(tool is Tool.BOX)
        self.outline.setChecked(tool is Tool.OUTLINE)

    @Slot(float)
    def _on_zoom_changed(self, zoom: float) -> None:
        self._zoom.setText(f"{zoom * 100:.0f} %" if zoom else "")

    @Slot()
    def _on_previous(self) -> None:
        self.stepped.emit(-1)

    @Slot()
    def _on_next(self) -> None:
        self.stepped.emit(1)

    def _lay_out(self) -> None:
        self.setFixedHeight(size("filter_bar"))
        self._zoom.setFixedWidth(44)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        previous = IconButton("previous", "Picture before (Left)", is_small=True)
        following = IconButton("next", "Next picture (Right)", is_small=True)
        zoom_out = IconButton("zoom-out", "Smaller (-)", is_small=True)
        zoom_in = IconButton("zoom-in", "Larger (+)", is_small=True)
        fit = IconButton("fit", "Show the whole picture (0)", is_small=True)
        previous.clicked.connect(self._on_previous)
        following.clicked.connect(self._on_next)
        zoom_out.clicked.connect(self._viewer.zoom_out)
        zoom_in.clicked.connect(self._viewer.zoom_in)
        fit.clicked.connect(self._viewer.fit)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(4)
        for widget in (self.back, previous, following):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._name)
        row.addSpacing(4)
        row.addWidget(self._place)
        row.addStretch(1)
        row.addSpacing(4)
        for tool in (self.box, self.outline, self.suggest):
            row.addWidget(tool)
        row.addSpacing(4)
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addSpacing(4)
        for control in (zoom_out, self._zoom, zoom_in, fit, self.facts):
            row.addWidget(control)
        row.addSpacing(4)
        row.addWidget(self.inspect)
