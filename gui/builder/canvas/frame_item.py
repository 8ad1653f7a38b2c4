"""The frame around the nodes of an open block."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.builder.canvas.placed import PlacedFrame
from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import radius
from gui.widgets.paint import ring, rounded

TITLE_PX = 40.0
_READABLE = 0.45


class FrameItem(QGraphicsItem):
    """Draws a title row with what the block costs; the nodes stand inside.

    Attributes:
        placed: what is drawn and where.
        is_chosen: whether all of its nodes are selected.
    """

    def __init__(self, placed: PlacedFrame) -> None:
        super().__init__()
        self.placed = placed
        self.is_chosen = False
        self.show_placed(placed)

    def show_placed(self, placed: PlacedFrame) -> None:
        """Draw another frame, or the same one somewhere else."""
        if placed.box[2:] != self.placed.box[2:]:
            self.prepareGeometryChange()
        self.placed = placed
        self.setPos(placed.box.x, placed.box.y)
        self.setZValue(-10 + placed.key.count("/"))
        self.update()

    def set_chosen(self, *, is_chosen: bool) -> None:
        """Select the frame, or not."""
        if is_chosen != self.is_chosen:
            self.is_chosen = is_chosen
            self.update()

    def body(self) -> QRectF:
        """The frame, in its own coordinates."""
        return QRectF(0, 0, self.placed.box.width, self.placed.box.height)

    def title_row(self) -> QRectF:
        """The part that is grabbed to move the block, in the frame's coordinates."""
        return QRectF(0, 0, self.placed.box.width, TITLE_PX)

    def chevron(self) -> QRectF:
        """Where a click folds the block, in the frame's coordinates."""
        return QRectF(4, 6, 28, 28)

    def boundingRect(self) -> QRectF:
        return self.body().adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, self.body(), radius("card"), fill=theme().colour("panel"), line=theme().colour("line"))
        if self.is_chosen:
            ring(painter, self.body(), radius("card"), theme().colour("accent"))
        if painter.worldTransform().m11() < _READABLE:
            return
        row = self.title_row()
        paint_icon(painter, "chevron", QRectF(8, 12, 16, 16), theme().colour("text_secondary"))
        self._draw_texts(painter, row.adjusted(30, 0, -12, 0))

    def _draw_texts(self, painter: QPainter, row: QRectF) -> None:
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_secondary"))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self.placed.note)
        used = painter.fontMetrics().horizontalAdvance(self.placed.note) + 12
        painter.setFont(theme().font("group"))
        painter.setPen(theme().colour("text"))
        room = round(row.width() - used)
        title = painter.fontMetrics().elidedText(self.placed.title, Qt.TextElideMode.ElideRight, max(24, room))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)

    def contains_title(self, point: QPointF) -> bool:
        """Whether a point of the scene is in the title row."""
        return self.title_row().contains(self.mapFromScene(point))
