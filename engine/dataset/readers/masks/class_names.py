"""Reads what the values of masks are called, from the small files that people put beside masks.

Known are lists of names (``classes.txt``, ``codes.txt``), lines with a value or a colour (``label_colors.txt``, CVAT's
``labelmap.txt``), tables (``class_dict.csv``), and JSON (value -> name, name -> value or colour, lists of either).
"""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from engine.contract.dataset import ProblemCode
from engine.contract.errors import UserError
from engine.dataset.problems import Problem
from engine.dataset.readers.csv.table import read_rows
from engine.dataset.readers.documents import BadDocument, finite, read_json, read_text, short
from engine.dataset.scanning import FoundFile, Scan

_NAMED_LIKE: Final = re.compile(
    r"class|label[_\-. ]?(colou?r|map|name)|^labels?$|^codes?$|categor|legend|palette|colou?r[_\-. ]?map|^names$"
)
_LARGEST_BYTES: Final = 1 << 20
_MOST_NAMES: Final = 254
_VALUE_COLUMNS: Final = ("value", "id", "index", "code", "class_id", "label_id", "grey", "gray", "pixel", "pixel_value")
_NAME_COLUMNS: Final = ("name", "class_name", "class", "label", "classes", "category", "label_name")
_COLOUR_COLUMNS: Final = (("r", "g", "b"), ("red", "green", "blue"))
_COLOUR_KEYS: Final = ("color", "colour", "rgb", "color_rgb")
# A line of CVAT's label map says where the name ends, which may hold numbers and spaces.
_LABEL_MAP_LINE: Final = re.compile(r"([^:]+):(\d{1,3}),(\d{1,3}),(\d{1,3}):")
_HEX: Final = re.compile(r"#?([0-9a-fA-F]{6})\Z")


@dataclass(slots=True)
class ClassNames:
    """What one file says.

    Attributes:
        file: its path.
        by_value: name of each value.
        by_colour: name of each colour 0xRRGGBB.
        listed: names without numbers, in their order.
    """

    file: str
    by_value: dict[int, str] = field(default_factory=dict)
    by_colour: dict[int, str] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.by_value or self.by_colour or self.listed)


def find_class_names(scan: Scan, mask_folder: str) -> tuple[ClassNames | None, list[Problem]]:
    """The names that belong to masks in a folder, and what is wrong with files that were to hold them.

    They are those of the nearest file that is named like one and holds some.
    """
    problems: list[Problem] = []
    files = [file for file in (*scan.tables, *scan.documents) if _is_named_like_one(file)]
    for file in sorted(files, key=lambda one: (-_nearness(one.path, mask_folder), one.path)):
        try:
            names = read_class_names(scan.root, file.path)
        except (BadDocument, UserError) as error:
            message = f"The names of classes cannot be read: {error}."
            problems.append(Problem(ProblemCode.BAD_LABEL_FILE, file.path, message))
            continue
        if names:
            return names, problems
    return None, problems


def read_class_names(root: Path, path: str) -> ClassNames:
    """The names in one file; empty where it is something else.

    Raises:
        BadDocument: it cannot be read.
        UserError: as a table it cannot be read.
    """
    names = ClassNames(path)
    ending = posixpath.splitext(path)[1].casefold()
    if ending == ".json":
        _add_json(names, read_json(root / path))
    elif ending in (".csv", ".tsv"):
        _add_table(names, root / path)
    elif ending in (".txt", ".names"):
        _add_lines(names, read_text(root / path, _LARGEST_BYTES).splitlines())
    is_too_long = max(len(names.by_value), len(names.by_colour), len(names.listed)) > _MOST_NAMES
    return ClassNames(path) if is_too_long else names


def _is_named_like_one(file: FoundFile) -> bool:
    stem = posixpath.splitext(posixpath.basename(file.path))[0].casefold()
    return file.bytes <= _LARGEST_BYTES and _NAMED_LIKE.search(stem) is not None


def _nearness(path: str, folder: str) -> int:
    """How many folders a file shares with the masks; a star stands for any."""
    shared = 0
    for own, other in zip(path.split("/")[:-1], folder.split("/"), strict=False):
        if other not in ("*", own):
            break
        shared += 1
    return shared


def _add_lines(names: ClassNames, lines: Iterable[str]) -> None:
    for line in lines:
        text = line.strip()
        if text and not text.startswith(("#", "//")):
            _add_line(names, text)


def _add_line(names: ClassNames, line: str) -> None:
    """One of: "tree", "2 tree", "tree: 2", "64 128 64 tree", "tree:64,128,64::"."""
    if (mapped := _LABEL_MAP_LINE.match(line)) is not None and max(map(int, mapped.groups()[1:])) <= 255:
        names.by_colour[_packed([int(channel) for channel in mapped.groups()[1:]])] = short(mapped[1])
        return
    words = [word for word in re.split(r"[\s,:;=]+", line) if word]
    numbers = [int(word) for word in words if re.fullmatch(r"\d{1,5}", word)]
    text = " ".join(word for word in words if not re.fullmatch(r"\d{1,5}", word))
    if not text:
        return
    if len(numbers) >= 3 and max(numbers[-3:]) <= 255:
        colour = numbers[-3:]
        names.by_colour[_packed(colour)] = short(text)
        if len(numbers) == 4:
            names.by_value[numbers[0]] = short(text)
    elif len(numbers) == 1 and (words[0].isdigit() or words[-1].isdigit()) and len(words) > 1:
        names.by_value[numbers[0]] = short(text)
    else:
        names.listed.append(short(line))


def _add_table(names: ClassNames, path: Path) -> None:
    rows = read_rows(path)
    if not rows:
        return
    header = [cell.casefold().replace(" ", "_") for cell in rows[0].cells]
    name_column = next((header.index(name) for name in _NAME_COLUMNS if name in header), None)
    if name_column is None:
        _add_lines(names, (" ".join(row.cells) for row in rows))
        return
    value_column = next((header.index(name) for name in _VALUE_COLUMNS if name in header), None)
    colours = next(([header.index(one) for one in three] for three in _COLOUR_COLUMNS if set(three) <= set(header)), [])
    for row in rows[1:]:
        cells = (*row.cells, *[""] * (len(header) - len(row.cells)))
        value = None if value_column is None else cells[value_column]
        _add(names, cells[name_column], value, [cells[index] for index in colours] or None)


def _add_json(names: ClassNames, document: Any) -> None:
    if isinstance(document, dict):
        inner = next((value for key, value in document.items() if _is_list_of_classes(key, value)), None)
        if inner is not None:
            _add_json(names, inner)
            return
        for key, value in document.items():
            _add_pair(names, str(key), value)
    elif isinstance(document, list):
        for entry in document[: _MOST_NAMES + 1]:
            if isinstance(entry, str):
                names.listed.append(short(entry))
            elif isinstance(entry, dict):
                _add_entry(names, entry)


def _is_list_of_classes(key: object, value: object) -> bool:
    return isinstance(value, dict | list) and str(key).casefold() in ("classes", "labels", "categories", "names")


def _add_pair(names: ClassNames, key: str, value: Any) -> None:
    """One entry of a JSON object: "3": "tree", "tree": 3, or "tree": [0, 128, 0]."""
    if isinstance(value, str) and finite(key) is not None:
        _add(names, value, key, None)
    elif isinstance(value, dict):
        _add_entry(names, {"id": key, **value} if finite(key) is not None else {"name": key, **value})
    elif isinstance(value, list) or (isinstance(value, str) and _HEX.match(value)):
        _add(names, key, None, value)
    else:
        _add(names, key, value, None)


def _add_entry(names: ClassNames, entry: dict[str, Any]) -> None:
    lower = {str(key).casefold(): value for key, value in entry.items()}
    name = next((lower[key] for key in _NAME_COLUMNS if isinstance(lower.get(key), str)), None)
    if name is not None:
        value = next((lower[key] for key in _VALUE_COLUMNS if key in lower), None)
        colour = next((lower[key] for key in _COLOUR_KEYS if key in lower), None)
        _add(names, name, value, colour)


def _add(names: ClassNames, name: str, value: object, colour: object) -> None:
    """Add a class with its value and its colour, as far as they are some; with neither it is only listed."""
    text, number, packed = short(name), finite(value), _colour(colour)
    if not text:
        return
    if number is not None and number >= 0 and number == int(number):
        names.by_value[int(number)] = text
    if packed is not None:
        names.by_colour[packed] = text
    if number is None and packed is None:
        names.listed.append(text)


def _colour(value: object) -> int | None:
    if isinstance(value, str):
        found = _HEX.match(value.strip())
        return int(found.group(1), 16) if found else None
    if not isinstance(value, list) or len(value) < 3:
        return None
    numbers = [finite(one) for one in value[:3]]
    whole = [int(number) for number in numbers if number is not None and 0 <= number <= 255]
    return _packed(whole) if len(whole) == 3 else None


def _packed(colour: list[int]) -> int:
    return colour[0] << 16 | colour[1] << 8 | colour[2]
