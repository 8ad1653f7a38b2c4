"""Finds the pictures of each split that a YOLO ``data.yaml`` names by folders and lists.

What stands there is often wrong: a path of the computer that exported it, or one relative to a folder that is not
part of the dataset ("../train/images"). The longest end of it that is there is then taken, with a problem.
"""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.contract.dataset import ProblemCode, Split
from engine.dataset.problems import Problem
from engine.dataset.readers.documents import short
from engine.dataset.readers.inner_paths import inside, plain
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.readers.yolo.config import YoloConfig
from engine.dataset.readers.yolo.lists import read_list
from engine.dataset.scanning import Scan


@dataclass(slots=True)
class Places:
    """The split of each picture by path, pictures that lists name and that are missing, lists that were read."""

    splits: dict[str, Split] = field(default_factory=dict)
    missing: dict[str, Split] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    has_unresolved: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """What an entry means: a folder or a list, None where nothing is there; ``is_guess``: only its end is right."""

    split: Split
    entry: str
    path: str | None
    is_guess: bool = False


def find_places(scan: Scan, config: YoloConfig) -> Places:
    """The pictures of all splits; empty where none of the places is there."""
    places, there = Places(), _There(scan)
    home = posixpath.dirname(config.file)
    bases = tuple(dict.fromkeys((posixpath.join(home, plain(config.base)), home, plain(config.base), "")))
    found = [there.find(split, entry, bases) for split, entry in config.places]
    guesses = [one.path for one in found if one.is_guess]
    # Two entries of which the same folder is all that is there mean neither.
    sure = [one for one in found if one.path is not None and not (one.is_guess and guesses.count(one.path) > 1)]
    for one in sure:
        _add(places, scan, one, bases)
    places.has_unresolved = len(sure) < len(found)
    places.problems += (_unresolved(one, config.file) for one in found if one not in sure)
    places.problems += _guessed([one for one in sure if one.is_guess], config.file)
    return places


class _There:
    """The folders with pictures, and the lists, of a scan."""

    def __init__(self, scan: Scan) -> None:
        folders = {picture.folders for picture in scan.pictures}
        self._paths = {"/".join(parts[:depth]) or "." for parts in folders for depth in range(len(parts) + 1)}
        self._paths |= {file.path for file in scan.documents if file.path.lower().endswith(".txt")}

    def find(self, split: Split, entry: str, bases: Iterable[str]) -> _Found:
        """The folder or list of an entry, as it says or by the longest end of it."""
        wanted = plain(entry)
        for base in bases:
            path = inside(base, wanted)
            if path in self._paths:
                return _Found(split, entry, path)
        parts = [part for part in wanted.split("/") if part not in ("", ".", "..")]
        for start in range(len(parts)):
            for base in bases:
                path = inside(base, *parts[start:])
                if path in self._paths:
                    return _Found(split, entry, path, is_guess=True)
        return _Found(split, entry, None)


def _add(places: Places, scan: Scan, found: _Found, bases: tuple[str, ...]) -> None:
    """Give the pictures of a folder or list to a split; the first split that names a picture has it."""
    path = str(found.path)
    if path.lower().endswith(".txt"):
        listed = read_list(scan.root, path, PictureNames(scan.pictures), (*bases, posixpath.dirname(path)))
        places.lists.append(path)
        places.problems += listed.problems
        pictures: Iterable[str] = listed.pictures
        places.missing |= {picture: found.split for picture in listed.missing if picture not in places.missing}
    else:
        start = "" if path == "." else f"{path}/"
        pictures = (picture.path for picture in scan.pictures if picture.path.startswith(start))
    for picture in pictures:
        places.splits.setdefault(picture, found.split)


def _unresolved(found: _Found, file: str) -> Problem:
    message = f"The pictures for {found.split} are in {short(found.entry)}, which is not there."
    return Problem(ProblemCode.MISSING_PICTURE, file, message, f"{found.split}: {short(found.entry)}")


def _guessed(found: list[_Found], file: str) -> list[Problem]:
    if not found:
        return []
    pairs = ", ".join(f"{one.path} for {short(one.entry)}" for one in found)
    message = f"It names folders that are not there; taken: {pairs}."
    return [Problem(ProblemCode.OUTSIDE_FOLDER, file, message, chosen_action="repaired")]
