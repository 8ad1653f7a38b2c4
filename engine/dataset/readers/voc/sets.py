"""Reads the lists in ``ImageSets`` of Pascal VOC, which divide the pictures into splits."""

import posixpath
from dataclasses import dataclass, field

from engine.contract.dataset import ProblemCode, Split
from engine.dataset.problems import Problem
from engine.dataset.readers.documents import BadDocument, read_text, short
from engine.dataset.readers.voc.pictures import VocPictures, lines_of
from engine.dataset.scanning import FoundFile, Scan
from engine.dataset.splits.assigning import split_named

SETS = "ImageSets"


@dataclass(slots=True)
class ImageSets:
    """Splits by path of the picture, the lists that were read, and what is wrong with them."""

    splits: dict[str, Split] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_image_sets(scan: Scan, pictures: VocPictures, kinds: tuple[str, ...]) -> ImageSets:
    """The splits by the lists train, val and test of the first of ``kinds`` ("Main") that has any.

    ``trainval`` says nothing more, and a list for each class ("cat_train") is of another task.
    """
    found = ImageSets()
    for file in _lists(scan, kinds):
        split = split_named(posixpath.splitext(posixpath.basename(file.path))[0])
        found.files.append(file.path)
        if split is not None:
            _read_list(scan, file.path, split, _Target(pictures, found))
    return found


@dataclass(frozen=True, slots=True)
class _Target:
    pictures: VocPictures
    found: ImageSets


def _lists(scan: Scan, kinds: tuple[str, ...]) -> list[FoundFile]:
    texts = [file for file in scan.documents if file.path.lower().endswith(".txt")]
    for kind in kinds:
        of_kind = [file for file in texts if file.folders[-2:] == (SETS, kind)]
        if any(split_named(posixpath.splitext(posixpath.basename(file.path))[0]) for file in of_kind):
            return of_kind
    return []


def _read_list(scan: Scan, file: str, split: Split, target: _Target) -> None:
    found, home = target.found, "/".join(file.split("/")[:-3])
    try:
        text = read_text(scan.root / file)
    except BadDocument as error:
        found.problems.append(Problem(ProblemCode.BAD_LABEL_FILE, file, f"The list cannot be read: {error}."))
        return
    for number, line in lines_of(text):
        path = _picture_of(line, home, target.pictures)
        if isinstance(path, ProblemCode):
            message = f"The list names {short(line)}, which is not there."
            found.problems.append(Problem(ProblemCode.MISSING_PICTURE, file, message, f"line {number}"))
        elif found.splits.setdefault(path, split) is not split:
            message = f"{posixpath.basename(path)} is listed for {split}, and before for {found.splits[path]}."
            problem = Problem(ProblemCode.DUPLICATE_LABEL, file, message, f"line {number}")
            found.problems.append(problem)


def _picture_of(line: str, home: str, pictures: VocPictures) -> str | ProblemCode:
    """The picture of a line, which may say more behind the name: "000017 1"."""
    path = pictures.find(line, home)
    return path if not isinstance(path, ProblemCode) or not line.split() else pictures.find(line.split()[0], home)
