"""From the shown map to a box: a threshold that can be moved, and how well the box meets the true one."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.annotations import Box
from gui.pages.inspect.why.parameters import ParameterRow
from gui.pictures.colour_maps import resized
from gui.widgets.label import Label
from gui.widgets.slider import Slider
from gui.widgets.switch import CheckBox
from gui.widgets.value_rows import ValueRows
from gui.words import NOTHING, percent

Floats = NDArray[np.float32]
_SIDE: Final = 256
_DEFAULT_PERCENT: Final = 20


class BoxSection(QWidget):
    """A switch, the threshold, and what came of it.

    Signals:
        box_changed: the Box in pixels of the picture; None for none.
    """

    box_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = CheckBox("Box around the largest part")
        self.switch.set_tip("The largest connected part of the map above a share of its maximum")
        self.threshold = Slider("Threshold of the box in percent of the maximum", lowest=1, highest=100)
        self.threshold.setValue(_DEFAULT_PERCENT)
        self.threshold.setToolTip("Share of the map's maximum, in percent")
        self._words = Label(f"{_DEFAULT_PERCENT} %")
        self._words.setMinimumWidth(48)
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.rows = ValueRows()
        self._threshold_row = ParameterRow("Threshold", self.threshold, words=self._words)
        self._map: Floats | None = None
        self._size = (1, 1)
        self._truths: tuple[Box, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.switch)
        column.addWidget(self._threshold_row)
        column.addWidget(self.rows)
        self.switch.toggled.connect(self._show)
        self.threshold.valueChanged.connect(self._on_threshold_changed)
        self._show()

    def set_map(self, raw: Floats | None) -> None:
        """Look for the box in another raw map (h, w)."""
        self._map = raw
        self._show()

    def set_picture(self, *, width: int, height: int, truths: Sequence[Box]) -> None:
        """Another picture, of this size in pixels, with its true boxes."""
        self._size, self._truths = (width, height), tuple(truths)
        self._show()

    @Slot(int)
    def _on_threshold_changed(self, value: int) -> None:
        self._words.setText(f"{value} %")
        self._show()

    @Slot()
    def _show(self) -> None:
        is_on = self.switch.isChecked()
        self._threshold_row.setVisible(is_on)
        self.rows.setVisible(is_on)
        if not is_on or self._map is None:
            self.box_changed.emit(None)
            return
        box, share = find_box(self._map, self.threshold.value() / 100, size=self._size)
        self.rows.set_rows(rows_of(self._map, box, share, truths=self._truths, size=self._size))
        self.box_changed.emit(box)


def find_box(raw: Floats, threshold: float, *, size: tuple[int, int]) -> tuple[Box | None, float]:
    """The box in pixels of a picture of ``size`` (width, height), and the share of the picture that is above it."""
    from engine.inspect.localisation import localise  # SciPy takes long to import; most maps are shown without a box

    factor = min(_SIDE / max(size), 1.0)
    width, height = (max(round(side * factor), 1) for side in size)
    found = localise(resized(raw, width=width, height=height), threshold=threshold)
    if found is None:
        return None, 0.0
    x, y = size[0] / width, size[1] / height
    x_min, y_min, x_max, y_max = found.box_xyxy
    return Box(x_min * x, y_min * y, x_max * x, y_max * y), found.share


def rows_of(
    raw: Floats, box: Box | None, share: float, *, truths: Sequence[Box], size: tuple[int, int]
) -> list[tuple[str, str]]:
    """What is known of a box, in rows."""
    from engine.inspect.localisation import box_iou, points_into

    if box is None:
        return [("Box", "none: nothing is above zero")]
    rows = [("Box", f"{box.width:.0f} × {box.height:.0f} px"), ("Part of the picture", percent(share))]
    if not truths:
        return [*rows, ("IoU", f"{NOTHING} (no true box known)")]
    iou = max(box_iou(_corners(box), _corners(truth)) for truth in truths)
    scale = np.array([raw.shape[1] / size[0], raw.shape[0] / size[1]] * 2)
    is_inside = points_into(raw, np.array([_corners(truth) for truth in truths]) * scale)
    return [*rows, ("IoU with the true box", f"{iou:.2f}"), ("Maximum inside it", "yes" if is_inside else "no")]


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x_min, box.y_min, box.x_max, box.y_max
