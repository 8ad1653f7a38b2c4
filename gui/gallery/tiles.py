"""Finished tiles with everything that is drawn on them, so that scrolling only copies them to the screen."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

from PySide6.QtGui import QPixmap

_BUDGET_BYTES: Final = 48 * 1024 * 1024
TileName = tuple[str, str]
"""Path of the picture, and which part of it is shown."""


class TileCache:
    """Tiles by picture and part, those used last; each with a key that says what was drawn on it."""

    def __init__(self) -> None:
        self._tiles: OrderedDict[TileName, tuple[Hashable, QPixmap]] = OrderedDict()
        self._bytes = 0
        self._budget = _BUDGET_BYTES

    def reserve(self, count: int, side_px: int) -> None:
        """Keep at least this many tiles, those on screen, whatever they take: else none of them would stay.

        Args:
            count: how many.
            side_px: of each, in device pixels.
        """
        self._budget = max(_BUDGET_BYTES, count * side_px * side_px * 4)

    def tile(self, name: TileName, key: Hashable) -> QPixmap | None:
        """The tile with this key; None where it has to be drawn, or drawn anew."""
        kept = self._tiles.get(name)
        if kept is None or kept[0] != key:
            return None
        self._tiles.move_to_end(name)
        return kept[1]

    def old_tile(self, name: TileName) -> QPixmap | None:
        """The tile with whatever key, to show until there is time for the new one."""
        kept = self._tiles.get(name)
        return None if kept is None else kept[1]

    def keep(self, name: TileName, key: Hashable, tile: QPixmap) -> None:
        """Keep a tile in the place of the one before."""
        self._drop(name)
        self._tiles[name] = (key, tile)
        self._bytes += _bytes(tile)
        while self._bytes > self._budget and len(self._tiles) > 1:
            self._drop(next(iter(self._tiles)))

    def clear(self) -> None:
        """Forget all tiles."""
        self._tiles.clear()
        self._bytes = 0

    def drop(self, path: str) -> None:
        """Forget the tiles of a picture, as when it has changed."""
        for name in [name for name in self._tiles if name[0] == path]:
            self._drop(name)

    def _drop(self, name: TileName) -> None:
        kept = self._tiles.pop(name, None)
        self._bytes -= _bytes(kept[1]) if kept is not None else 0


def _bytes(tile: QPixmap) -> int:
    return tile.width() * tile.height() * 4
