"""Which pictures saving will move, and where to: into the folders of their classes, over no other file."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from engine.contract.dataset import ImageFilter, ImageRow
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.selection import FileState, file_states
from engine.dataset.labels.journal import LabelJournal
from engine.dataset.labels.relocated import places_of
from engine.dataset.labels.steps import Relocation
from engine.dataset.readers.folders.layout import Folders, names_classes, understand_folders
from engine.dataset.scanning import is_hidden
from engine.dataset.writers.names import safe_name

_ALL: Final = 2**31
_HINT: Final = (
    "Give the pictures another class, or save the dataset as another format: the copy has the corrected labels."
)


@dataclass(frozen=True, slots=True)
class RelocationPlan:
    """What saving will do.

    Attributes:
        relocations: a picture each, in the order of the gallery.
        folders: those that will be made, outer ones first; relative to the dataset's folder.
    """

    relocations: tuple[Relocation, ...]
    folders: tuple[str, ...]

    @property
    def renamed(self) -> tuple[Relocation, ...]:
        """Those that get another name, because there is a file of their own."""
        return tuple(each for each in self.relocations if each.is_renamed)


def plan_relocations(
    index: DatasetIndex, journal: LabelJournal, seen: Mapping[str, FileState] | None = None
) -> RelocationPlan:
    """Plan the saving of all corrections of a dataset of folders. Nothing is written.

    Args:
        index: with all corrections in it.
        journal: of the dataset: what was a picture's place before is kept free for its way back.
        seen: size and time of the files when somebody looked at them last; None: those of the index.

    Raises:
        UserError: a class cannot be a folder, or the folders would say something else of other pictures then.
    """
    rows = index.page(ImageFilter(only_corrected=True), limit=_ALL)
    states = file_states(index.path, [row.path for row in rows]) | dict(seen or {})
    every = [_folders(row.path) for row in index.page(limit=_ALL)]
    layout = understand_folders(every)
    goals = {row.path: layout.with_class(_folders(row.path), row.label) for row in rows}
    _require_understood(every, rows, goals)
    names = _FreeNames(index.root, places_of(journal.steps()))
    relocations = tuple(
        Relocation(row.path, names.take(row, goals[row.path]), row.given_label, row.label, *states[row.path])
        for row in rows
    )
    return RelocationPlan(relocations, _new_folders(index.root, goals.values()))


def _require_understood(every: Sequence[Folders], rows: Sequence[ImageRow], goals: Mapping[str, Folders]) -> None:
    """The folders must say the new labels then, and of all other pictures and of all splits what they say now."""
    before = understand_folders(every)
    left = set(Counter(every) - Counter(_folders(row.path) for row in rows))
    after = understand_folders([*left, *goals.values()])
    for folders in sorted(left):
        if before.read(folders) != after.read(folders):
            raise _misunderstood("/".join(folders), after.read(folders)[1])
    for row in rows:
        goal, split = goals[row.path], before.read(_folders(row.path))[0]
        if after.read(goal) != (split, row.label):
            raise _misunderstood("/".join((*goal, _name(row.path))), after.read(goal)[1])
    labels = {label for folders in {*left, *goals.values()} if (label := after.read(folders)[1]) is not None}
    if not names_classes(labels):
        raise _misunderstood(", ".join(sorted(labels)) or "no folder", None)


def _misunderstood(place: str, label: str | None) -> UserError:
    said = "without a class" if label is None else f"as {label}"
    return UserError(
        f"Cannot move the pictures: the folders would be read in another way then. Received: {place or '.'}, which"
        f" would be read {said}.",
        _HINT,
    )


def _new_folders(root: Path, goals: Iterable[Folders]) -> tuple[str, ...]:
    """Folders that are not there yet.

    Raises:
        UserError: one of them cannot be made on every system, or would not be read.
    """
    wanted = {goal[: depth + 1] for goal in goals for depth in range(len(goal))}
    new = sorted(goal for goal in wanted if not os.path.lexists(root.joinpath(*goal)))
    for *_, name in (*new, *(goal for goal in wanted if goal[-1] in (".", ".."))):
        if safe_name(name) != name or is_hidden(name):
            raise UserError(f"This class cannot be the name of a folder. Received: {name}.", _HINT)
    for goal in wanted - set(new):
        if goal[-1] not in _names_in(root.joinpath(*goal[:-1])):
            raise UserError(
                f"Another folder has this name in other letters. Received: {'/'.join(goal)}, on a disk that takes"
                " capital and small letters for the same.",
                _HINT,
            )
    return tuple("/".join(goal) for goal in new)


class _FreeNames:
    """Gives every picture a name in its new folder that no file has, no other gets, and no other ever had."""

    def __init__(self, root: Path, places: Mapping[str, frozenset[str]]) -> None:
        self._root = root
        self._places = places
        self._reserved = {place.casefold() for place in places}
        self._names: dict[Folders, set[str]] = {}

    def take(self, row: ImageRow, folders: Folders) -> str:
        """The path of a picture in other folders; its old place there where it had one."""
        taken = self._taken(folders)
        own = [path for path in self._places.get(row.path, ()) if _folders(path) == folders]
        for path in sorted(own):
            if _name(path).casefold() not in taken:
                taken.add(_name(path).casefold())
                return path
        name = next(name for name in _names_like(row) if self._is_free("/".join((*folders, name)), taken))
        taken.add(name.casefold())
        return "/".join((*folders, name))

    def _is_free(self, path: str, taken: set[str]) -> bool:
        return _name(path).casefold() not in taken and path.casefold() not in self._reserved

    def _taken(self, folders: Folders) -> set[str]:
        if folders not in self._names:
            self._names[folders] = {name.casefold() for name in _names_in(self._root.joinpath(*folders))}
        return self._names[folders]


def _names_like(row: ImageRow) -> Iterable[str]:
    """Its own name, then with the class that it comes from, then with numbers: the ending and its beginning stay."""
    own = PurePosixPath(row.path)
    origin = safe_name((row.given_label or "unlabelled").replace("/", "_"))
    yield own.name
    yield f"{own.stem}_from_{origin}{own.suffix}"
    number = 2
    while True:
        yield f"{own.stem}_from_{origin}-{number}{own.suffix}"
        number += 1


def _names_in(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []  # it is still to be made; where it cannot be read, the move says so


def _folders(path: str) -> Folders:
    return tuple(path.split("/")[:-1])


def _name(path: str) -> str:
    return path.rpartition("/")[2]
