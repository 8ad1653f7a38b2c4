"""The thumbnails in memory: those used last; what views look at and is not here is asked for."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

_BUDGET_BYTES: Final = 48 * 1024 * 1024
_COLLECT_MS: Final = 15


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture as it came.

    Attributes:
        image: the middle square of the picture, or all of it.
        mask: (h, w) class indices of the same part; None where the picture has no mask.
        width: of the original in pixels; 0 where it is not known.
        height: of the original in pixels.
    """

    image: QImage
    mask: NDArray[np.uint8] | None = None
    width: int = 0
    height: int = 0

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return self.image.sizeInBytes() + (0 if self.mask is None else self.mask.nbytes)


class ThumbnailStore(QObject):
    """Keeps thumbnails; of those that it lacks it asks for what views want now, and no more for what they wanted.

    Signals:
        wanted: tuple of paths that should be decoded, most urgent first; it takes the place of the one before.
        arrived: path of a thumbnail that can now be drawn.
        cleared: all thumbnails were forgotten; what was drawn with them is not true any more.
    """

    wanted = Signal(object)
    arrived = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails: OrderedDict[str, Thumbnail] = OrderedDict()
        self._bytes = 0
        self._unreadable: dict[str, str] = {}
        self._wishes: dict[object, Sequence[str]] = {}
        self._timer = QTimer(self, interval=_COLLECT_MS, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def request(self, paths: Sequence[str], *, asker: object = None) -> None:
        """Say which thumbnails a view wants, most urgent first; what it wanted before is forgotten."""
        self._wishes.pop(asker, None)
        self._wishes[asker] = paths
        if not self._timer.isActive():
            self._timer.start()

    def clear(self) -> None:
        """Forget all thumbnails, as when another dataset is opened, or files have changed."""
        self._thumbnails.clear()
        self._unreadable.clear()
        self._wishes.clear()
        self._bytes = 0
        self.cleared.emit()

    def reason(self, path: str) -> str | None:
        """Why the picture has no thumbnail; None when it has one or may get one."""
        return self._unreadable.get(path)

    def thumbnail(self, path: str) -> Thumbnail | None:
        """The thumbnail as it came; None while it is not here."""
        thumbnail = self._thumbnails.get(path)
        if thumbnail is not None:
            self._thumbnails.move_to_end(path)
        return thumbnail

    def pixmap(self, path: str, size: QSize) -> QPixmap | None:
        """The thumbnail cropped to fill ``size`` device pixels; None while it is not here."""
        thumbnail = self.thumbnail(path)
        return None if thumbnail is None else QPixmap.fromImage(filling(thumbnail.image, size))

    def full_pixmap(self, path: str) -> QPixmap | None:
        """The thumbnail at the size it came; None while it is not here."""
        thumbnail = self.thumbnail(path)
        return None if thumbnail is None else QPixmap.fromImage(thumbnail.image)

    def set_thumbnail(
        self, path: str, image: QImage, *, mask: NDArray[np.uint8] | None = None, width: int = 0, height: int = 0
    ) -> None:
        """Keep a thumbnail that was wanted."""
        self._unreadable.pop(path, None)
        self._drop(path)
        thumbnail = Thumbnail(image, mask, width, height)
        self._thumbnails[path] = thumbnail
        self._bytes += thumbnail.bytes
        while self._bytes > _BUDGET_BYTES and len(self._thumbnails) > 1:
            self._drop(next(iter(self._thumbnails)))
        self.arrived.emit(path)

    def set_unreadable(self, path: str, reason: str) -> None:
        """Remember that there will be no thumbnail, with the reason."""
        self._unreadable[path] = reason
        self.arrived.emit(path)

    def _drop(self, path: str) -> None:
        dropped = self._thumbnails.pop(path, None)
        self._bytes -= dropped.bytes if dropped is not None else 0

    @Slot()
    def _on_timeout(self) -> None:
        wishes = dict.fromkeys(path for paths in reversed(self._wishes.values()) for path in paths)
        missing = tuple(path for path in wishes if path not in self._thumbnails and path not in self._unreadable)
        if missing:
            self.wanted.emit(missing)


def filling(image: QImage, size: QSize) -> QImage:
    """The middle of a picture scaled so that it covers ``size``."""
    if image.size() == size:
        return image
    scaled = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, _mode(image, size))
    crop = QRect(0, 0, size.width(), size.height())
    crop.moveCenter(scaled.rect().center())
    return scaled.copy(crop)


def fitting(image: QImage, size: QSize) -> QImage:
    """A whole picture scaled so that it fits into ``size``."""
    fitted = image.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    return image if fitted == image.size() else image.scaled(fitted, mode=_mode(image, fitted))


def _mode(image: QImage, size: QSize) -> Qt.TransformationMode:
    """Pixels of tiny pictures stay squares."""
    is_tiny = image.width() * 2 <= size.width() and image.height() * 2 <= size.height()
    return Qt.TransformationMode.FastTransformation if is_tiny else Qt.TransformationMode.SmoothTransformation
