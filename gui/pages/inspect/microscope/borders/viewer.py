"""The picture with the weights of its pixels in colours."""

from typing import Final

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from gui.pages.inspect.microscope.borders.told import BorderMap, distance_words
from gui.pictures.colour_maps import ValueRange, heat_layer, normalised, resized
from gui.pictures.pixels import image_from_array
from gui.viewer.layers import HeatStyle, Layer
from gui.viewer.mask_viewer import MaskViewer
from gui.viewer.painting import paint_heat_legend

_SIDE: Final = 1024


class BorderViewer(MaskViewer):
    """The weights pixel by pixel, since the gaps are narrow; and the outlines of what is true over them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map: BorderMap | None = None
        self._map_image: QImage | None = None
        self.setAccessibleName("Weights of the pixels")

    @property
    def border_map(self) -> BorderMap | None:
        """What lies over the picture."""
        return self._map

    def set_border_map(self, found: BorderMap | None) -> None:
        """Lay other weights over the picture."""
        self._map, self._map_image = found, None
        self.update()

    def set_heat_style(self, style: HeatStyle) -> None:
        self._map_image = None
        super().set_heat_style(style)

    def place_at(self, pixel: tuple[int, int] | None) -> tuple[int, int] | None:
        """Row and column of the map at a pixel (column, row) of the picture."""
        if pixel is None or self._map is None or self._placement is None:
            return None
        return self._map.at(pixel[0] / self._placement.picture_width, pixel[1] / self._placement.picture_height)

    def _paint_annotations(self, painter: QPainter) -> None:
        if self._map is not None and self.is_layer_shown(Layer.HEAT_MAP):
            self._paint_weights(painter, self._map)
        super()._paint_annotations(painter)

    def _paint_weights(self, painter: QPainter, found: BorderMap) -> None:
        if self._map_image is None:
            self._map_image = _coloured(found, self._heat_style)
        is_magnified = self.picture_rect.width() > 2 * self._map_image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_magnified)
        painter.drawImage(self.picture_rect, self._map_image)
        ends = ("0", f"{found.largest:.1f}")
        paint_heat_legend(painter, self._chip_area(), self.rect().toRectF(), self._heat_style.colour_map, ends=ends)

    def _words_at(self, pixel: tuple[int, int]) -> tuple[str, str]:
        value, place = super()._words_at(pixel)
        cell = self.place_at(pixel)
        if self._map is None or cell is None:
            return value, place
        first, second = (
            distance_words(float(distances[cell]), self._map.weighed.reach_px)
            for distances in (self._map.nearest, self._map.second)
        )
        return f"w {self._map.weights[cell]:.2f}", f"d₁ {first}, d₂ {second}"


def _coloured(found: BorderMap, style: HeatStyle) -> QImage:
    weights = found.weights
    factor = min(_SIDE / max(weights.shape), 1.0)
    if factor < 1.0:
        height, width = (max(round(side * factor), 1) for side in weights.shape)
        weights = resized(weights, width=width, height=height)
    scaled = normalised(weights, ValueRange(0.0, found.largest))
    return image_from_array(heat_layer(scaled, name=style.colour_map, opacity=style.opacity))
