"""Gets thumbnails of evaluated pictures with what is right and wrong in their masks."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from engine.contract.commands import Command
from engine.contract.mask_differences import ComparedMasks, MakeDifferenceThumbnails
from gui.engine_client import EngineClient
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks
from gui.pictures.thumbnail_feed import ThumbnailFeed


class DifferenceFeed(ThumbnailFeed):
    """Fills a store for the pictures of one evaluation; their masks are codes of ``Difference``."""

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(client, parent, crop="letterbox")
        self._evaluated: EvaluatedMasks | None = None
        self._files: dict[str, tuple[str, str]] = {}

    def set_evaluation(self, evaluated: EvaluatedMasks) -> None:
        """Look at the pictures of another evaluation; thumbnails of the last one are forgotten."""
        if evaluated is self._evaluated:
            return
        self._evaluated = evaluated
        folder = evaluated.folder
        self._files = {
            one.image: (str(folder / one.mask), str(folder / one.truth)) for one in evaluated.results if one.truth
        }
        self.set_root(None)
        self.set_root(evaluated.run.root)

    def _command(self, root: Path, paths: Sequence[str]) -> Command:
        background = None if self._evaluated is None else self._evaluated.background
        compared = tuple(
            ComparedMasks(picture=str(root / path), predicted=self._files[path][0], truth=self._files[path][1])
            for path in paths
            if path in self._files
        )
        return MakeDifferenceThumbnails(pictures=compared, background=background, size_px=self._size_px)
