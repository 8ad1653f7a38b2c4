"""A viewer of a map: a box that was found in it, true boxes, and a view that others can follow."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.contract.annotations import Box
from gui.theme import theme
from gui.viewer.placement import PicturePlacement
from gui.viewer.viewer import PictureViewer


class MapViewer(PictureViewer):
    """A picture with a map over it.

    Signals:
        placement_changed: the PicturePlacement after the user zoomed or panned; None for a fitted picture.
    """

    placement_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Box | None = None
        self._true_boxes: tuple[Box, ...] = ()
        self._is_following = False

    @property
    def found_box(self) -> Box | None:
        """The box that was found in the map."""
        return self._found

    def set_found_box(self, box: Box | None) -> None:
        """Frame what was found in the map."""
        self._found = box
        self.update()

    def set_true_boxes(self, boxes: Sequence[Box]) -> None:
        """Frame where things really are, while there is a found box to compare with."""
        self._true_boxes = tuple(boxes)
        self.update()

    def follow(self, placement: PicturePlacement | None) -> None:
        """Show the picture as another viewer does; None fits it."""
        self._is_following = True
        if placement is None:
            self.fit()
        else:
            self._is_fitted = False
            self._place(placement)
        self._is_following = False

    def raw_value_at(self, pixel: tuple[int, int] | None) -> float | None:
        """The raw value of the map at a pixel of the picture."""
        if pixel is None or self._heat is None or self._placement is None:
            return None
        column, row = pixel
        placement = self._placement
        return self._heat.raw_at((column + 0.5) / placement.picture_width, (row + 0.5) / placement.picture_height)

    def _place(self, placement: PicturePlacement | None) -> None:
        super()._place(placement)
        self._tell()

    def _pan(self, dx: float, dy: float) -> None:
        super()._pan(dx, dy)
        self._tell()

    def _tell(self) -> None:
        if not self._is_following:
            self.placement_changed.emit(None if self._is_fitted else self._placement)

    def _paint_annotations(self, painter: QPainter) -> None:
        if self._found is None:
            return
        for box in self._true_boxes:
            self._paint_box(painter, box, Qt.PenStyle.DashLine)
        self._paint_box(painter, self._found, Qt.PenStyle.SolidLine)

    def _paint_box(self, painter: QPainter, box: Box, style: Qt.PenStyle) -> None:
        if self._placement is None:
            return
        left, top = self._placement.to_view(box.x_min, box.y_min)
        zoom = self._placement.zoom
        area = QRectF(left, top, box.width * zoom, box.height * zoom)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((theme().colour("picture_chip"), 4.0), (theme().colour("picture_chip_text"), 2.0)):
            painter.setPen(QPen(colour, width, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(area)
