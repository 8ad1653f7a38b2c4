"""Finds the label file of each picture as YOLO does, and reads it."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.contract.annotations import Annotation
from engine.contract.dataset import ProblemCode
from engine.dataset.problems import Problem
from engine.dataset.readers.documents import BadDocument, read_head, read_text
from engine.dataset.readers.yolo.config import NAME_LISTS, YoloConfig
from engine.dataset.readers.yolo.line import YoloObject, read_line
from engine.dataset.scanning import FoundFile, Scan

_PICTURES, _LABELS = ("images", "JPEGImages"), "labels"
_LINES_LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class FileLabels:
    """What one label file says; problems have the path of the file."""

    annotations: tuple[Annotation, ...]
    class_numbers: frozenset[int]
    problems: tuple[Problem, ...]


class LabelFiles:
    """Looks label files up by picture: in the folder ``labels`` for ``images``, beside it, or by a name of its own."""

    def __init__(self, scan: Scan) -> None:
        self.paths = {file.path for file in scan.documents if _may_be_labels(file)}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            self._by_name[posixpath.basename(path)].append(path)

    def of(self, picture: str) -> str | None:
        """The label file of a picture; None for one without, which is background."""
        folder, name = posixpath.split(posixpath.splitext(picture)[0] + ".txt")
        parts = folder.split("/") if folder else []
        for pictures in _PICTURES:
            if pictures in parts:
                level = len(parts) - 1 - parts[::-1].index(pictures)
                path = "/".join((*parts[:level], _LABELS, *parts[level + 1 :], name))
                if path in self.paths:
                    return path
        for path in (posixpath.join(folder, name), posixpath.join(folder, _LABELS, name)):
            if path in self.paths:
                return path
        same_name = self._by_name.get(name, [])
        return same_name[0] if len(same_name) == 1 else None


def looks_like_labels(scan: Scan, path: str) -> bool:
    """Whether the first lines of a file are objects of YOLO."""
    lines = [line for line in read_head(scan.root / path).splitlines()[:_LINES_LOOKED_AT] if line.strip()]
    return bool(lines) and any(isinstance(read_line(line), YoloObject) for line in lines)


def read_labels(scan: Scan, file: str, config: YoloConfig) -> FileLabels:
    """Everything in a label file; its class numbers are named where the configuration can."""
    try:
        lines = read_text(scan.root / file).splitlines()
    except BadDocument as error:
        problem = Problem(ProblemCode.BAD_LABEL_FILE, file, f"The labels cannot be read: {error}.")
        return FileLabels((), frozenset(), (problem,))
    annotations: list[Annotation] = []
    problems: list[Problem] = []
    numbers: set[int] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"line {number}"
        found = read_line(line, config.keypoint_numbers)
        if isinstance(found, str):
            problems.append(Problem(ProblemCode.BAD_ANNOTATION, file, found, place))
        elif (label := _name(found.class_number, config.names)) is None:
            message = f"Class {found.class_number} has no name; {config.file} names {len(config.names or ())} classes."
            problems.append(Problem(ProblemCode.UNKNOWN_CLASS, file, message, place))
        else:
            numbers.add(found.class_number)
            annotations.append(
                Annotation(found.geometry, label, is_relative=True, file=file, place=place, attributes=found.attributes)
            )
    return FileLabels(tuple(annotations), frozenset(numbers), tuple(problems))


def without_picture(scan: Scan, files: Iterable[str]) -> list[Problem]:
    """A problem for each file that is labels and belongs to no picture."""
    return [
        Problem(ProblemCode.MISSING_PICTURE, file, "The labels belong to no picture.")
        for file in sorted(files)
        if looks_like_labels(scan, file)
    ]


def _name(number: int, names: Mapping[int, str] | None) -> str | None:
    """The name of a class; its number where nothing names classes."""
    return str(number) if names is None else names.get(number)


def _may_be_labels(file: FoundFile) -> bool:
    return file.path.lower().endswith(".txt") and posixpath.basename(file.path).casefold() not in NAME_LISTS
