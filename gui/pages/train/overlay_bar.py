"""What is laid over the pinned pictures, and how much of them masks hide."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.remembered import RememberedSlider
from gui.runs.previews import EpochPreview
from gui.settings import SettingsStore
from gui.widgets.combo import Combo
from gui.widgets.slider import Slider

_HEAT: Final = "Heat map"
_COMBO_PX: Final = 128
_OPACITY_PX: Final = 80


class OverlayBar(QWidget):
    """A choice of two, and a slider where there are masks.

    Signals:
        shown_changed(bool): whether something is laid over the pictures.
        opacity_changed(float): of masks, in [0, 1].
    """

    shown_changed = Signal(object)
    opacity_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Combo("Overlay")
        self.choice.set_choices([(True, _HEAT), (False, "None")])
        self.choice.setFixedWidth(_COMBO_PX)
        self.choice.setToolTip("What is laid over the pinned pictures")
        self.opacity = Slider("Opacity of the masks")
        self.opacity.setFixedWidth(_OPACITY_PX)
        self.opacity.setToolTip("How much the masks hide of the pictures, in percent")
        self.opacity.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.opacity)
        row.addWidget(self.choice)
        self.choice.value_changed.connect(self.shown_changed)
        self.opacity.valueChanged.connect(self._on_opacity_changed)

    def remember(self, settings: SettingsStore) -> None:
        """Begin with the opacity that was chosen last, and keep what is chosen from now on."""
        RememberedSlider(self.opacity, settings, "mask_opacity")

    def show_epoch(self, found: EpochPreview | None) -> None:
        """Name what there is at an epoch; None before the first one."""
        method = overlay_of(found)
        self.choice.setItemText(0, method or _HEAT)
        self.choice.setEnabled(bool(method) or found is None)
        self.opacity.setVisible(found is not None and found.masks is not None)

    @Slot(int)
    def _on_opacity_changed(self, value: int) -> None:
        self.opacity_changed.emit(value / 100)


def overlay_of(found: EpochPreview | None) -> str:
    """What is laid over the pinned pictures at an epoch; empty for nothing."""
    if found is None:
        return ""
    if found.masks is not None:
        return "Mask"
    if any(said.boxes is not None for said in found.preview.predictions):
        return "Boxes"
    return {"cam": "CAM", "gradcam": "Grad-CAM"}.get(found.preview.method, "")
