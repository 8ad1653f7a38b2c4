"""Reads boxes that stand in CSV files, one in each row."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.contract.annotations import Annotation
from engine.contract.dataset import Candidate, ProblemCode, Split
from engine.dataset.listing import ListedImage, Listing, natural_order
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, listed, single_class_problems
from engine.dataset.readers.csv.box_table import ONLY_CLASS, BoxTable, BoxTables, read_box_tables
from engine.dataset.readers.folders.layout import understand_folders
from engine.dataset.readers.row_pictures import RowPictures
from engine.dataset.scanning import FoundFile, Scan

RANK = 45


def find(scan: Scan) -> list[Candidate]:
    """The tables of boxes, taken together."""
    tables = _remembered(scan).tables
    if not tables:
        return []
    place = tables[0].path if len(tables) == 1 else ""
    title = f"Boxes in {' and '.join(table.path for table in tables)}"
    return [Candidate(format="csv_boxes", place=place, title=title, rank=RANK)]


def read(scan: Scan, _candidate: Candidate, on_progress: OnProgress) -> Listing:
    """The listing of a dataset with tables of boxes. Pixels are taken as edges that count from 0."""
    found = _remembered(scan)
    reading = _Reading(RowPictures(scan))
    for number, table in enumerate(found.tables):
        on_progress("Reading labels", number, len(found.tables))
        reading.read(table)
    images = tuple(reading.images([one for one in scan.pictures if scan.only is None or one.path in reading.named]))
    classes = natural_order({str(one.label) for image in images for one in image.annotations})
    return Listing(
        "csv_boxes",
        scan.root,
        images,
        classes,
        (*found.problems, *reading.pictures.problems(), *reading.problems, *single_class_problems(classes)),
        tuple(_notes(found.tables)),
        used=frozenset(table.path for table in found.tables),
    )


@dataclass(slots=True)
class _Reading:
    """What the tables say of each picture by its path; ``named``: those that stand in some row, there or not."""

    pictures: RowPictures
    annotations: dict[str, list[Annotation]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    splits: dict[str, Split] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def read(self, table: BoxTable) -> None:
        """Read the rows of a table."""
        for row in table.rows:
            path = self.pictures.find(table.picture(row), table.path, row.line)
            if path is None:
                continue
            self.named.add(path)
            if (size := table.size(row)) is not None:
                self.sizes.setdefault(path, size)
            if (split := table.split_of(row)) is not None:
                self.splits.setdefault(path, split)
            found = table.annotation(row)
            if isinstance(found, Annotation):
                self.annotations[path].append(found)
            elif found is not None:
                place = f"{table.path}, line {row.line}"
                self.problems.append(Problem(ProblemCode.BAD_ANNOTATION, path, found, place))

    def images(self, files: Sequence[FoundFile]) -> Iterator[ListedImage]:
        """The pictures of the folder, then those that are missing."""
        layout = understand_folders([file.folders for file in files] or [()])
        for file in (*files, *(FoundFile(path, 0, 0) for path in self.pictures.missing)):
            if file.path not in self.named:
                self.problems.append(Problem(ProblemCode.UNLABELLED, file.path, "The picture stands in no row."))
            split = self.splits.get(file.path) or layout.read(file.folders)[0]
            annotations = self.annotations.get(file.path, ())
            yield listed(file, split=split, annotations=annotations, stated_size=self.sizes.get(file.path))


def _notes(tables: Sequence[BoxTable]) -> Iterator[str]:
    yield f"Boxes stand in {' and '.join(table.path for table in tables)}."
    for table in tables:
        if table.is_relative:
            yield f"Boxes of {table.path} are shares of the pictures."
        if table.columns.label is None:
            yield f"{table.path} has no column for the class; its boxes are of the class {ONLY_CLASS}."


def _remembered(scan: Scan) -> BoxTables:
    if "csv_boxes" not in scan.remembered:
        scan.remembered["csv_boxes"] = read_box_tables(scan)
    found: BoxTables = scan.remembered["csv_boxes"]
    return found
