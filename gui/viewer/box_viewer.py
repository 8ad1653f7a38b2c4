"""A viewer with the boxes of its picture: what is found, what was suppressed, what is true, and what is wrong."""

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QTransform
from PySide6.QtWidgets import QWidget

from engine.ops.mask_difference import Difference
from gui.viewer.box_layers import BoxRole, ShownBox
from gui.viewer.box_painting import paint_boxes, paint_chosen, words_of
from gui.viewer.layers import Layer
from gui.viewer.mask_viewer import MaskViewer


class BoxViewer(MaskViewer):
    """A picture with boxes over it.

    The difference takes the place of both: found boxes in the colour of what became of them, and true ones that were
    missed. True boxes that were found are not drawn then, since a found one stands for each.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: tuple[ShownBox, ...] = ()
        self._chosen: ShownBox | None = None
        self._has_suppressed = False

    @property
    def boxes(self) -> tuple[ShownBox, ...]:
        """What can be drawn."""
        return self._boxes

    def set_boxes(self, boxes: Sequence[ShownBox]) -> None:
        """Lay boxes over the picture."""
        self._boxes = tuple(boxes)
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
            to_view = self._to_view()
            paint_boxes(painter, self.drawn_boxes(), to_view, by_outcome=self._shows_difference)
            if self._chosen in self._boxes and self._chosen is not None:
                paint_chosen(painter, self._chosen, to_view, self.rect().toRectF())

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


def _area(box: ShownBox) -> float:
    return box.area_px
