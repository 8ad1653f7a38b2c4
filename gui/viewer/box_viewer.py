"""A viewer with the boxes of its picture: what is found, what was suppressed, what is true, and what is wrong."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QWidget

from engine.ops.mask_difference import Difference
from gui.theme import class_colour, theme
from gui.viewer.box_layers import BoxRole, ShownBox
from gui.viewer.box_painting import colour_of, paint_boxes, paint_chosen, words_of
from gui.viewer.instance_layers import InstanceStyle, LayerArea, instance_layer
from gui.viewer.layers import Layer
from gui.viewer.mask_viewer import MaskViewer
from gui.viewer.pixel_outline import PixelOutline


class BoxViewer(MaskViewer):
    """A picture with boxes over it; of an object whose pixels are known its mask takes the place of the box.

    The difference takes the place of both: found boxes in the colour of what became of them, and true ones that were
    missed. True boxes that were found are not drawn then, since a found one stands for each.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: tuple[ShownBox, ...] = ()
        self._chosen: ShownBox | None = None
        self._has_suppressed = False
        self._hovered: ShownBox | None = None
        self._layers: dict[tuple[object, ...], QImage] = {}
        self._outlines: dict[ShownBox, PixelOutline] = {}

    @property
    def boxes(self) -> tuple[ShownBox, ...]:
        """What can be drawn."""
        return self._boxes

    def set_boxes(self, boxes: Sequence[ShownBox]) -> None:
        """Lay boxes over the picture."""
        self._boxes, self._hovered = tuple(boxes), None
        self._layers.clear()
        self._outlines.clear()
        self.update()

    def set_suppressed_shown(self, *, is_shown: bool) -> None:
        """Draw the boxes that better ones have suppressed, or not."""
        self._has_suppressed = is_shown
        self.update()

    def choose_box(self, box: ShownBox | None) -> None:
        """Put the white ring around a box, and name it."""
        self._chosen = box
        self.update()

    def drawn_boxes(self) -> tuple[ShownBox, ...]:
        """What is drawn, by the layers that are switched on."""
        return tuple(box for box in self._boxes if self._is_drawn(box))

    @property
    def _shows_difference(self) -> bool:
        return self.is_layer_shown(Layer.DIFFERENCE) and any(
            box.outcome is not Difference.UNKNOWN for box in self._boxes
        )

    def _is_drawn(self, box: ShownBox) -> bool:
        match box.role:
            case BoxRole.SUPPRESSED:
                return self._has_suppressed and self.is_layer_shown(Layer.PREDICTION)
            case BoxRole.SEEN:
                return self.is_layer_shown(Layer.PREDICTION)
            case BoxRole.KEPT:
                return self._shows_difference or self.is_layer_shown(Layer.PREDICTION)
            case BoxRole.TRUE if self._shows_difference:
                return box.outcome is Difference.MISS
            case BoxRole.TRUE:
                return self.is_layer_shown(Layer.TRUTH)

    def _paint_annotations(self, painter: QPainter) -> None:
        super()._paint_annotations(painter)
        if self._boxes and self._placement is not None:
            to_view, drawn = self._to_view(), self.drawn_boxes()
            self._paint_instances(painter, [box for box in drawn if _has_layer(box)])
            plain = [box for box in drawn if not _has_layer(box)]
            paint_boxes(painter, plain, to_view, by_outcome=self._shows_difference)
            for box in (self._hovered, self._chosen):
                if box is not None and box.mask is not None:
                    self._outline_of(box).paint(painter, self.picture_rect, self.zoom)
            if self._chosen in self._boxes and self._chosen is not None:
                paint_chosen(painter, self._chosen, to_view, self.rect().toRectF())

    def _paint_instances(self, painter: QPainter, boxes: Sequence[ShownBox]) -> None:
        """The found masks filled; true ones as white outlines beside them, or filled where they stand alone."""
        has_heat = self._heat is not None and self.is_layer_shown(Layer.HEAT_MAP) and not self._shows_difference
        true, found = ([box for box in boxes if (box.role is BoxRole.TRUE) is is_true] for is_true in (True, False))
        if self._shows_difference:
            self._paint_layer_of([*found, *true], painter, is_filled=True)
            return
        self._paint_layer_of(found, painter, is_filled=not has_heat)
        is_alone = not found and not self.is_layer_shown(Layer.PREDICTION)
        self._paint_layer_of(true, painter, is_filled=is_alone and not has_heat, is_white=not is_alone)

    def _paint_layer_of(
        self, boxes: Sequence[ShownBox], painter: QPainter, *, is_filled: bool, is_white: bool = False
    ) -> None:
        parts = [box.mask for box in boxes if box.mask is not None]
        if not parts or self._placement is None:
            return
        key = (tuple(map(id, parts)), is_filled, is_white, self._mask_opacity, self._shows_difference, theme().name)
        if key not in self._layers:
            colours = [self._instance_colour(box, is_white=is_white) for box in boxes]
            area = LayerArea.whole(width=self._placement.picture_width, height=self._placement.picture_height)
            style = InstanceStyle(self._mask_opacity if is_filled else 0.0, has_shades=not is_white)
            self._layers[key] = instance_layer(parts, colours, area, style)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.picture_rect, self._layers[key])

    def _instance_colour(self, box: ShownBox, *, is_white: bool) -> QColor:
        if is_white:
            return theme().colour("picture_chip_text")
        if box.role is BoxRole.TRUE and not self._shows_difference:
            return class_colour(box.colour, neutral="picture_chip_text")
        return colour_of(box, by_outcome=self._shows_difference)

    def _outline_of(self, box: ShownBox) -> PixelOutline:
        assert box.mask is not None
        if box not in self._outlines:
            self._outlines[box] = PixelOutline(box.mask.pixels, (box.mask.left, box.mask.top))
        return self._outlines[box]

    def _hover(self, point: QPointF | None) -> None:
        super()._hover(point)
        pixel = self._pixel_under()
        self._hovered = None if pixel is None else self.box_at(pixel[0] + 0.5, pixel[1] + 0.5)

    def _to_view(self) -> QTransform:
        placement, rect = self._placement, self.picture_rect
        assert placement is not None
        scale = QTransform.fromTranslate(rect.x(), rect.y())
        return scale.scale(rect.width() / placement.picture_width, rect.height() / placement.picture_height)

    def box_at(self, x: float, y: float) -> ShownBox | None:
        """The smallest drawn box that holds a pixel of the picture."""
        holding = [box for box in self.drawn_boxes() if box.holds(x, y)]
        return min(holding, key=_area, default=None)

    def _words_at(self, pixel: tuple[int, int]) -> tuple[str, str]:
        value, place = super()._words_at(pixel)
        box = self.box_at(pixel[0] + 0.5, pixel[1] + 0.5)
        return "   ".join(words for words in ("" if box is None else words_of(box), value) if words), place


def _has_layer(box: ShownBox) -> bool:
    """Whether its pixels are drawn and not its box; of one that was suppressed the better one's pixels are."""
    return box.mask is not None and box.role in (BoxRole.KEPT, BoxRole.TRUE)


def _area(box: ShownBox) -> float:
    return box.area_px
