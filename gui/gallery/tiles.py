"""Finished tiles with everything that is drawn on them, so that scrolling only copies them to the screen."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

from PySide6.QtGui import QPixmap

_BUDGET_BYTES: Final = 48 * 1024 * 1024


class TileCache:
    """Tiles by path, those used last; each with a key that says what was drawn on it."""

    def __init__(self) -> None:
        self._tiles: OrderedDict[str, tuple[Hashable, QPixmap]] = OrderedDict()
        self._bytes = 0
        self._budget = _BUDGET_BYTES

    def reserve(self, count: int, side_px: int) -> None:
        """Keep at least this many tiles, those on screen, whatever they take: else none of them would stay.

        Args:
            count: how many.
            side_px: of each, in device pixels.
        """
        self._budget = max(_BUDGET_BYTES, count * side_px * side_px * 4)

    def tile(self, path: str, key: Hashable) -> QPixmap | None:
        """The tile with this key; None where it has to be drawn, or drawn anew."""
        kept = self._tiles.get(path)
        if kept is None or kept[0] != key:
            return None
        self._tiles.move_to_end(path)
        return kept[1]

    def old_tile(self, path: str) -> QPixmap | None:
        """The tile with whatever key, to show until there is time for the new one."""
        kept = self._tiles.get(path)
        return None if kept is None else kept[1]

    def keep(self, path: str, key: Hashable, tile: QPixmap) -> None:
        """Keep a tile in the place of the one before."""
        self.drop(path)
        self._tiles[path] = (key, tile)
        self._bytes += _bytes(tile)
        while self._bytes > self._budget and len(self._tiles) > 1:
            self.drop(next(iter(self._tiles)))

    def clear(self) -> None:
        """Forget all tiles."""
        self._tiles.clear()
        self._bytes = 0

    def drop(self, path: str) -> None:
        """Forget a tile, as when the picture has changed."""
        kept = self._tiles.pop(path, None)
        self._bytes -= _bytes(kept[1]) if kept is not None else 0


def _bytes(tile: QPixmap) -> int:
    return tile.width() * tile.height() * 4
