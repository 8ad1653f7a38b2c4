"""Finds which split the pictures of a mask dataset belong to: by a table, or by their folders."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.contract.dataset import ProblemCode, Split
from engine.contract.errors import UserError
from engine.dataset.readers.csv.table import Row, read_rows
from engine.dataset.readers.folders.layout import FolderLayout, understand_folders
from engine.dataset.readers.masks.names import role_of
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.scanning import FoundFile, Scan
from engine.dataset.splits.assigning import split_named

_SPLIT_COLUMNS: Final = ("split", "set", "subset", "partition", "usage", "phase")
# A column names pictures where so many of its cells do.
_NAMING_SHARE: Final = 0.5


@dataclass(slots=True)
class Splits:
    """Splits of pictures by path, and the tables that say them."""

    layout: FolderLayout
    by_path: dict[str, Split] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)

    def of(self, picture: FoundFile) -> Split | None:
        """The split of a picture: of a table, else of its folders ("train/images", "images_train")."""
        if picture.path in self.by_path:
            return self.by_path[picture.path]
        by_layout = self.layout.read(picture.folders)[0]
        if by_layout is not None:
            return by_layout
        return next((split for name in picture.folders if (split := role_of(name).split) is not None), None)


def find_splits(scan: Scan, pictures: Sequence[FoundFile]) -> Splits:
    """The splits of a dataset's pictures."""
    splits = Splits(understand_folders(picture.folders for picture in pictures))
    names = PictureNames(pictures)
    for table in scan.tables:
        try:
            rows = read_rows(scan.root / table.path)
        except UserError:
            continue
        if _add_table(splits, rows, names, posixpath.dirname(table.path)):
            splits.tables.append(table.path)
    return splits


def _add_table(splits: Splits, rows: Sequence[Row], names: PictureNames, folder: str) -> bool:
    """Whether a table says splits of pictures."""
    header = [cell.casefold() for cell in rows[0].cells] if rows else []
    column = next((header.index(name) for name in _SPLIT_COLUMNS if name in header), None)
    if column is None or len(rows) < 2:
        return False
    whole = [row.cells for row in rows[1:] if len(row.cells) == len(header)]
    best: dict[str, Split] = {}
    for other in range(len(header)):
        found = {
            path: split
            for cells in whole
            if (split := split_named(cells[column])) is not None
            and not isinstance(path := names.find(cells[other], folder), ProblemCode)
        }
        best = max(best, found, key=len)
    if len(best) < _NAMING_SHARE * len(whole):
        return False
    splits.by_path |= best
    return True
