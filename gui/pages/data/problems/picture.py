"""A picture with a problem drawn on it, as large as its place allows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.contract.commands import DecodePicture
from engine.contract.events import Failed, PictureDecoded
from engine.contract.framing import Array
from gui.engine_client import EngineClient, Reply
from gui.pictures.pixels import image_from_array
from gui.theme import theme
from gui.widgets.paint import rounded

_SIDE_PX: Final = 720
_SMALLEST_MARK_PX: Final = 12.0
Corners = tuple[float, float, float, float]


class ProblemPicture(QWidget):
    """Loads a picture and draws where on it a problem is."""

    def __init__(self, client: EngineClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._reply: Reply | None = None
        self._path: Path | None = None
        self._image: QImage | None = None
        self._size = (0, 0)
        self._box: Corners | None = None
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(168)

    @property
    def words(self) -> str:
        """What stands in the place of a picture that cannot be shown."""
        return self._words

    def show_picture(self, path: Path | None, box: Corners | None = None) -> None:
        """Show another picture, with a mark around ``box`` in its pixels; None shows nothing."""
        self._box = box
        self.setVisible(path is not None)
        if path == self._path:
            self.update()
            return
        if self._reply is not None:
            self._reply.cancel()
        self._path, self._image, self._words, self._reply = path, None, "", None
        self.update()
        if path is None:
            return
        self.setAccessibleName(f"{path.name} with the problem marked")
        self._reply = self._client.request(DecodePicture(path=str(path), max_side_px=_SIDE_PX))
        self._reply.succeeded.connect(self._on_decoded)
        self._reply.failed.connect(self._on_failed)

    def mark_rect(self) -> QRectF | None:
        """Where the mark is drawn: around the box, and never too small to be seen."""
        if self._box is None or self._image is None:
            return None
        shown = self._picture_rect()
        width, height = self._size
        across, down = shown.width() / max(width, 1), shown.height() / max(height, 1)
        x_min, x_max = sorted((self._box[0], self._box[2]))
        y_min, y_max = sorted((self._box[1], self._box[3]))
        mark = QRectF(
            shown.left() + x_min * across, shown.top() + y_min * down, (x_max - x_min) * across, (y_max - y_min) * down
        )
        missing = (max(_SMALLEST_MARK_PX - side, 0.0) / 2 for side in (mark.width(), mark.height()))
        more_x, more_y = missing
        return mark.adjusted(-more_x, -more_y, more_x, more_y).intersected(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def sizeHint(self) -> QSize:
        return QSize(288, 168)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            rounded(painter, QRectF(self.rect()), 4, fill=theme().colour("canvas"), line=None)
            if self._image is None:
                painter.setFont(theme().font("secondary"))
                painter.setPen(theme().colour("text_secondary"))
                inner = self.rect().adjusted(12, 0, -12, 0)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(inner, int(flags), self._words)
                return
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._picture_rect(), self._image)
            mark = self.mark_rect()
            if mark is not None:
                _paint_mark(painter, mark, theme().colour("picture_danger"))

    def _picture_rect(self) -> QRectF:
        """The picture as large as it fits, in the middle."""
        if self._image is None:
            return QRectF()
        width, height = self._image.width(), self._image.height()
        scale = min(self.width() / width, self.height() / height)
        shown = QRectF(0, 0, width * scale, height * scale)
        shown.moveCenter(QRectF(self.rect()).center())
        return shown

    @Slot(object, object)
    def _on_decoded(self, event: PictureDecoded, arrays: Sequence[Array]) -> None:
        if self.sender() is self._reply:
            self._reply = None
            self._image, self._size = image_from_array(arrays[0]), (event.width, event.height)
            self.update()

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self.sender() is self._reply:
            self._reply = None
            self._words = "There is no picture to show."
            self.setToolTip(failure.message)
            self.update()


def _paint_mark(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """A rectangle of 2 px with a dark casing, so that it is seen on every picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    casing = QColor(theme().colour("picture_chip"))
    casing.setAlphaF(0.7)
    for pen, width in ((casing, 4.0), (colour, 2.0)):
        painter.setPen(QPen(pen, width))
        painter.drawRoundedRect(rect, 2, 2)
