"""Understands what a YOLO ``data.yaml``, or a list of names, says of a dataset."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.contract.dataset import ProblemCode, Split
from engine.dataset.problems import Problem
from engine.dataset.readers.documents import BadDocument, finite, read_text, short
from engine.dataset.readers.yolo.yaml_document import read_yaml
from engine.dataset.scanning import FoundFile, Scan
from engine.dataset.splits.assigning import split_named

NAME_LISTS = ("classes.txt", "obj.names", "_darknet.labels", "predefined_classes.txt", "labels.txt", "class_names.txt")
_NOTHING = ("", "~", "null")
_MOST_CLASSES = 100_000


@dataclass(frozen=True, slots=True)
class YoloConfig:
    """What is known of a dataset beside its labels.

    Attributes:
        file: that says it, relative to the dataset; empty without one.
        names: of the classes by number; None where nothing says them.
        places: folders and lists of each split, as written.
        base: folder that the places count from, as written.
        keypoint_numbers: numbers of keypoints behind each box.
        problems: what is wrong with the file.
    """

    file: str = ""
    names: Mapping[int, str] | None = None
    places: tuple[tuple[Split, str], ...] = ()
    base: str = ""
    keypoint_numbers: int = 0
    problems: tuple[Problem, ...] = ()


def read_config(scan: Scan, file: str) -> YoloConfig | None:
    """What a ``data.yaml`` says; None where it says nothing of the kind.

    Raises:
        BadDocument: it cannot be read.
    """
    document = read_yaml(scan.root / file)
    if not isinstance(document, dict):
        return None
    splits = tuple(_places(document))
    if "names" not in document and not ("nc" in document and splits):
        return None
    names, problems = _names(document, file)
    return YoloConfig(
        file,
        names,
        splits,
        document["path"] if isinstance(document.get("path"), str) else "",
        _keypoint_numbers(document.get("kpt_shape")),
        tuple(problems),
    )


def read_names(scan: Scan) -> YoloConfig:
    """The classes of a dataset without ``data.yaml``, where a list of names lies in it: one in each line."""
    for file in sorted(filter(_is_list_of_names, scan.documents), key=_depth):
        try:
            lines = read_text(scan.root / file.path).splitlines()
        except BadDocument as error:
            message = f"The list of classes cannot be read: {error}."
            return YoloConfig(file.path, problems=(Problem(ProblemCode.BAD_LABEL_FILE, file.path, message),))
        while lines and not lines[-1].strip():
            lines.pop()
        if not lines:
            continue
        names = {number: line.strip() or str(number) for number, line in enumerate(lines[:_MOST_CLASSES])}
        return YoloConfig(file.path, names, problems=tuple(_repeated(names, file.path)))
    return YoloConfig()


def is_yaml(file: FoundFile) -> bool:
    """Whether the name of a file says YAML."""
    return file.path.lower().endswith((".yaml", ".yml"))


def _is_list_of_names(file: FoundFile) -> bool:
    name = posixpath.basename(file.path).casefold()
    return name in NAME_LISTS or name.endswith(".names")


def _depth(file: FoundFile) -> tuple[int, str]:
    return len(file.folders), file.path


def _places(document: Mapping[str, Any]) -> Iterable[tuple[Split, str]]:
    """The entries of all splits; one may have several."""
    for key, value in document.items():
        split = split_named(key) if isinstance(key, str) else None
        if split is not None:
            entries = value if isinstance(value, list) else [value]
            yield from ((split, entry) for entry in entries if isinstance(entry, str) and entry not in _NOTHING)


def _names(document: Mapping[str, Any], file: str) -> tuple[dict[int, str] | None, list[Problem]]:
    """Names by number, from a list or a mapping, with what is wrong with them."""
    stated, number = document.get("names"), finite(document.get("nc"))
    problems = []
    match stated:
        case list():
            names = {place: _name(place, name) for place, name in enumerate(stated)}
            problems += _nameless(stated, file)
        case dict():
            numbered = [(int(value), name) for key, name in stated.items() if (value := finite(key)) is not None]
            names = {place: _name(place, name) for place, name in numbered}
            problems += _nameless(list(stated.values()), file)
            if len(names) < len(stated):
                problems.append(_fault(file, "Some of the classes have no number; they are left out."))
        case _:
            words = "It names no classes" if stated in (None, *_NOTHING) else f"{short(stated)} is no list of classes"
            problems.append(_fault(file, f"{words}; they have their numbers."))
            return _numbered(number), problems
    if number is not None and int(number) != len(names):
        message = f"It says that there are {number:g} classes, and names {len(names)}; the names are used."
        problems.append(_fault(file, message))
    return names, problems + _repeated(names, file)


def _name(place: int, name: object) -> str:
    return name if isinstance(name, str) and name else str(place)


def _nameless(names: list[Any], file: str) -> list[Problem]:
    number = sum(not isinstance(name, str) or not name for name in names)
    return [_fault(file, f"{number} of the classes have no name; they have their numbers.")] if number else []


def _numbered(number: float | None) -> dict[int, str] | None:
    """Numbers as names, where only the number of classes is known."""
    if number is None or not 1 <= number <= _MOST_CLASSES:
        return None
    return {place: str(place) for place in range(int(number))}


def _repeated(names: Mapping[int, str], file: str) -> list[Problem]:
    twice = sorted({name for name in names.values() if list(names.values()).count(name) > 1}) if names else []
    return [_fault(file, f"Several classes are called {short(name)}; they count as one.") for name in twice]


def _fault(file: str, message: str) -> Problem:
    return Problem(ProblemCode.BAD_LABEL_FILE, file, message, chosen_action="kept")


def _keypoint_numbers(shape: object) -> int:
    """How many numbers ``kpt_shape`` (points, numbers of each) makes."""
    if not isinstance(shape, list) or len(shape) != 2:
        return 0
    points, numbers = finite(shape[0]), finite(shape[1])
    return 0 if points is None or numbers is None else int(points * numbers)
