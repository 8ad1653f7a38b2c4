"""The two pictures of the kernel bench: what goes in, with templates cut out by the mouse, and what comes out."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.inspect.kernels import Match
from gui.pages.inspect.kernels.bench import Laid, pixels_of
from gui.pictures.pixels import image_from_array
from gui.theme import theme
from gui.viewer.steady_viewer import SteadyViewer
from gui.widgets.paint import picture_chip

_SMALLEST_SIDE = 3


class MatchViewer(SteadyViewer):
    """A picture with the places where a template fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matches: tuple[Match, ...] = ()
        self._size = (0, 0)

    def set_matches(self, matches: Sequence[Match], size: tuple[int, int]) -> None:
        """Frame where a template of (rows, columns) fits."""
        self._matches, self._size = tuple(matches), size
        self.update()

    def _paint_annotations(self, painter: QPainter) -> None:
        rows, columns = self._size
        for match in self._matches:
            rect = self._paint_frame(painter, QRectF(match.column, match.row, columns, rows))
            picture_chip(painter, QPointF(rect.left(), rect.bottom() + 2), f"{match.score:.2f}")

    def _paint_frame(self, painter: QPainter, part: QRectF) -> QRectF:
        """A white frame with a dark casing around a part of the picture; gives where it lies."""
        placement = self._placement
        if placement is None:
            return QRectF()
        first = QPointF(*placement.to_view(part.left(), part.top()))
        last = QPointF(*placement.to_view(part.right(), part.bottom()))
        rect = QRectF(first, last)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for token, width in (("picture_chip", 4.0), ("picture_chip_text", 2.0)):
            painter.setPen(QPen(theme().colour(token), width))
            painter.drawRect(rect)
        return rect


class TemplateViewer(MatchViewer):
    """The picture that goes in. While cutting is on, dragging cuts a template instead of moving the picture.

    Signals:
        template_cut(int, int, int, int): first row and the one after the last, first column and the one after the last.
    """

    template_cut = Signal(int, int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_cutting = False
        self._cut_from: QPointF | None = None
        self._cut_to: QPointF | None = None
        self.setAccessibleName("Picture that the kernel is laid over")

    def set_cutting(self, *, is_on: bool) -> None:
        """Let the mouse cut out templates, or move the picture."""
        self._is_cutting = is_on
        self.setCursor(Qt.CursorShape.CrossCursor if is_on else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_cutting and event.button() == Qt.MouseButton.LeftButton:
            self._cut_from = self._cut_to = event.position()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._cut_from is not None:
            self._cut_to = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._cut_from is None:
            super().mouseReleaseEvent(event)
            return
        part = self._part()
        self._cut_from = self._cut_to = None
        self.update()
        if part is not None and min(part.width(), part.height()) >= _SMALLEST_SIDE:
            self.template_cut.emit(int(part.top()), int(part.bottom()), int(part.left()), int(part.right()))

    def _paint_annotations(self, painter: QPainter) -> None:
        super()._paint_annotations(painter)
        part = self._part()
        if part is not None:
            self._paint_frame(painter, part)

    def _part(self) -> QRectF | None:
        """What is being cut out, in whole pixels of the picture."""
        placement = self._placement
        if self._cut_from is None or self._cut_to is None or placement is None:
            return None
        corners = [placement.to_picture(point.x(), point.y()) for point in (self._cut_from, self._cut_to)]
        left, right = sorted(min(max(round(x), 0), placement.picture_width) for x, _ in corners)
        top, bottom = sorted(min(max(round(y), 0), placement.picture_height) for _, y in corners)
        return QRectF(left, top, right - left, bottom - top)


class ResultViewer(MatchViewer):
    """The picture that comes out, with its value under the cursor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._laid: Laid | None = None
        self.setAccessibleName("Result")

    def set_laid(self, laid: Laid) -> None:
        """Show another result; the zoom stays while its size does."""
        self._laid = laid
        self.replace_picture(image_from_array(pixels_of(laid)))

    def _words_at(self, pixel: tuple[int, int]) -> tuple[str, str]:
        _, place = super()._words_at(pixel)
        column, row = pixel
        return (f"{self._laid.values[row, column]:.4g}" if self._laid is not None else ""), place
