"""Reads a list of pictures, one path in each line, as YOLO has them for its splits."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.contract.dataset import ProblemCode, Split
from engine.dataset.pictures.signatures import has_picture_ending
from engine.dataset.problems import Problem
from engine.dataset.readers.documents import BadDocument, read_head, read_text, short
from engine.dataset.readers.inner_paths import base_name, inside, plain
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.scanning import Scan
from engine.dataset.splits.assigning import split_named


@dataclass(frozen=True, slots=True)
class PictureList:
    """The pictures that a list names: those that are there, those that are missing, and what is wrong."""

    pictures: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_list(root: Path, file: str, names: PictureNames, bases: Sequence[str]) -> PictureList:
    """The pictures in ``file``.

    Args:
        root: the dataset's folder.
        file: the list, relative to it.
        names: of the pictures that are there.
        bases: folders that paths may count from, the likeliest first.
    """
    try:
        lines = read_text(root / file).splitlines()
    except BadDocument as error:
        message = f"The list of pictures cannot be read: {error}."
        return PictureList(problems=(Problem(ProblemCode.BAD_LABEL_FILE, file, message),))
    pictures: list[str] = []
    missing: list[str] = []
    foreign: list[str] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        path, is_foreign = _picture_of(line, names, bases)
        if not isinstance(path, ProblemCode):
            pictures.append(path)
            foreign += [line] if is_foreign else []
        elif path is ProblemCode.OUTSIDE_FOLDER:
            message = f"{short(line)} does not lie in the dataset's folder and is not read."
            problems.append(Problem(path, file, message, f"line {number}"))
        else:
            place = f"{file}, line {number}"
            wanted = next((inner for base in bases if (inner := inside(base, plain(line))) not in (None, ".")), None)
            missing += [] if wanted is None else [wanted]
            problems.append(Problem(path, wanted or file, f"There is no picture {short(line)}.", place))
    if foreign:
        message = f"It names paths that lie elsewhere, such as {short(foreign[0])}; pictures are found by their names."
        problems.append(Problem(ProblemCode.OUTSIDE_FOLDER, file, message, chosen_action="repaired"))
    return PictureList(tuple(pictures), tuple(missing), tuple(problems))


def split_lists(scan: Scan) -> Iterator[tuple[Split, str]]:
    """The files of a scan that are called like a split and hold paths of pictures: "train.txt"."""
    for file in scan.documents:
        stem, ending = posixpath.splitext(posixpath.basename(file.path))
        split = split_named(stem)
        if split is None or ending.casefold() != ".txt":
            continue
        first = read_head(scan.root / file.path).strip().partition("\n")[0]
        if has_picture_ending(first.strip()):
            yield split, file.path


def _picture_of(line: str, names: PictureNames, bases: Sequence[str]) -> tuple[str | ProblemCode, bool]:
    """The picture of a line, and whether only its name is that of a picture."""
    for base in bases:
        path = inside(base, plain(line))
        if path is not None and names.find(path) == path:
            return path, False
    found = names.find(line, bases[0])
    if not isinstance(found, ProblemCode):
        return found, False
    by_name = names.find(base_name(line))
    return (by_name, True) if not isinstance(by_name, ProblemCode) else (found, False)
