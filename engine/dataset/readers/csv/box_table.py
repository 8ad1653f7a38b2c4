"""A table of boxes: its rows, which of its columns mean what, and the box of a row."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.contract.annotations import Annotation
from engine.contract.dataset import ProblemCode, Split
from engine.contract.errors import UserError
from engine.dataset.problems import Problem
from engine.dataset.readers.csv.box_columns import BoxColumns, box_of, find_box_columns
from engine.dataset.readers.csv.table import Row, read_rows
from engine.dataset.readers.documents import finite, short
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.scanning import Scan
from engine.dataset.splits.assigning import split_named

# The class of boxes in a table that has no column for it.
ONLY_CLASS = "object"


@dataclass(frozen=True, slots=True)
class BoxTable:
    """One table.

    Attributes:
        path: relative to the dataset's folder.
        rows: without that of the names.
        columns: what they mean.
        is_relative: all numbers are shares of the pictures.
        split: what the table's name says, where several tables divide the pictures.
    """

    path: str
    rows: Sequence[Row]
    columns: BoxColumns
    is_relative: bool
    split: Split | None

    def picture(self, row: Row) -> str:
        """The name of the picture of a row."""
        return self._cell(row, self.columns.path)

    def split_of(self, row: Row) -> Split | None:
        """What a row says of its picture, or else the table."""
        return split_named(self._cell(row, self.columns.split)) or self.split

    def size(self, row: Row) -> tuple[int, int] | None:
        """The stated width and height of the picture of a row."""
        if self.columns.size is None:
            return None
        width, height = (finite(self._cell(row, index)) for index in self.columns.size)
        return None if width is None or height is None or min(width, height) < 1 else (int(width), int(height))

    def annotation(self, row: Row) -> Annotation | str | None:
        """The box of a row, or what is wrong with it; None where the row says that its picture has none."""
        texts = self.columns.texts(row)
        if not any(texts):
            return None
        values = [value for text in texts if (value := finite(text)) is not None]
        if len(values) != 4 or len(texts) != 4:
            return f"The row holds no box of four numbers: {short(', '.join(texts))}."
        label = ONLY_CLASS if self.columns.label is None else self._cell(row, self.columns.label)
        if not label:
            return "The box has no class."
        box = box_of(values, self.columns.form)
        return Annotation(box, label, is_relative=self.is_relative, file=self.path, place=f"line {row.line}")

    def _cell(self, row: Row, index: int | None) -> str:
        return "" if index is None or index >= len(row.cells) else row.cells[index]


@dataclass(frozen=True, slots=True)
class BoxTables:
    """The tables of boxes in a scan, and problems with those that cannot be read."""

    tables: tuple[BoxTable, ...]
    problems: tuple[Problem, ...]


def read_box_tables(scan: Scan) -> BoxTables:
    """All tables of boxes; their names count as splits only where they differ."""
    names, tables, problems = PictureNames(scan.pictures if scan.tables else ()), [], []
    for file in scan.tables:
        try:
            rows = read_rows(scan.root / file.path)
        except UserError as error:
            problems.append(Problem(ProblemCode.UNREADABLE, file.path, error.message))
            continue
        columns = find_box_columns(rows, names.looks_like_one)
        if columns is not None:
            rows = rows[1:] if columns.has_header else rows
            tables.append(BoxTable(file.path, rows, columns, _are_shares(rows, columns), _split_named_by(file.path)))
    divides = len({table.split for table in tables}) > 1
    return BoxTables(tuple(table if divides else replace(table, split=None) for table in tables), tuple(problems))


def _are_shares(rows: Sequence[Row], columns: BoxColumns) -> bool:
    """Whether all numbers are from 0 to 1: no box of pixels is as small."""
    values = list(_values(rows, columns))
    return bool(values) and all(0 <= value <= 1 for value in values)


def _values(rows: Sequence[Row], columns: BoxColumns) -> Iterator[float]:
    for row in rows:
        yield from (value for text in columns.texts(row) if (value := finite(text)) is not None)


def _split_named_by(path: str) -> Split | None:
    """The split that the name of a table means: "train.csv", "labels_test.csv"."""
    words = re.split(r"[^a-z]+", posixpath.basename(path).casefold())
    splits = {split for split in map(split_named, words) if split is not None}
    return splits.pop() if len(splits) == 1 else None
