"""Reads YOLO: one text file of boxes or outlines for each picture, with or without a ``data.yaml``."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.contract.dataset import Candidate, ProblemCode, Split
from engine.dataset.listing import ListedImage, Listing
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, listed, single_class_problems
from engine.dataset.readers.documents import BadDocument
from engine.dataset.readers.folders.layout import understand_folders
from engine.dataset.readers.label_problems import on_picture
from engine.dataset.readers.yolo.config import YoloConfig, is_yaml, read_config, read_names
from engine.dataset.readers.yolo.labels import LabelFiles, looks_like_labels, read_labels, without_picture
from engine.dataset.readers.yolo.lists import split_lists
from engine.dataset.readers.yolo.places import Places, find_places
from engine.dataset.scanning import FoundFile, Scan

RANK = 80
_FILES_LOOKED_AT = 20
_REPORT_EVERY = 500
_DESCRIPTIONS = frozenset(f"{name}.{ending}" for name in ("data", "dataset") for ending in ("yaml", "yml"))


def find(scan: Scan) -> list[Candidate]:
    """Every ``data.yaml``, the outermost first; without any, label files that belong to pictures."""
    if not scan.pictures:
        return []
    described = [file for file in _yaml_files(scan) if _describes_yolo(scan, file)]
    if described:
        return [
            Candidate(format="yolo", place=path, title=f"YOLO, {path}", rank=RANK - (number > 0))
            for number, path in enumerate(described)
        ]
    return [Candidate(format="yolo", title="YOLO, text files", rank=RANK)] if _has_labels(scan) else []


def read(scan: Scan, candidate: Candidate, on_progress: OnProgress) -> Listing:
    """The listing of a dataset of YOLO. A picture without a label file is background, and no problem."""
    config = _config(scan, candidate.place)
    places = find_places(scan, config)
    # Where a place was not found, its pictures may be any of the others.
    is_all = not places.splits or places.has_unresolved
    pictures = [picture for picture in scan.pictures if is_all or picture.path in places.splits]
    reading = _Reading(scan, config, _label_files(scan))
    reading.read(
        (*pictures, *(FoundFile(path, 0, 0) for path in places.missing)), _splits(pictures, places), on_progress
    )
    classes = _classes(config, reading.class_numbers)
    problems = (
        *config.problems,
        *places.problems,
        *reading.problems,
        *without_picture(scan, reading.orphans(places.lists)),
        *single_class_problems(classes),
    )
    notes = tuple(_notes(config, places, left_out=len(scan.pictures) - len(pictures)))
    used = frozenset((*reading.used, *places.lists, *((config.file,) if config.file else ())))
    return Listing("yolo", scan.root, tuple(reading.images), classes, problems, notes, used)


@dataclass(slots=True)
class _Reading:
    """What is collected while the label files are read."""

    scan: Scan
    config: YoloConfig
    labels: LabelFiles
    images: list[ListedImage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    class_numbers: set[int] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def read(self, pictures: Sequence[FoundFile], splits: Mapping[str, Split], on_progress: OnProgress) -> None:
        """Read the label files of pictures."""
        for number, picture in enumerate(pictures):
            if number % _REPORT_EVERY == 0:
                on_progress("Reading labels", number, len(pictures))
            split, file = splits.get(picture.path), self.labels.of(picture.path)
            if file is None:
                self.images.append(listed(picture, split=split))
                continue
            found = read_labels(self.scan, file, self.config)
            self.used.add(file)
            self.class_numbers |= found.class_numbers
            self.problems += (on_picture(problem, picture.path) for problem in found.problems)
            self.images.append(replace(listed(picture, split=split, annotations=found.annotations), label_file=file))
        on_progress("Reading labels", len(pictures), len(pictures))

    def orphans(self, lists: Sequence[str]) -> set[str]:
        """Files that no picture of the folder has as its labels."""
        of_others = {self.labels.of(picture.path) for picture in self.scan.pictures}
        return {path for path in self.labels.paths - self.used - set(lists) if path not in of_others}


def _yaml_files(scan: Scan) -> list[str]:
    """The outermost first."""
    files = sorted(filter(is_yaml, scan.documents), key=lambda file: (len(file.folders), file.path))
    return [file.path for file in files if file.path == scan.only] or [file.path for file in files]


def _describes_yolo(scan: Scan, file: str) -> bool:
    try:
        return read_config(scan, file) is not None
    except BadDocument:
        return False


def _label_files(scan: Scan) -> LabelFiles:
    if "yolo" not in scan.remembered:
        scan.remembered["yolo"] = LabelFiles(scan)
    found: LabelFiles = scan.remembered["yolo"]
    return found


def _has_labels(scan: Scan) -> bool:
    """Whether one of the first label files that belong to pictures holds objects."""
    labels = _label_files(scan)
    looked_at = 0
    for picture in scan.pictures if labels.paths else ():
        file = labels.of(picture.path)
        if file is not None:
            if looks_like_labels(scan, file):
                return True
            looked_at += 1
        if looked_at == _FILES_LOOKED_AT:
            return False
    return False


def _config(scan: Scan, place: str) -> YoloConfig:
    """What is known beside the labels: from a ``data.yaml``, or from lists of names and of pictures."""
    if place:
        try:
            found = read_config(scan, place)
        except BadDocument as error:
            return replace(read_names(scan), problems=(_unreadable(place, error),))
        if found is not None:
            return found
    config = read_names(scan)
    unreadable = []
    for file in _yaml_files(scan):
        try:
            if read_config(scan, file) is None and posixpath.basename(file).casefold() in _DESCRIPTIONS:
                unreadable.append(_unreadable(file, BadDocument("it names no classes")))
        except BadDocument as error:
            unreadable.append(_unreadable(file, error))
    return replace(config, places=tuple(split_lists(scan)), problems=(*config.problems, *unreadable))


def _unreadable(file: str, error: BadDocument) -> Problem:
    return Problem(ProblemCode.BAD_LABEL_FILE, file, f"The description of the dataset cannot be read: {error}.")


def _splits(pictures: Sequence[FoundFile], places: Places) -> dict[str, Split]:
    """The split of each picture: where the description says so, otherwise by the names of its folders."""
    splits = places.splits | places.missing
    if places.splits and not places.has_unresolved:
        return splits
    layout = understand_folders([picture.folders for picture in pictures])
    named = {picture.path: split for picture in pictures if (split := layout.read(picture.folders)[0]) is not None}
    return named | splits


def _classes(config: YoloConfig, used: set[int]) -> tuple[str, ...]:
    """Names in the order of their numbers, those without objects too; numbers where nothing names them."""
    if config.names is None:
        return tuple(str(number) for number in sorted(used))
    return tuple(dict.fromkeys(config.names[number] for number in sorted(config.names)))


def _notes(config: YoloConfig, places: Places, *, left_out: int) -> Iterator[str]:
    if config.names is None:
        yield "Nothing names the classes; they have their numbers."
    else:
        yield f"{config.file} names the classes."
    if places.splits:
        where = ", ".join(places.lists) or config.file
        yield f"What is for training, validation and test stands in {where}."
    if left_out:
        pictures = "1 picture is" if left_out == 1 else f"{left_out} pictures are"
        verb = "is" if left_out == 1 else "are"
        yield f"{pictures} in none of the splits and {verb} left out."
    if config.keypoint_numbers:
        yield "The keypoints of the objects are not read."
