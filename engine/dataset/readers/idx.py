"""Reads IDX files: pictures of one size in one file, their classes in another, as MNIST has them."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.contract.dataset import Candidate, ProblemCode, Split
from engine.dataset.listing import ListedImage, Listing, natural_order
from engine.dataset.pictures.idx_file import BadIdxFile, IdxHeader, picture_path, read_header, read_labels
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, single_class_problems
from engine.dataset.scanning import FoundFile, Scan
from engine.dataset.splits.assigning import split_named

RANK = 70
_NAMES = re.compile(r"ubyte|idx[1-4]")
# MNIST calls its test set by its size, ten thousand.
_TEST = "t10k"


@dataclass(frozen=True, slots=True)
class _IdxFile:
    file: FoundFile
    header: IdxHeader

    @property
    def key(self) -> str:
        """The same for the files of pictures and of labels that belong together."""
        name = self.file.path.casefold().removesuffix(".gz")
        return re.sub(r"images?|labels?|idx\d|[-._]", "", name)


@dataclass(frozen=True, slots=True)
class _Found:
    pictures: list[_IdxFile]
    labels: dict[str, _IdxFile]
    problems: list[Problem]


def find(scan: Scan) -> list[Candidate]:
    """The IDX files, where some hold pictures."""
    files = _remembered(scan).pictures
    if not files:
        return []
    title = f"IDX, {' and '.join(posixpath.basename(one.file.path) for one in files)}"
    return [Candidate(format="idx", title=title, rank=RANK)]


def read(scan: Scan, _candidate: Candidate, on_progress: OnProgress) -> Listing:
    """The listing of all pictures in IDX files; the number of a class is its name."""
    found = _remembered(scan)
    images: list[ListedImage] = []
    problems = list(found.problems)
    for number, pictures in enumerate(found.pictures):
        on_progress("Reading labels", number, len(found.pictures))
        labels = _labels(scan, pictures, found.labels.get(pictures.key), problems)
        images += _images(pictures, labels)
    classes = natural_order({image.label for image in images if image.label is not None})
    files = {one.file.path for one in (*found.pictures, *found.labels.values())}
    notes = ("Pictures and classes lie in IDX files; the number of a class is its name.",)
    problems += single_class_problems(classes)
    return Listing("idx", scan.root, tuple(images), classes, tuple(problems), notes, frozenset(files))


def _remembered(scan: Scan) -> _Found:
    if "idx" not in scan.remembered:
        scan.remembered["idx"] = _look(scan)
    found: _Found = scan.remembered["idx"]
    return found


def _look(scan: Scan) -> _Found:
    """The IDX files of a scan; of a file that is there packed and unpacked, the unpacked one."""
    found = _Found([], {}, [])
    names = {document.path for document in scan.documents}
    for document in scan.documents:
        if not _NAMES.search(posixpath.basename(document.path).casefold()):
            continue
        if document.path.endswith(".gz") and document.path.removesuffix(".gz") in names:
            continue
        try:
            one = _IdxFile(document, read_header(scan.root / document.path))
        except BadIdxFile as error:
            message = f"The file cannot be read as IDX: {error}."
            found.problems.append(Problem(ProblemCode.BAD_LABEL_FILE, document.path, message))
            continue
        if one.header.is_labels:
            found.labels.setdefault(one.key, one)
        else:
            found.pictures.append(one)
        found.problems.extend(_cut(one))
    return found


def _cut(one: _IdxFile) -> Iterator[Problem]:
    stated, there = one.header.shape[0], one.header.count
    if there < stated:
        message = f"The file says that it holds {stated:,} items, and ends after {there:,}."
        yield Problem(ProblemCode.BAD_LABEL_FILE, one.file.path, message, chosen_action="kept")


def _labels(scan: Scan, pictures: _IdxFile, labels: _IdxFile | None, problems: list[Problem]) -> Sequence[int]:
    """The class number of each picture, as far as there are some."""
    path, count = pictures.file.path, pictures.header.count
    if labels is None:
        problems.append(Problem(ProblemCode.UNLABELLED, path, "No file holds the classes of its pictures."))
        return ()
    try:
        numbers: list[int] = read_labels(scan.root / labels.file.path).tolist()
    except BadIdxFile as error:
        message = f"The classes cannot be read: {error}."
        problems.append(Problem(ProblemCode.BAD_LABEL_FILE, labels.file.path, message))
        return ()
    if len(numbers) != count and len(numbers) == labels.header.shape[0]:
        message = f"It holds {len(numbers):,} classes for {count:,} pictures; both are counted from the first."
        problems.append(Problem(ProblemCode.BAD_LABEL_FILE, labels.file.path, message, chosen_action="kept"))
    return numbers


def _images(pictures: _IdxFile, labels: Sequence[int]) -> Iterator[ListedImage]:
    file, header = pictures.file, pictures.header
    split = _split_of(file.path)
    for number in range(header.count):
        label = str(labels[number]) if number < len(labels) else None
        path = picture_path(file.path, number, header.count)
        yield ListedImage(path, header.item_bytes, file.modified_ns, label, split)


def _split_of(path: str) -> Split | None:
    """The split that the name of a file means: "train-images-idx3-ubyte", "t10k-images-idx3-ubyte"."""
    words = re.split(r"[^a-z0-9]+", posixpath.basename(path).casefold())
    splits = [Split.TEST if word == _TEST else split_named(word) for word in words]
    return next((split for split in splits if split is not None), None)
