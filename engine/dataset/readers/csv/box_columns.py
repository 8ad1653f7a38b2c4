"""Finds out which columns of a table hold boxes, in whichever order and by whichever names."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.contract.annotations import Box
from engine.dataset.readers.csv.columns import column
from engine.dataset.readers.csv.table import Row
from engine.dataset.readers.documents import finite
from engine.dataset.splits.assigning import split_named

# How the four numbers of a box are meant: two corners, a corner with the size, or the centre with the size.
BoxForm = Literal["corners", "corner_size", "centre_size"]

_PATHS = (
    "path", "filepath", "file_path", "image_path", "img_path", "filename", "file_name", "file", "image", "images",
    "image_name", "img", "picture", "photo", "image_id", "imageid", "id", "name",
)  # fmt: skip
_LABELS = (
    "label", "class", "class_name", "classname", "label_name", "labelname", "category", "category_name", "cell_type",
    "name", "object", "type", "class_id", "category_id",
)  # fmt: skip
_SPLITS = ("split", "set", "subset", "partition", "usage", "fold", "phase")
_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "x_min": ("xmin", "x_min", "x1", "left", "x_0", "x0", "bbox_x1", "bbox_xmin", "box_xmin", "min_x"),
    "y_min": ("ymin", "y_min", "y1", "top", "y_0", "y0", "bbox_y1", "bbox_ymin", "box_ymin", "min_y"),
    "x_max": ("xmax", "x_max", "x2", "right", "bbox_x2", "bbox_xmax", "box_xmax", "max_x"),
    "y_max": ("ymax", "y_max", "y2", "bottom", "bbox_y2", "bbox_ymax", "box_ymax", "max_y"),
    "x": ("x", "bbox_x", "box_x"),
    "y": ("y", "bbox_y", "box_y"),
    "x_centre": ("x_center", "xcenter", "x_centre", "center_x", "centre_x", "cx", "xc", "x_c"),
    "y_centre": ("y_center", "ycenter", "y_centre", "center_y", "centre_y", "cy", "yc", "y_c"),
    "box_width": ("bbox_width", "bbox_w", "box_width", "box_w", "w"),
    "box_height": ("bbox_height", "bbox_h", "box_height", "box_h", "h"),
    "width": ("width",),
    "height": ("height",),
    "image_width": ("image_width", "img_width", "img_w", "image_w", "imagewidth"),
    "image_height": ("image_height", "img_height", "img_h", "image_h", "imageheight"),
}  # fmt: skip
_WHOLE_BOXES: Mapping[str, BoxForm] = {
    "bbox": "corner_size", "box": "corner_size", "bounding_box": "corner_size", "bbox_xywh": "corner_size",
    "bbox_xyxy": "corners", "box_xyxy": "corners", "bbox_cxcywh": "centre_size",
}  # fmt: skip
_ROWS_LOOKED_AT = 200
_NUMBER = re.compile(r"[-+]?[\w.]+(?:[-+]\d+)?")
# A table without names of columns: path, x_min, y_min, x_max, y_max, class (as keras-retinanet reads it).
_BARE_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class BoxColumns:
    """Numbers of the columns.

    Attributes:
        path: of the picture.
        label: of the class; None where there is none.
        split: None where there is none.
        numbers: the four of a box, or the one that holds all four.
        form: how these are meant.
        size: width and height of the picture.
        has_header: the first row holds names.
    """

    path: int
    label: int | None
    split: int | None
    numbers: tuple[int, ...]
    form: BoxForm
    size: tuple[int, int] | None
    has_header: bool

    def texts(self, row: Row) -> tuple[str, ...]:
        """The four numbers of a row's box as they are written; fewer where some are missing."""
        cells = [row.cells[index] if index < len(row.cells) else "" for index in self.numbers]
        return tuple(_NUMBER.findall(cells[0])) if len(cells) == 1 else tuple(cells)


def find_box_columns(rows: Sequence[Row], names_a_picture: Callable[[str], bool]) -> BoxColumns | None:
    """The columns of a table of boxes; None where it is none."""
    if not rows:
        return None
    header = [_plain(cell) for cell in rows[0].cells]
    sample = rows[1 : 1 + _ROWS_LOOKED_AT]
    found = _numbers(header)
    if found is None:
        return _bare(rows[:_ROWS_LOOKED_AT], names_a_picture)
    numbers, form = found
    path = _path(header, sample, names_a_picture, taken=set(numbers))
    if path is None:
        return None
    taken = {path, *numbers}
    return BoxColumns(
        path, _first(header, _LABELS, taken), _split(header, sample), numbers, form, _size(header, taken), True
    )


def box_of(values: Sequence[float], form: BoxForm) -> Box:
    """The box of four numbers."""
    first, second, third, fourth = values
    match form:
        case "corners":
            return Box(first, second, third, fourth)
        case "corner_size":
            return Box(first, second, first + third, second + fourth)
        case "centre_size":
            return Box(first - third / 2, second - fourth / 2, first + third / 2, second + fourth / 2)


def _plain(name: str) -> str:
    return re.sub(r"[\s\-.]+", "_", name.strip().casefold())


def _numbers(header: list[str]) -> tuple[tuple[int, ...], BoxForm] | None:
    """The columns of a box's numbers, by the names of the columns."""
    at = {role: index for role, names in _NUMBERS.items() if (index := _first(header, names, set())) is not None}
    wide, high = at.get("box_width", at.get("width")), at.get("box_height", at.get("height"))
    wanted: tuple[tuple[BoxForm, tuple[int | None, ...]], ...] = (
        ("corners", (at.get("x_min"), at.get("y_min"), at.get("x_max"), at.get("y_max"))),
        ("centre_size", (at.get("x_centre"), at.get("y_centre"), wide, high)),
        ("corner_size", (at.get("x", at.get("x_min")), at.get("y", at.get("y_min")), wide, high)),
    )
    for form, columns in wanted:
        present = tuple(index for index in columns if index is not None)
        if len(present) == len(columns):
            return present, form
    for name, form in _WHOLE_BOXES.items():
        if name in header:
            return (header.index(name),), form
    return None


def _path(
    header: list[str], sample: Sequence[Row], names_a_picture: Callable[[str], bool], taken: set[int]
) -> int | None:
    """The column that mostly names pictures; among several the one with the best name."""
    shares = {
        index: sum(map(names_a_picture, column(sample, index))) / max(1, len(sample))
        for index in range(len(header))
        if index not in taken
    }
    likely = [index for index, share in shares.items() if share >= 0.5]
    ranks = {name: rank for rank, name in enumerate(_PATHS)}
    return min(likely, key=lambda index: (ranks.get(header[index], len(ranks)), -shares[index]), default=None)


def _size(header: list[str], taken: set[int]) -> tuple[int, int] | None:
    """The columns of the picture's width and height, if those of that name are not the box's."""
    for wide, high in (("image_width", "image_height"), ("width", "height")):
        columns = _first(header, _NUMBERS[wide], taken), _first(header, _NUMBERS[high], taken)
        if columns[0] is not None and columns[1] is not None:
            return columns[0], columns[1]
    return None


def _split(header: list[str], sample: Sequence[Row]) -> int | None:
    index = _first(header, _SPLITS, set())
    if index is None or not all(split_named(cell) for cell in column(sample, index) if cell):
        return None
    return index


def _first(header: list[str], names: Sequence[str], taken: set[int]) -> int | None:
    """The column with the earliest of ``names``."""
    return next((header.index(name) for name in names if name in header and header.index(name) not in taken), None)


def _bare(rows: Sequence[Row], names_a_picture: Callable[[str], bool]) -> BoxColumns | None:
    """The columns of a table without names, if every row is a path, four numbers or nothing, and a class or nothing."""
    for row in rows:
        if len(row.cells) != _BARE_COLUMNS or not names_a_picture(row.cells[0]):
            return None
        if any(cell and finite(cell) is None for cell in row.cells[1:5]):
            return None
    if not any(row.cells[1] for row in rows):
        return None
    return BoxColumns(0, 5, None, (1, 2, 3, 4), "corners", None, has_header=False)
