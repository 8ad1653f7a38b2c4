"""Reads boxes that stand in CSV files, one in each row."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from engine.contract.annotations import Annotation
from engine.contract.dataset import Candidate, ProblemCode, Split
from engine.contract.errors import UserError
from engine.dataset.listing import ListedImage, Listing, natural_order
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, listed, single_class_problems
from engine.dataset.readers.csv_box_columns import BoxColumns, box_of, find_box_columns
from engine.dataset.readers.csv_table import Row, read_rows
from engine.dataset.readers.documents import finite, short
from engine.dataset.readers.folder_layout import understand_folders
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.scanning import FoundFile, Scan
from engine.dataset.splits import split_named

RANK = 45
# The class of boxes in a table that has no column for it.
ONLY_CLASS = "object"


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of boxes; ``split`` is what its name says, where several tables divide the pictures."""

    path: str
    rows: list[Row]
    columns: BoxColumns
    split: Split | None = None

    def cell(self, row: Row, index: int | None) -> str:
        return "" if index is None or index >= len(row.cells) else row.cells[index]

    def is_relative(self) -> bool:
        """All numbers are shares of the picture: no box of pixels is as small."""
        values = [value for row in self.rows for text in self.columns.texts(row) if (value := finite(text)) is not None]
        return bool(values) and all(0 <= value <= 1 for value in values)


def find(scan: Scan) -> list[Candidate]:
    """The tables of boxes, taken together."""
    tables = _tables(scan)
    if not tables:
        return []
    place = tables[0].path if len(tables) == 1 else ""
    title = f"Boxes in {' and '.join(table.path for table in tables)}"
    return [Candidate(format="csv_boxes", place=place, title=title, rank=RANK)]


def read(scan: Scan, _candidate: Candidate, on_progress: OnProgress) -> Listing:
    """The listing of a dataset with tables of boxes. Pixels are taken as edges that count from 0."""
    tables = _tables(scan)
    reading = _Reading(PictureNames(scan.pictures), problems=list(_remembered(scan).problems))
    for number, table in enumerate(tables):
        on_progress("Reading labels", number, len(tables))
        reading.read(table)
    files = [file for file in scan.pictures if scan.only is None or file.path in reading.named]
    images = tuple(reading.images(files))
    classes = natural_order({str(one.label) for image in images for one in image.annotations})
    notes = [f"Boxes stand in {' and '.join(table.path for table in tables)}."]
    notes += [f"Boxes of {table.path} are shares of the pictures." for table in tables if table.is_relative()]
    notes += [
        f"{table.path} has no column for the class; its boxes are of the class {ONLY_CLASS}."
        for table in tables
        if table.columns.label is None
    ]
    return Listing(
        "csv_boxes",
        scan.root,
        images,
        classes,
        (*reading.problems, *single_class_problems(classes)),
        tuple(notes),
        used=frozenset(table.path for table in tables),
    )


@dataclass(slots=True)
class _Reading:
    """What the tables say of each picture by its path; ``named``: pictures that stand in some row."""

    names: PictureNames
    annotations: dict[str, list[Annotation]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    splits: dict[str, Split] = field(default_factory=dict)
    named: dict[str, None] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    foreign: dict[str, str] = field(default_factory=dict)

    def read(self, table: _Table) -> None:
        """Read the rows of a table."""
        is_relative = table.is_relative()
        folder = posixpath.dirname(table.path)
        for row in table.rows[1:] if table.columns.has_header else table.rows:
            path = self._picture_of(table.cell(row, table.columns.path), folder, table, row)
            if path is None:
                continue
            self.named[path] = None
            self._note_size(path, table, row)
            split = split_named(table.cell(row, table.columns.split)) or table.split
            if split is not None:
                self.splits.setdefault(path, split)
            found = _annotation(table, row, is_relative=is_relative)
            if isinstance(found, Annotation):
                self.annotations[path].append(found)
            elif found is not None:
                self.problems.append(Problem(ProblemCode.BAD_ANNOTATION, path, found, f"{table.path}, line {row.line}"))
        if table.path in self.foreign:
            message = f"It names paths that lie elsewhere, such as {short(self.foreign[table.path])};"
            problem = f"{message} pictures are found by their names."
            self.problems.append(Problem(ProblemCode.OUTSIDE_FOLDER, table.path, problem, chosen_action="repaired"))

    def images(self, files: Sequence[FoundFile]) -> Iterator[ListedImage]:
        """The pictures of the folder, then those that are missing."""
        layout = understand_folders([file.folders for file in files] or [()])
        for file in (*files, *(FoundFile(path, 0, 0) for path in self.missing)):
            if file.path not in self.named:
                message = "The picture stands in no row."
                self.problems.append(Problem(ProblemCode.UNLABELLED, file.path, message))
            split = self.splits.get(file.path) or layout.read(file.folders)[0]
            annotations = self.annotations.get(file.path, ())
            yield listed(file, split=split, annotations=annotations, stated_size=self.sizes.get(file.path))

    def _picture_of(self, name: str, folder: str, table: _Table, row: Row) -> str | None:
        path = self.names.find(name, folder)
        if isinstance(path, str):
            return path
        by_name = self.names.find(posixpath.basename(name.replace("\\", "/")))
        if isinstance(by_name, str):
            self.foreign.setdefault(table.path, name)
            return by_name
        place = f"line {row.line}"
        if path is ProblemCode.OUTSIDE_FOLDER:
            message = f"{short(name)} does not lie in the dataset's folder and is not read."
            self.problems.append(Problem(path, table.path, message, place))
        elif not name:
            self.problems.append(Problem(ProblemCode.BAD_ROW, table.path, "The row names no picture.", place))
        else:
            missing = posixpath.normpath(posixpath.join(folder, name.replace("\\", "/")))
            if missing not in self.missing:
                self.missing[missing] = None
                message = f"There is no picture {short(name)}."
                self.problems.append(Problem(path, missing, message, f"{table.path}, {place}"))
            return missing
        return None

    def _note_size(self, path: str, table: _Table, row: Row) -> None:
        if table.columns.size is None:
            return
        width, height = (finite(table.cell(row, index)) for index in table.columns.size)
        if width is not None and height is not None and min(width, height) >= 1:
            self.sizes.setdefault(path, (int(width), int(height)))


def _annotation(table: _Table, row: Row, *, is_relative: bool) -> Annotation | str | None:
    """The box of a row, or what is wrong with it; None for a row that only says that its picture has none."""
    texts = table.columns.texts(row)
    if not any(texts):
        return None
    values = [value for text in texts if (value := finite(text)) is not None]
    if len(values) != 4 or len(texts) != 4:
        return f"The row holds no box of four numbers: {short(', '.join(texts))}."
    label = ONLY_CLASS if table.columns.label is None else table.cell(row, table.columns.label)
    if not label:
        return "The box has no class."
    box = box_of(values, table.columns.form)
    return Annotation(box, label, is_relative=is_relative, file=table.path, place=f"line {row.line}")


@dataclass(frozen=True, slots=True)
class _Found:
    """The tables of boxes of a scan, and those that cannot be read."""

    tables: list[_Table]
    problems: list[Problem]


def _tables(scan: Scan) -> list[_Table]:
    return _remembered(scan).tables


def _remembered(scan: Scan) -> _Found:
    if "csv_boxes" not in scan.remembered:
        scan.remembered["csv_boxes"] = _read_tables(scan)
    found: _Found = scan.remembered["csv_boxes"]
    return found


def _read_tables(scan: Scan) -> _Found:
    """The tables of boxes; names of tables count as splits where they differ."""
    names = PictureNames(scan.pictures)
    found = _Found([], [])
    for file in scan.tables:
        try:
            rows = read_rows(scan.root / file.path)
        except UserError as error:
            found.problems.append(Problem(ProblemCode.UNREADABLE, file.path, error.message))
            continue
        columns = find_box_columns(rows, names.looks_like_one)
        if columns is not None:
            found.tables.append(_Table(file.path, rows, columns, _split_of(file.path)))
    if len({table.split for table in found.tables}) > 1:
        return found
    return _Found([replace(table, split=None) for table in found.tables], found.problems)


def _split_of(path: str) -> Split | None:
    """The split that the name of a table means: "train.csv", "labels_test.csv"."""
    words = re.split(r"[^a-z]+", posixpath.basename(path).casefold())
    splits = {split for split in map(split_named, words) if split is not None}
    return splits.pop() if len(splits) == 1 else None
