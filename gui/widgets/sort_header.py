"""The heading of a table that can be sorted: an arrow beside the words of the column that sorts."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from gui.theme import theme
from gui.widgets.table import MARGIN_PX, PADDING_PX, RIGHT

_ARROW_PX: Final = (8.0, 5.0)
_GAP_PX: Final = 6.0


class SortHeader(QHeaderView):
    """Paints the arrow itself, because Qt's own covers words that stand at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._section, self._order = 0, Qt.SortOrder.AscendingOrder

    def set_sorting(self, section: int, order: Qt.SortOrder) -> None:
        """Mark a column; the arrow points up where the smallest values are on top."""
        self._section, self._order = section, order
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex == self._section:
            self._paint_arrow(painter, QRectF(rect))

    def _paint_arrow(self, painter: QPainter, rect: QRectF) -> None:
        width, height = _ARROW_PX
        if self._order is Qt.SortOrder.DescendingOrder:
            height = -height
        left, middle = self._arrow_left(rect), rect.center().y()
        tip = QPointF(left + width / 2, middle - height / 2)
        corners = QPointF(left + width, middle + height / 2), QPointF(left, middle + height / 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("text_secondary"))
        painter.drawPolygon(QPolygonF([tip, *corners]))
        painter.restore()

    def _arrow_left(self, rect: QRectF) -> float:
        """Behind words at the left, before words at the right."""
        words = str(self._heading(Qt.ItemDataRole.DisplayRole))
        is_at_right = self._heading(Qt.ItemDataRole.TextAlignmentRole) == RIGHT
        room = QFontMetricsF(theme().font("secondary")).horizontalAdvance(words) + _GAP_PX
        if is_at_right:
            margin = MARGIN_PX if self._section == self.count() - 1 else PADDING_PX
            return max(rect.left(), rect.right() - margin - room - _ARROW_PX[0])
        margin = MARGIN_PX if self._section == 0 else PADDING_PX
        return min(rect.right() - _ARROW_PX[0], rect.left() + margin + room)

    def _heading(self, role: Qt.ItemDataRole) -> object:
        return self.model().headerData(self._section, Qt.Orientation.Horizontal, role)
