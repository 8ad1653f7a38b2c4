"""One side of a deformation: picture, mask, and the lines that bend with them."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui.pages.inspect.microscope.deformation.told import DeformedSide
from gui.pictures.pixels import image_from_array
from gui.theme import theme
from gui.viewer.layers import ClassMark
from gui.viewer.mask_layers import PictureMasks
from gui.viewer.mask_viewer import MaskViewer

_CASING: Final = 0.45
_LINE: Final = 0.9


class DeformationViewer(MaskViewer):
    """Follows the other side while it is zoomed and moved; keeps its zoom while the size of the picture stays.

    Args:
        title: of the side.
        parent: owner.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side: DeformedSide | None = None
        self._kept: tuple[int, int, int, int] | None = None
        self._has_lines = self._has_mask = True
        self.set_prediction(ClassMark(title))
        self.setAccessibleName(f"Picture {title}")

    @property
    def side(self) -> DeformedSide | None:
        """What is drawn."""
        return self._side

    def set_side(
        self,
        side: DeformedSide | None,
        classes: tuple[str, ...] = (),
        kept_xyxy: tuple[int, int, int, int] | None = None,
    ) -> None:
        """Show a draw; ``kept_xyxy`` is the part that the network gets."""
        before, placement, was_fitted = self._side, self._placement, self._is_fitted
        self._side, self._kept = side, kept_xyxy
        self.set_masks(None if side is None or side.mask is None else PictureMasks(classes, side.mask))
        if side is None:
            return
        pixels = side.pixels[..., 0] if side.pixels.shape[-1] == 1 else side.pixels
        self.set_picture(image_from_array(np.ascontiguousarray(pixels)))
        if before is not None and before.pixels.shape == side.pixels.shape and not was_fitted:
            self._is_fitted = False
            self._place(placement)

    def set_lines_shown(self, *, is_shown: bool) -> None:
        """Draw the lines, or not."""
        self._has_lines = is_shown
        self.update()

    def set_masks_shown(self, *, is_shown: bool) -> None:
        """Draw the mask, or not."""
        self._has_mask = is_shown
        self.update()

    def _paint_masks(self, painter: QPainter, masks: PictureMasks) -> None:
        if self._has_mask:
            super()._paint_masks(painter, masks)

    def _paint_annotations(self, painter: QPainter) -> None:
        super()._paint_annotations(painter)
        if self._side is None or self._placement is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._has_lines:
            self._paint_lines(painter, self._side)
        if self._kept is not None:
            self._paint_kept(painter, self._kept)

    def _paint_lines(self, painter: QPainter, side: DeformedSide) -> None:
        assert self._placement is not None
        corner, zoom = np.array([self._placement.x, self._placement.y]), self._placement.zoom
        lines = [QPolygonF([QPointF(x, y) for x, y in line]) for line in (side.lines * zoom + corner).tolist()]
        for token, strength, width in (("picture_chip", _CASING, 3.0), ("picture_chip_text", _LINE, 1.0)):
            colour = QColor(theme().colour(token))
            colour.setAlphaF(strength)
            painter.setPen(QPen(colour, width))
            for line in lines:
                painter.drawPolyline(line)

    def _paint_kept(self, painter: QPainter, kept: tuple[int, int, int, int]) -> None:
        """A frame around what the network gets, where that is not all."""
        assert self._placement is not None
        rect = QRectF(
            QPointF(*self._placement.to_view(kept[0], kept[1])), QPointF(*self._placement.to_view(kept[2], kept[3]))
        )
        if rect.width() >= self.picture_rect.width() and rect.height() >= self.picture_rect.height():
            return
        for token, width in (("picture_chip", 4.0), ("picture_warning", 2.0)):
            painter.setPen(QPen(theme().colour(token), width))
            painter.drawRect(rect)
