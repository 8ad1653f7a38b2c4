"""The Invariance tab: the changed picture, what follows it, and the curve of the score."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import ModelDescribed
from engine.contract.framing import Array
from engine.contract.invariance import ChangedSeen
from gui.pages.inspect.invariance.bar import ChangeBar
from gui.pages.inspect.invariance.compared import ComparedRuns
from gui.pages.inspect.invariance.curve import InvarianceCurve
from gui.pages.inspect.invariance.following import FollowingPanel
from gui.pages.inspect.invariance.viewer import ChangedViewer
from gui.pictures.pixels import image_from_array
from gui.settings import SettingsStore
from gui.viewer.layers import HeatMap
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.surface import Surface

Floats = NDArray[np.float32]
_NARROW_PX: Final = 960
_SIDE_PX: Final = {True: 248, False: 348}
_SCORE_ARRAYS: Final = 3


class InvarianceBench(QWidget):
    """Shows what the network says of a changed picture; asks nothing itself.

    Signals:
        shown: the tab came on screen.
        retried: what failed is wanted again.
    """

    shown = Signal()
    retried = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = ChangeBar(settings)
        self.viewer = ChangedViewer()
        self.following = FollowingPanel()
        self.curve = InvarianceCurve()
        self.compared = ComparedRuns()
        self.again = Button("Try again", icon="reset")
        self._empty = EmptyState("inspect", "", self.again)
        self._sides = (Surface("window", ("left",)), Surface("window", ("left", "top")))
        self._stack = QStackedWidget()
        self._fill()
        self.again.clicked.connect(self.retried)
        self.bar.style_changed.connect(self.viewer.set_heat_style)
        self.bar.axis_changed.connect(self._on_axis_changed)
        self.bar.changed.connect(self._on_changed)
        self.curve.amount_chosen.connect(self.bar.set_amount)
        self.viewer.cover_dragged.connect(self.bar.put_cover)
        self.viewer.cover_stepped.connect(self._on_cover_stepped)
        self.viewer.set_heat_style(self.bar.style_now)
        self._on_axis_changed()
        self._on_changed()

    @property
    def is_empty(self) -> bool:
        """Whether there is a sentence in the place of everything."""
        return self._stack.currentWidget() is self._empty

    def set_sentence(self, sentence: str, *, can_retry: bool = False) -> None:
        """Say why there is nothing to see."""
        self._empty.set_sentence(sentence)
        self.again.setVisible(can_retry)
        self._stack.setCurrentWidget(self._empty)

    def set_model(self, model: ModelDescribed) -> None:
        """Begin with another network."""
        self.bar.set_model(model)
        self.following.set_model(model)

    def set_seen(self, seen: ChangedSeen, arrays: Sequence[Array]) -> None:
        """Show the answer of the network about the picture of the moment."""
        pixels = np.asarray(arrays[0], np.uint8)
        scores, original = (np.asarray(array, np.float32) for array in arrays[1:_SCORE_ARRAYS])
        rest = [np.asarray(array, np.float32) for array in arrays[_SCORE_ARRAYS:]]
        cam = rest.pop() if seen.method is not None else None
        self.bar.set_input(pixels.shape[1], pixels.shape[0])
        self.viewer.replace_picture(image_from_array(pixels))
        self.viewer.set_heat_map(_heat_of(cam, seen))
        self.following.set_seen(seen, scores, original, rest[0] if rest else None)
        self._stack.setCurrentIndex(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for side in self._sides:
            side.setFixedWidth(_SIDE_PX[self.width() < _NARROW_PX])

    @Slot()
    def _on_axis_changed(self) -> None:
        self.curve.set_axis(self.bar.axis)
        self.viewer.set_covering(is_on=self.bar.kind == "cover")

    @Slot()
    def _on_changed(self) -> None:
        self.curve.plot.set_chosen_x(self.bar.change.amount)

    @Slot(int, int)
    def _on_cover_stepped(self, right: int, down: int) -> None:
        change = self.bar.change
        self.bar.put_cover(change.amount + right, min(max(change.cover_y + down, 0.0), self.bar.input_px[1]))

    def _fill(self) -> None:
        for side, panel in zip(self._sides, (self.following, self.compared), strict=True):
            inner = QVBoxLayout(side)
            inner.setContentsMargins(1, 1, 0, 0)
            inner.addWidget(panel)
        full = QWidget()
        grid = QGridLayout(full)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.bar)
        left.addWidget(self.viewer, 1)
        grid.addLayout(left, 0, 0)
        grid.addWidget(self._sides[0], 0, 1)
        grid.addWidget(self.curve, 1, 0)
        grid.addWidget(self._sides[1], 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(0, 3)
        grid.setRowStretch(1, 2)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(full)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)


def _heat_of(cam: Floats | None, seen: ChangedSeen) -> HeatMap | None:
    """The map in the colours that it has without the change, so that fading shows."""
    if cam is None:
        return None
    make = HeatMap.from_signed if seen.is_signed else HeatMap.from_raw
    return make(cam, largest=seen.largest)
