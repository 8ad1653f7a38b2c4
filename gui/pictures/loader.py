"""Gets whole pictures from the data engine, and drops those that nobody waits for any more."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.commands import DecodePicture
from engine.contract.events import Failed, PictureDecoded
from engine.contract.framing import Array
from gui.engine_client import EngineClient, Reply
from gui.pictures.pixels import image_from_array

_LARGEST_SIDE_PX: Final = 2048


class PictureLoader(QObject):
    """Loads one picture at a time; the newest request counts.

    Signals:
        loaded: (PictureDecoded, QImage, mask) of the picture that was asked for last; the mask is (h, w) class
            indices, None where there is none or it was not asked for.
        failed: Failed, why it cannot be shown.
    """

    loaded = Signal(object, object, object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._reply: Reply | None = None

    def load(self, path: Path, *, index: Path | None = None) -> None:
        """Ask for a picture, and for its mask where the index of its dataset is given."""
        if self._reply is not None:
            self._reply.cancel()
        named = None if index is None else str(index)
        self._reply = self._client.request(DecodePicture(path=str(path), max_side_px=_LARGEST_SIDE_PX, index=named))
        self._reply.succeeded.connect(self._on_decoded)
        self._reply.failed.connect(self._on_failed)

    @Slot(object, object)
    def _on_decoded(self, event: PictureDecoded, arrays: Sequence[Array]) -> None:
        if self.sender() is self._reply:
            self._reply = None
            mask = arrays[1] if len(arrays) > 1 else None
            self.loaded.emit(event, image_from_array(arrays[0]), mask)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self.sender() is self._reply:
            self._reply = None
            self.failed.emit(failure)
