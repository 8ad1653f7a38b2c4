"""The picture with a scene of the film over it."""

from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QApplication, QWidget

from gui.pages.inspect.microscope.detector.painting import paint_arrow, paint_box, paint_point, paint_words, rect_of
from gui.pages.inspect.microscope.detector.scene import DrawnBox, Heat, Scene
from gui.pictures.colour_maps import heat_layer
from gui.pictures.pixels import image_from_array
from gui.theme import theme
from gui.viewer.layers import HeatStyle
from gui.viewer.painting import paint_heat_legend
from gui.viewer.viewer import PictureViewer

_GRID_OPACITY: Final = 0.38
_FULL_GRID_PX: Final = 90.0
"""Smaller cells have fainter lines, so that the picture stays what is seen."""
_FAINTEST: Final = 0.07
_FAINT: Final = 0.5
_FEW: Final = 120
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class StageViewer(PictureViewer):
    """Draws one scene; what are very many boxes is drawn once for every place of the picture.

    Left and right go to other frames, and pan with Shift.

    Signals:
        point_chosen(float, float): a point of the picture was clicked.
        stepped(int): the next frame (1) or the one before (-1) is wanted.
        play_toggled: the film shall run, or stand still.
    """

    point_chosen = Signal(float, float)
    stepped = Signal(int)
    play_toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._extra: tuple[DrawnBox, ...] = ()
        self._many = QPixmap()
        self._many_key: tuple[object, ...] | None = None
        self._pressed: QPointF | None = None
        self.setAccessibleName("Stages of the detector")

    @property
    def scene(self) -> Scene | None:
        """What is drawn."""
        return self._scene

    @property
    def extra(self) -> tuple[DrawnBox, ...]:
        """What is drawn above it: what is under the cursor, or chosen."""
        return self._extra

    def set_scene(self, scene: Scene | None) -> None:
        """Draw another scene."""
        self._scene, self._extra, self._many_key = scene, (), None
        self.update()

    def set_extra(self, boxes: tuple[DrawnBox, ...]) -> None:
        """Draw boxes above the scene."""
        if boxes != self._extra:
            self._extra = boxes
            self.update()

    def set_heat_style(self, style: HeatStyle) -> None:
        super().set_heat_style(style)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Space:
            self.play_toggled.emit()
        elif step is not None and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is None or self._placement is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if (event.position() - pressed).manhattanLength() < QApplication.startDragDistance():
            self.point_chosen.emit(*self._placement.to_picture(event.position().x(), event.position().y()))

    def _paint_annotations(self, painter: QPainter) -> None:
        scene = self._scene
        if scene is None or self._placement is None:
            return
        to_view = self._to_view()
        self._paint_cells(painter, scene, to_view)
        if len(scene.many):
            painter.drawPixmap(0, 0, self._faint_boxes(scene, to_view))
        for box in (*scene.boxes, *self._extra):
            paint_box(painter, box, to_view)
        for arrow in scene.arrows:
            paint_arrow(painter, arrow, to_view)
        for point in scene.points:
            paint_point(painter, point, to_view)
        for box in (*scene.boxes, *self._extra):
            paint_words(painter, box, to_view, self.rect().toRectF())

    def _paint_cells(self, painter: QPainter, scene: Scene, to_view: QTransform) -> None:
        """The heat and the lines of a map, which may go on over the bars of a letterbox."""
        painter.save()
        painter.setClipRect(self.picture_rect)
        if scene.heat is not None:
            self._paint_cell_heat(painter, scene.heat, to_view)
        if scene.grid is not None:
            _paint_grid(painter, rect_of(scene.area_xyxy, to_view), scene.grid)
        painter.restore()
        if scene.heat is not None:
            name, ends = self._heat_style.colour_map, ("0.00", f"{scene.heat.largest:.2f}")
            paint_heat_legend(painter, self._chip_area(), self.rect().toRectF(), name, ends=ends)

    def _paint_cell_heat(self, painter: QPainter, heat: Heat, to_view: QTransform) -> None:
        style = self._heat_style
        values = np.clip(heat.values / heat.largest, 0.0, 1.0).astype(np.float32)
        image = image_from_array(heat_layer(values, name=style.colour_map, opacity=style.opacity))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(rect_of(heat.area_xyxy, to_view), image)

    def _faint_boxes(self, scene: Scene, to_view: QTransform) -> QPixmap:
        key = (self._placement, self.size(), theme().name)
        if key != self._many_key:
            ratio = self.devicePixelRatioF()
            self._many = QPixmap(self.size() * ratio)
            self._many.setDevicePixelRatio(ratio)
            self._many.fill(Qt.GlobalColor.transparent)
            with QPainter(self._many) as painter:
                _paint_many(painter, scene.many, to_view)
            self._many_key = key
        return self._many

    def _to_view(self) -> QTransform:
        placement = self._placement
        assert placement is not None
        return QTransform.fromTranslate(placement.x, placement.y).scale(placement.zoom, placement.zoom)


def _paint_grid(painter: QPainter, area: QRectF, grid: tuple[int, int]) -> None:
    rows, columns = grid
    colour = QColor(theme().colour("picture_chip_text"))
    colour.setAlphaF(min(max(area.width() / columns / _FULL_GRID_PX, _FAINTEST), _GRID_OPACITY))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(colour, 1.0))
    across = (area.top() + area.height() * row / rows for row in range(rows + 1))
    down = (area.left() + area.width() * column / columns for column in range(columns + 1))
    painter.drawLines([QLineF(area.left(), y, area.right(), y) for y in across])
    painter.drawLines([QLineF(x, area.top(), x, area.bottom()) for x in down])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_many(painter: QPainter, boxes: np.ndarray, to_view: QTransform) -> None:
    """Boxes in one colour, the fainter the more they are, so that where many lie over each other is seen."""
    colour = QColor(theme().colour("picture_chip_text"))
    colour.setAlphaF(min(max(_FEW / len(boxes), _FAINTEST), _FAINT))
    painter.setPen(QPen(colour, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRects([to_view.mapRect(QRectF(x, y, right - x, low - y)) for x, y, right, low in boxes.tolist()])
