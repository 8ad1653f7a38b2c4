"""Reads pictures whose classes stand in CSV files."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.contract.dataset import Candidate, ProblemCode, Split
from engine.contract.errors import UserError
from engine.dataset.listing import ListedImage, Listing, natural_order
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, disagreements, listed, single_class_problems
from engine.dataset.readers.csv.columns import Columns, column, find_columns
from engine.dataset.readers.csv.table import Row, read_rows
from engine.dataset.readers.documents import short
from engine.dataset.readers.folders.layout import understand_folders
from engine.dataset.readers.label_problems import on_picture
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.scanning import Scan
from engine.dataset.splits.assigning import split_named

RANK = 40


@dataclass(slots=True)
class TableLabels:
    """What the tables say: class and split by path, problems, and the names of the tables that say it."""

    labels: dict[str, str] = field(default_factory=dict)
    splits: dict[str, Split] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)


def find(scan: Scan) -> list[Candidate]:
    """The tables, where they lead from pictures of the scan to classes."""
    found = _remembered(scan)
    if not found.labels:
        return []
    return [Candidate(format="csv", title=f"Classes in {' and '.join(found.tables)}", rank=RANK)]


def read(scan: Scan, _candidate: Candidate, _on_progress: OnProgress) -> Listing:
    """The listing of a dataset with tables."""
    found = _remembered(scan)
    pictures = scan.pictures if scan.only is None else [file for file in scan.pictures if file.path in found.labels]
    layout = understand_folders(picture.folders for picture in pictures)
    images = tuple(
        listed(
            picture, found.labels.get(picture.path), found.splits.get(picture.path) or layout.read(picture.folders)[0]
        )
        for picture in pictures
    )
    classes = natural_order(set(found.labels.values()))
    problems = (
        *found.problems,
        *single_class_problems(classes),
        *_without_row(images, found.problems),
    )
    notes = (f"Classes stand in {' and '.join(found.tables)}.",)
    return Listing("csv", scan.root, images, classes, problems, notes, used=frozenset(found.tables))


def compare_with_tables(scan: Scan, images: tuple[ListedImage, ...]) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    """Problems and a note about pictures whose folders say another class than the tables."""
    found = _remembered(scan)
    if not found.labels:
        return (), ()
    names = " and ".join(found.tables)
    differing = disagreements(found.labels, images, names)
    verdict = f"which differ in {len(differing)} pictures" if differing else "which agree"
    return differing, (f"Classes stand in {names} too, {verdict}; the folders are used.",)


def _remembered(scan: Scan) -> TableLabels:
    if "csv" not in scan.remembered:
        scan.remembered["csv"] = read_tables(scan)
    found: TableLabels = scan.remembered["csv"]
    return found


def read_tables(scan: Scan) -> TableLabels:
    """Everything that the tables of a scan say of its pictures; other tables are passed over."""
    names, found = PictureNames(scan.pictures), TableLabels()
    for table in scan.tables:
        try:
            rows = read_rows(scan.root / table.path)
        except UserError as error:
            found.problems.append(Problem(ProblemCode.UNREADABLE, table.path, error.message))
            continue
        columns = find_columns(rows, names.looks_like_one)
        if columns is not None:
            _read_table(_Table(table.path, rows, columns), names, found)
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    path: str
    rows: list[Row]
    columns: Columns

    def entries(self) -> Iterator[tuple[int, str, str, Split | None]]:
        """Line, name of the picture, class and split of every row."""
        rows = self.rows[1:] if self.columns.has_header else self.rows
        paths, labels = column(rows, self.columns.path), column(rows, self.columns.label)
        named = _split_of_table(self.path)
        splits = [""] * len(rows) if self.columns.split is None else column(rows, self.columns.split)
        for row, path, label, split in zip(rows, paths, labels, splits, strict=True):
            yield row.line, path, label, split_named(split) or named


def _split_of_table(path: str) -> Split | None:
    """The split that the name of a table means: "train.csv", "labels_test.csv"."""
    words = re.split(r"[^a-z]+", posixpath.basename(path).casefold())
    splits = {split for split in map(split_named, words) if split is not None}
    return splits.pop() if len(splits) == 1 else None


def _read_table(table: _Table, names: PictureNames, found: TableLabels) -> None:
    folder = posixpath.dirname(table.path)
    found.tables.append(table.path)
    conflicts: set[str] = set()
    for line, name, label, split in table.entries():
        path = names.find(name, folder)
        problem = _row_problem(path, name, label, found.labels)
        if problem is None:
            found.labels[path] = label
            if split is not None:
                found.splits[path] = split
            continue
        if problem.code is ProblemCode.DUPLICATE_LABEL and problem.action != "repaired":
            conflicts.add(path)
        problem = replace(problem, path=table.path, place=f"line {line}")
        found.problems.append(problem if isinstance(path, ProblemCode) else on_picture(problem, path))
    for path in conflicts:
        del found.labels[path]


def _row_problem(path: str | ProblemCode, name: str, label: str, labels: Mapping[str, str]) -> Problem | None:
    """What is wrong with a row, or None."""
    if path is ProblemCode.OUTSIDE_FOLDER:
        return Problem(path, "", f"{short(name)} does not lie in the dataset's folder and is not read.")
    if path is ProblemCode.MISSING_PICTURE:
        return Problem(path, "", f"There is no picture {short(name)}." if name else "The row names no picture.")
    if not label:
        return Problem(ProblemCode.UNLABELLED, "", f"The row of {name} has no class.")
    if path not in labels:
        return None
    if labels[path] == label:
        return Problem(ProblemCode.DUPLICATE_LABEL, "", f"{name} is listed again.", chosen_action="repaired")
    message = f"{name} is listed as {label}, and before as {labels[path]}."
    return Problem(ProblemCode.DUPLICATE_LABEL, "", message)


def _without_row(images: tuple[ListedImage, ...], told: list[Problem]) -> Iterator[Problem]:
    """Pictures that no row names; where one does, and has no class, that was told."""
    known = {problem.path for problem in told}
    for image in images:
        if image.label is None and image.path not in known:
            yield Problem(ProblemCode.UNLABELLED, image.path, "The picture stands in no row with a class.")
