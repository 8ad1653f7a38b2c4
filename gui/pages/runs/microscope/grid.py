"""The panes beside and below each other, with linked zoom, pan and cursor."""

import math
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.pages.runs.microscope.linked_pane import HEAD_PX, LinkedPane
from gui.viewer.placement import PicturePlacement
from gui.widgets.layouts import empty

Pane = TypeVar("Pane", bound=LinkedPane[Any])


class PaneGrid(QWidget, Generic[Pane]):
    """Panes of one picture; what is done in one is done in all.

    Attributes:
        panes: in the order in which they are shown.

    Signals:
        stepped(int): the next picture (1) or the one before (-1) is wanted.
        opened(object): the key of a pane: what is shown in a pane should be looked at alone.
        cross_changed(tuple): the pixel (column, row) that is looked at; None for none.
    """

    stepped = Signal(int)
    opened = Signal(object)
    cross_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panes: tuple[Pane, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(1)
        self._columns = 0
        self._size: tuple[int, int] | None = None
        self._cross: tuple[int, int] | None = None
        self._placement: PicturePlacement | None = None
        self._is_linked = True

    @property
    def cross(self) -> tuple[int, int] | None:
        """The pixel (column, row) that is looked at."""
        return self._cross

    def set_panes(self, panes: Sequence[Pane]) -> None:
        """Show other panes; those before are gone."""
        empty(self._grid)
        self.panes = tuple(panes)
        self._columns = 0
        for pane in self.panes:
            pane.viewer.placement_changed.connect(self._on_placement_changed)
            pane.viewer.pixel_hovered.connect(self._on_pixel_hovered)
            pane.viewer.cross_moved.connect(self._on_cross_moved)
            pane.viewer.stepped.connect(self.stepped)
            pane.viewer.opened.connect(self._on_opened)
        self._arrange()

    def set_picture(self, image: QImage | None, *, width: int = 0, height: int = 0, keeps_view: bool = False) -> None:
        """Show another picture in all panes.

        Args:
            image: its pixels, perhaps smaller than the original; None for none.
            width: of the original in pixels.
            height: likewise.
            keeps_view: whether zoom and cross stay, because it is the picture that was shown before.
        """
        placement = self._placement if keeps_view else None
        self._size = (width, height) if image is not None else None
        self._is_linked = False
        for pane in self.panes:
            pane.viewer.set_picture(image, width=width, height=height)
            pane.viewer.follow(placement)
            pane.viewer.set_cross(self._cross if keeps_view else None)
        self._is_linked, self._placement = True, placement
        if not keeps_view:
            self._look_at(None)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width, height = self._size or (1, 1)
        columns = columns_for(len(self.panes), width=self.width(), height=self.height(), ratio=width / max(height, 1))
        if columns == self._columns:
            return
        self._columns = columns
        for place, pane in enumerate(self.panes):
            self._grid.addWidget(pane, *divmod(place, columns))
        for number in range(max(self._grid.columnCount(), self._grid.rowCount())):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
            self._grid.setRowStretch(number, 1 if number * columns < len(self.panes) else 0)

    @Slot(object)
    def _on_placement_changed(self, placement: PicturePlacement | None) -> None:
        if not self._is_linked:
            return
        self._placement = placement
        for pane in self.panes:
            if pane.viewer is not self.sender():
                pane.viewer.follow(placement)

    @Slot(object)
    def _on_pixel_hovered(self, pixel: tuple[int, int] | None) -> None:
        """Beside the picture the last pixel stays, so that its numbers can be read in peace."""
        if pixel is not None:
            self._look_at(pixel)

    @Slot()
    def _on_opened(self) -> None:
        for pane in self.panes:
            if pane.viewer is self.sender():
                self.opened.emit(pane.key)

    @Slot(object)
    def _on_cross_moved(self, step: tuple[int, int]) -> None:
        if self._size is None:
            return
        width, height = self._size
        column, row = self._cross or (width // 2, height // 2)
        self._look_at((min(max(column + step[0], 0), width - 1), min(max(row + step[1], 0), height - 1)))

    def _look_at(self, pixel: tuple[int, int] | None) -> None:
        if pixel == self._cross:
            return
        self._cross = pixel
        for pane in self.panes:
            pane.viewer.set_cross(pixel)
        self.cross_changed.emit(pixel)


def columns_for(count: int, *, width: int, height: int, ratio: float) -> int:
    """How many of some panes stand beside each other, so that their picture is as large as possible.

    Args:
        count: of the panes.
        width: of all of them in pixels.
        height: likewise.
        ratio: width by height of the picture.
    """
    panes = max(count, 1)  # without any, the empty grid is laid out too

    def picture_px(columns: int) -> float:
        rows = math.ceil(panes / columns)
        return min(width / columns / ratio, height / rows - HEAD_PX)

    return max(range(1, panes + 1), key=picture_px)
