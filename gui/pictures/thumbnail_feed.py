"""Gets thumbnails from the data engine: those on screen first, and none that have scrolled away."""

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QObject, Slot

from engine.contract.commands import Command, MakeThumbnails
from engine.contract.events import ThumbnailMade
from engine.contract.framing import Array
from gui.engine_client import EngineClient, Reply
from gui.gallery.thumbnails import ThumbnailStore
from gui.pictures.pixels import image_from_array

_SQUARE_PX: Final = 192
_LETTERBOX_PX: Final = 256
_BATCH: Final = 24
_LARGEST_RATIO: Final = 2


def path_below(root: Path, path: Path) -> str:
    """A picture's path as views name it: relative to the folder it lies in, whole for one from elsewhere."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


class ThumbnailFeed(QObject):
    """Fills a store for the pictures below one folder.

    A few pictures are asked for at a time, so that after a jump in the gallery those on screen come next.

    Args:
        client: its data engine decodes.
        parent: owner.
        crop: ``square`` for the middle of the pictures, ``letterbox`` for all of them.

    Attributes:
        store: what views draw from; its paths are relative to ``root``.
        root: the folder; pictures are asked for only while it is known.
    """

    def __init__(
        self, client: EngineClient, parent: QObject | None = None, *, crop: Literal["square", "letterbox"] = "square"
    ) -> None:
        super().__init__(parent)
        self._crop = crop
        self._index: str | None = None
        self._ratio = 1
        self.store = ThumbnailStore(self)
        self.root: Path | None = None
        self._client = client
        self._waiting: list[str] = []
        self._asked: set[str] = set()
        self._reply: Reply | None = None
        self.store.wanted.connect(self._on_wanted)

    def set_root(self, root: Path | None) -> None:
        """Look for pictures below another folder; thumbnails of the last one are forgotten."""
        if root != self.root:
            self.root = root
            self._start_again()

    def set_crop(self, crop: Literal["square", "letterbox"], *, index: Path | None = None, ratio: float = 1.0) -> None:
        """Choose what of the pictures is shown; thumbnails of another kind are forgotten.

        Args:
            crop: the middle, or all.
            index: of their dataset, for pictures with masks.
            ratio: device pixels per logical pixel of the screen.
        """
        chosen = (crop, None if index is None else str(index), min(ceil(ratio), _LARGEST_RATIO))
        if chosen != (self._crop, self._index, self._ratio):
            self._crop, self._index, self._ratio = chosen
            self._start_again()

    def _start_again(self) -> None:
        self._waiting.clear()
        self.store.clear()
        self._cancel()

    def _cancel(self) -> None:
        if self._reply is not None:
            self._reply.cancel()
        self._reply = None
        self._asked.clear()

    @Slot(object)
    def _on_wanted(self, paths: tuple[str, ...]) -> None:
        if self._asked.isdisjoint(paths):
            self._cancel()  # all of them have scrolled away
        self._waiting = [path for path in paths if path not in self._asked]
        if self._reply is None:
            self._ask()

    def _ask(self) -> None:
        if self.root is None or not self._waiting:
            return
        batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
        self._asked = set(batch)
        self._reply = self._client.request(self._command(self.root, batch))
        self._reply.item_arrived.connect(self._on_thumbnail_made)
        self._reply.succeeded.connect(self._on_ended)
        self._reply.failed.connect(self._on_ended)

    def _command(self, root: Path, paths: Sequence[str]) -> Command:
        """What is asked of the engine for some pictures; it answers with ``ThumbnailMade`` for each."""
        absolute = tuple(str(root / path) for path in paths)
        return MakeThumbnails(paths=absolute, size_px=self._size_px, crop=self._crop, index=self._index)

    @property
    def _size_px(self) -> int:
        return self._ratio * (_SQUARE_PX if self._crop == "square" else _LETTERBOX_PX)

    @Slot(object, object)
    def _on_thumbnail_made(self, event: ThumbnailMade, arrays: Sequence[Array]) -> None:
        if self.sender() is not self._reply or self.root is None:
            return
        path = path_below(self.root, Path(event.path))
        self._asked.discard(path)
        if arrays:
            mask = arrays[1] if len(arrays) > 1 else None
            self.store.set_thumbnail(
                path, image_from_array(arrays[0]), mask=mask, width=event.width, height=event.height
            )
        else:
            self.store.set_unreadable(path, event.reason)

    @Slot()
    def _on_ended(self) -> None:
        if self.sender() is self._reply:
            self._reply = None
            self._asked.clear()
            self._ask()
