"""Finds out which column of a table names the picture, which its class, which its split."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.dataset.readers.csv.table import Row
from engine.dataset.splits.assigning import split_named

_PATHS = (
    "path", "filepath", "file_path", "image_path", "img_path", "filename", "file_name", "file", "image", "images",
    "image_name", "img", "picture", "photo", "image_id", "imageid", "id", "name",
)  # fmt: skip
_LABELS = (
    "label", "labels", "class", "class_name", "classname", "category", "species", "breed", "target", "truth", "y",
    "class_id", "label_name", "type",
)  # fmt: skip
_SPLITS = ("split", "set", "subset", "partition", "usage", "fold", "phase")
_BOXES = ("xmin", "x_min", "x1", "xmax", "x_max", "bbox", "box")
_ROWS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """Numbers of the columns; ``has_header``: the first row holds names."""

    path: int
    label: int
    split: int | None
    has_header: bool


def find_columns(rows: Sequence[Row], names_a_picture: Callable[[str], bool]) -> Columns | None:
    """The columns of a table of labelled pictures, by header where it has one, otherwise by content.

    A table of boxes, or one in which nothing is clearly the class, is none.
    """
    if not rows:
        return None
    header = [cell.casefold().replace(" ", "_") for cell in rows[0].cells]
    sample = rows[1 : 1 + _ROWS_LOOKED_AT]
    has_header = bool(set(header) & {*_PATHS, *_LABELS}) or not any(map(names_a_picture, rows[0].cells))
    if not has_header:
        header, sample = [""] * len(header), rows[:_ROWS_LOOKED_AT]
    if set(header) & set(_BOXES) or not sample:
        return None
    path = _path_column(header, sample, names_a_picture)
    if path is None:
        return None
    split = _split_column(header, sample)
    label = _label_column(header, sample, taken={path, split})
    return None if label is None else Columns(path, label, split, has_header)


def column(rows: Sequence[Row], index: int) -> list[str]:
    """The cells of one column, empty where a row is too short."""
    return [row.cells[index] if index < len(row.cells) else "" for row in rows]


def _path_column(header: list[str], sample: Sequence[Row], names_a_picture: Callable[[str], bool]) -> int | None:
    """Among the columns that mostly name pictures the one with the best name, then the best content."""

    def merit(index: int) -> tuple[int, float]:
        cells = column(sample, index)
        return _rank(header[index], _PATHS), sum(map(names_a_picture, cells)) / len(cells)

    merits = {index: merit(index) for index in range(len(header))}
    likely = [index for index, (_, share) in merits.items() if share >= 0.5]
    return max(likely, key=merits.__getitem__, default=None)


def _split_column(header: list[str], sample: Sequence[Row]) -> int | None:
    for index, name in enumerate(header):
        if name in _SPLITS and all(split_named(cell) for cell in column(sample, index) if cell):
            return index
    return None


def _label_column(header: list[str], sample: Sequence[Row], taken: set[int | None]) -> int | None:
    free = [index for index in range(len(header)) if index not in taken]
    named = [index for index in free if header[index] in _LABELS]
    if named:
        return max(named, key=lambda index: _rank(header[index], _LABELS))
    if len(free) == 1 and _repeats(column(sample, free[0])):
        return free[0]
    return None


def _repeats(cells: list[str]) -> bool:
    """Whether values come back as classes do, and prices and captions do not."""
    return len(set(cells)) <= max(2, len(cells) // 2)


def _rank(name: str, names: tuple[str, ...]) -> int:
    return len(names) - names.index(name) if name in names else 0
