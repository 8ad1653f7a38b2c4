"""One of several maps side by side, with its caption."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.events import Explained
from gui.inspection import Question
from gui.pages.inspect.why.caption import MapCaption
from gui.pages.inspect.why.methods import BY_NAME
from gui.viewer.layers import HeatMap, HeatStyle
from gui.viewer.map_viewer import MapViewer

Floats = NDArray[np.float32]


class ComparePane(QWidget):
    """A viewer that shows the map of one question.

    Signals:
        pixel_hovered: (column, row) under the cursor; None beside the picture.
        placement_changed: where the picture lies, after the user zoomed or panned; None for fitted.
    """

    pixel_hovered = Signal(object)
    placement_changed = Signal(object)

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.viewer = MapViewer()
        self.viewer.setMinimumSize(80, 60)
        self.caption = MapCaption()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.viewer, 1)
        column.addWidget(self.caption)
        self.viewer.pixel_hovered.connect(self.pixel_hovered)
        self.viewer.placement_changed.connect(self.placement_changed)
        self.caption.set_words(title_of(question), "waiting")

    def set_picture(self, image: QImage | None, *, width: int, height: int, style: HeatStyle) -> None:
        """Show the picture below the map."""
        self.viewer.set_picture(image, width=width, height=height)
        self.viewer.set_heat_style(style)

    def set_map(self, explained: Explained, raw: Floats) -> None:
        """Show the map."""
        heat = HeatMap.from_signed(raw) if explained.is_signed else HeatMap.from_raw(raw)
        self.viewer.set_heat_map(heat)
        self.caption.set_explained(explained)

    def set_problem(self, sentence: str) -> None:
        """Say why there is no map."""
        self.caption.set_words(title_of(self.question), sentence)

    @Slot(object)
    def show_value_at(self, pixel: tuple[int, int] | None) -> None:
        """Tell the value at a pixel, wherever the cursor is."""
        if self.viewer.heat_map is not None:
            self.caption.set_value(self.viewer.raw_value_at(pixel))


def title_of(question: Question) -> str:
    """What a pane waits for."""
    name = BY_NAME[question.method].title if question.method is not None else ""
    return " ".join((name, *(("at", question.layer) if question.layer else ())))
