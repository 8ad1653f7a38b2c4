"""One map as large as there is room: zoomed by the wheel, with its numbers printed where cells are large enough."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui.pages.inspect.layers.scaling import ShownMap
from gui.pictures.colour_maps import DEFAULT_MAP, colours, normalised
from gui.pictures.pixels import image_from_array
from gui.theme import theme

_NUMBER_WIDTH: Final = 38
_STEP: Final = 1.25
_MOST_ZOOM: Final = 64.0
_BRIGHT: Final = 140


class LargeMap(QWidget):
    """Shows the cells of one map.

    Signals:
        cell_hovered(object): (row, column) under the cursor, or None.
        cell_chosen(object): (row, column) that was clicked.
    """

    cell_hovered = Signal(object)
    cell_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: ShownMap | None = None
        self._image = QImage()
        self._zoom = 1.0
        self._centre = QPointF(0.5, 0.5)
        self._pressed: QPointF | None = None
        self._dragged_from: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Feature map")
        self.setToolTip("Wheel or + and − zoom, a drag moves, 0 fits; a click shows how the value comes about")

    @property
    def shown(self) -> ShownMap | None:
        """What is shown."""
        return self._shown

    @property
    def prints_numbers(self) -> bool:
        """Whether cells are large enough for their values."""
        return self._shown is not None and self._cell() >= _NUMBER_WIDTH

    def set_map(self, shown: ShownMap, *, colour_map: str = DEFAULT_MAP) -> None:
        """Show another map; the zoom stays where the size does."""
        if self._shown is None or self._shown.values.shape != shown.values.shape:
            self.fit()
        self._shown = shown
        self._image = image_from_array(colours(normalised(shown.values, shown.shown), colour_map))
        self.update()

    def fit(self) -> None:
        """Show the whole map."""
        self._zoom, self._centre = 1.0, QPointF(0.5, 0.5)
        self.update()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom, so that the point ``at`` of the widget stays where it is."""
        if self._shown is None:
            return
        point = at or QPointF(self.rect().center())
        before = self._share_at(point)
        self._zoom = min(max(self._zoom * factor, 1.0), _MOST_ZOOM)
        after = self._share_at(point)
        self._centre += before - after
        self._keep_inside()
        self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell lies in the widget."""
        area, cell = self._area(), self._cell()
        return QRectF(area.left() + column * cell, area.top() + row * cell, cell, cell)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """The (row, column) under a point; None outside the map."""
        if self._shown is None:
            return None
        area, cell = self._area(), self._cell()
        row, column = int((point.y() - area.top()) // cell), int((point.x() - area.left()) // cell)
        height, width = self._shown.values.shape
        return (row, column) if 0 <= row < height and 0 <= column < width else None

    def sizeHint(self) -> QSize:
        return QSize(400, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_inside()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().colour("canvas"))
            if self._shown is None:
                return
            painter.drawImage(self._area(), self._image)
            if self.prints_numbers:
                self._paint_numbers(painter, self._shown)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(_STEP if event.angleDelta().y() > 0 else 1 / _STEP, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._dragged_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.cell_hovered.emit(self.cell_at(event.position()))
        if self._dragged_from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._centre += self._share_at(self._dragged_from) - self._share_at(event.position())
            self._dragged_from = event.position()
            self._keep_inside()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed, self._dragged_from = self._pressed, None, None
        cell = self.cell_at(event.position())
        if pressed is not None and cell is not None and (event.position() - pressed).manhattanLength() < 4:
            self.cell_chosen.emit(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(_STEP)
            case Qt.Key.Key_Minus:
                self.zoom_by(1 / _STEP)
            case Qt.Key.Key_0:
                self.fit()
            case _:
                super().keyPressEvent(event)

    def _paint_numbers(self, painter: QPainter, shown: ShownMap) -> None:
        painter.setFont(theme().font("secondary"))
        height, width = shown.values.shape
        first = self.cell_at(QPointF(max(self._area().left(), 0.0) + 1, max(self._area().top(), 0.0) + 1)) or (0, 0)
        cell = self._cell()
        last_row = min(first[0] + int(self.height() / cell) + 2, height)
        last_column = min(first[1] + int(self.width() / cell) + 2, width)
        for row in range(first[0], last_row):
            for column in range(first[1], last_column):
                is_bright = QColor(self._image.pixel(column, row)).lightness() > _BRIGHT
                painter.setPen(theme().colour("picture_chip" if is_bright else "picture_chip_text"))
                number = f"{shown.values[row, column]:.2f}".replace("-", "−")
                painter.drawText(self.cell_rect(row, column), Qt.AlignmentFlag.AlignCenter, number)

    def _cell(self) -> float:
        """The side of a cell in logical pixels."""
        height, width = self._shown.values.shape if self._shown is not None else (1, 1)
        return float(min(self.width() / width, self.height() / height) * self._zoom)

    def _area(self) -> QRectF:
        height, width = self._shown.values.shape if self._shown is not None else (1, 1)
        across, down = width * self._cell(), height * self._cell()
        return QRectF(
            self.width() / 2 - self._centre.x() * across, self.height() / 2 - self._centre.y() * down, across, down
        )

    def _share_at(self, point: QPointF) -> QPointF:
        area = self._area()
        return QPointF((point.x() - area.left()) / area.width(), (point.y() - area.top()) / area.height())

    def _keep_inside(self) -> None:
        """Keep the map in view: where it is larger than the widget it covers it, else it stands in the middle."""
        area = self._area()
        self._centre = QPointF(
            _kept(self._centre.x(), self.width() / area.width()), _kept(self._centre.y(), self.height() / area.height())
        )


def _kept(centre: float, share: float) -> float:
    return 0.5 if share >= 1.0 else min(max(centre, share / 2), 1.0 - share / 2)
