"""A viewer with the masks of its picture: what is predicted, what is true, and the difference of both."""

from typing import Final

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from gui.theme import theme
from gui.viewer.layers import Layer
from gui.viewer.map_viewer import MapViewer
from gui.viewer.mask_layers import PictureMasks, class_layer, difference_layer
from gui.viewer.pixel_outline import PixelOutline

DEFAULT_OPACITY: Final = 0.5
_OUTLINE_PX: Final = 2
_DIFFERENCE_GAIN: Final = 1.5


class MaskViewer(MapViewer):
    """A picture with masks over it.

    Two colours over one pixel could not be told apart. So the difference takes the place of both masks, the truth is
    an outline while the prediction is shown, and a heat map leaves of all masks their outlines.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._masks: PictureMasks | None = None
        self._mask_opacity = DEFAULT_OPACITY
        self._mask_images: dict[tuple[object, ...], QImage] = {}
        self._outline: PixelOutline | None = None

    @property
    def masks(self) -> PictureMasks | None:
        """What lies over the picture."""
        return self._masks

    def set_masks(self, masks: PictureMasks | None) -> None:
        """Lay masks over the whole picture."""
        self._masks = masks
        self._mask_images.clear()
        self.update()

    def set_outline(self, outline: PixelOutline | None) -> None:
        """Draw the outline of the pixels that are explained."""
        self._outline = outline
        self.update()

    def set_mask_opacity(self, opacity: float) -> None:
        """How much masks hide of the picture, in [0, 1]."""
        self._mask_opacity = opacity
        self._mask_images.clear()
        self.update()

    def _paint_annotations(self, painter: QPainter) -> None:
        if self._masks is not None:
            self._paint_masks(painter, self._masks)
        if self._outline is not None:
            self._outline.paint(painter, self.picture_rect, self.zoom)
        super()._paint_annotations(painter)

    def _paint_masks(self, painter: QPainter, masks: PictureMasks) -> None:
        has_heat = self._heat is not None and self.is_layer_shown(Layer.HEAT_MAP)
        if masks.difference is not None and self.is_layer_shown(Layer.DIFFERENCE) and not has_heat:
            self._paint_layer(painter, masks, Layer.DIFFERENCE, is_filled=True)
            return
        has_prediction = self.is_layer_shown(Layer.PREDICTION)
        if has_prediction:
            self._paint_layer(painter, masks, Layer.PREDICTION, is_filled=not has_heat)
        if masks.truth is not None and self.is_layer_shown(Layer.TRUTH):
            self._paint_layer(painter, masks, Layer.TRUTH, is_filled=not has_heat and not has_prediction)

    def _paint_layer(self, painter: QPainter, masks: PictureMasks, layer: Layer, *, is_filled: bool) -> None:
        key = (layer, is_filled, theme().name)
        if key not in self._mask_images:
            self._mask_images[key] = self._image_of(masks, layer, self._mask_opacity if is_filled else 0.0)
        image = self._mask_images[key]
        is_magnified = self.picture_rect.width() > 2 * image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_magnified)
        painter.drawImage(self.picture_rect, image)

    def _image_of(self, masks: PictureMasks, layer: Layer, opacity: float) -> QImage:
        if layer is Layer.DIFFERENCE and masks.difference is not None:
            return difference_layer(masks.difference, opacity=min(opacity * _DIFFERENCE_GAIN, 1.0))
        mask = masks.truth if layer is Layer.TRUTH and masks.truth is not None else masks.predicted
        contour_px = 1 if opacity > 0 or layer is Layer.PREDICTION else _OUTLINE_PX
        return class_layer(mask, masks.classes, opacity=opacity, contour_px=contour_px)

    def _words_at(self, pixel: tuple[int, int]) -> tuple[str, str]:
        value, place = super()._words_at(pixel)
        if self._masks is None or self._placement is None:
            return value, place
        across, down = pixel[0] / self._placement.picture_width, pixel[1] / self._placement.picture_height
        return "   ".join(words for words in (self._masks.words_at(across, down), value) if words), place
