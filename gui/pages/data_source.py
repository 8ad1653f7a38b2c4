"""The pictures of an index as a gallery shows them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from engine.contract.dataset import ImageFilter, ImageRow
from engine.dataset.index import DatasetIndex
from gui.gallery.items import PictureItem


@dataclass(frozen=True, slots=True)
class IndexPictures:
    """The pictures of a filter, read page by page; none any more once the index was closed."""

    index: DatasetIndex
    choice: ImageFilter

    def count(self) -> int:
        """How many pictures there are."""
        try:
            return self.index.count(self.choice)
        except sqlite3.Error:
            return 0

    def page(self, offset: int, limit: int) -> Sequence[PictureItem]:
        """At most ``limit`` pictures from ``offset`` on."""
        try:
            return [item_of(row) for row in self.index.page(self.choice, offset=offset, limit=limit)]
        except sqlite3.Error:
            return ()


def item_of(row: ImageRow) -> PictureItem:
    """A row of the index as an item of a gallery."""
    return PictureItem(path=row.path, label=row.label, class_index=row.class_index, has_problem=row.problem_count > 0)
