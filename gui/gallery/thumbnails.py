"""The thumbnails in memory: those used last, sharp at the size they are shown; the rest is asked for."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

_BUDGET_BYTES: Final = 128 * 1024 * 1024
_COLLECT_MS: Final = 15


@dataclass(slots=True)
class _Entry:
    """The picture as it came, with the pixmap of the size asked for last."""

    image: QImage
    pixmap: QPixmap | None = None
    width: int = 0
    height: int = 0


class ThumbnailStore(QObject):
    """Gives pixmaps to views; what it lacks it asks for once, the pictures on screen first.

    Signals:
        wanted: tuple of paths that should be decoded, most urgent first.
        arrived: path of a thumbnail that can now be drawn.
    """

    wanted = Signal(object)
    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._bytes = 0
        self._asked: set[str] = set()
        self._unreadable: dict[str, str] = {}
        self._queue: dict[str, None] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_COLLECT_MS)
        self._timer.timeout.connect(self._on_timeout)

    def request(self, paths: Sequence[str]) -> None:
        """Ask for the thumbnails that are neither here nor on their way."""
        for path in paths:
            if path not in self._entries and path not in self._asked and path not in self._unreadable:
                self._queue[path] = None
        if self._queue and not self._timer.isActive():
            self._timer.start()

    def forget_requests(self) -> None:
        """Allow everything on its way to be asked for again, as after the engine has ended."""
        self._asked.clear()

    def clear(self) -> None:
        """Forget all thumbnails, as when another dataset is opened."""
        self._entries.clear()
        self._asked.clear()
        self._unreadable.clear()
        self._queue.clear()
        self._bytes = 0

    def reason(self, path: str) -> str | None:
        """Why the picture has no thumbnail; None when it has one or may get one."""
        return self._unreadable.get(path)

    def pixmap(self, path: str, size: QSize) -> QPixmap | None:
        """The thumbnail cropped to fill ``size`` device pixels; None while it is not here."""
        entry = self._entries.get(path)
        if entry is None:
            return None
        self._entries.move_to_end(path)
        if entry.pixmap is None or (entry.width, entry.height) != (size.width(), size.height()):
            entry.pixmap = QPixmap.fromImage(_filling(entry.image, size))
            entry.width, entry.height = size.width(), size.height()
        return entry.pixmap

    def full_pixmap(self, path: str) -> QPixmap | None:
        """The thumbnail at the size it came; None while it is not here."""
        entry = self._entries.get(path)
        return QPixmap.fromImage(entry.image) if entry else None

    @Slot(str, object)
    def set_thumbnail(self, path: str, image: QImage) -> None:
        """Keep a thumbnail that was wanted."""
        self._asked.discard(path)
        self._unreadable.pop(path, None)
        old = self._entries.pop(path, None)
        if old is not None:
            self._bytes -= old.image.sizeInBytes()
        self._entries[path] = _Entry(image)
        self._bytes += image.sizeInBytes()
        while self._bytes > _BUDGET_BYTES and len(self._entries) > 1:
            _, dropped = self._entries.popitem(last=False)
            self._bytes -= dropped.image.sizeInBytes()
        self.arrived.emit(path)

    @Slot(str, str)
    def set_unreadable(self, path: str, reason: str) -> None:
        """Remember that there will be no thumbnail, with the reason."""
        self._asked.discard(path)
        self._unreadable[path] = reason
        self.arrived.emit(path)

    @Slot()
    def _on_timeout(self) -> None:
        paths = tuple(self._queue)
        self._queue.clear()
        self._asked.update(paths)
        self.wanted.emit(paths)


def _filling(image: QImage, size: QSize) -> QImage:
    """The middle of a picture scaled so that it covers ``size``."""
    if image.size() == size:
        return image
    is_tiny = image.width() * 2 <= size.width() and image.height() * 2 <= size.height()
    mode = Qt.TransformationMode.FastTransformation if is_tiny else Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, mode)
    crop = QRect(0, 0, size.width(), size.height())
    crop.moveCenter(scaled.rect().center())
    return scaled.copy(crop)
