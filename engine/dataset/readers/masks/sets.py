"""What a set of masks is, and how folders of pictures stand beside each other."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.contract.dataset import Split
from engine.dataset.readers.masks.looks import MaskLook, header_of
from engine.dataset.readers.masks.names import role_of
from engine.dataset.scanning import Scan

Parts = tuple[str, ...]
_PAIRS_COMPARED: Final = 6


@dataclass(frozen=True, slots=True)
class MaskSet:
    """Masks that belong together: one for each picture.

    Attributes:
        place: where they lie, for people and as a key: "stack1/labels", "*/masks", "photos/*_mask".
        name: what their folder is called, without its split.
        masks: path of the mask by path of the picture.
        alone: masks whose picture is not there.
        how: by what they were paired.
        looks: of a few of them.
        is_named: folder or files are named like masks.
        others: files of the same folders that are neither these masks nor pictures.
    """

    place: str
    name: str
    masks: dict[str, str]
    alone: tuple[str, ...]
    how: str
    looks: tuple[MaskLook, ...]
    is_named: bool
    others: tuple[str, ...] = ()

    @property
    def files(self) -> set[str]:
        return {*self.masks.values(), *self.alone, *self.others}


@dataclass(frozen=True, slots=True)
class Place:
    """What a folder shares with those beside it: all its path but one name, and the split in that name."""

    above: Parts
    split: Split | None
    below: Parts


def files_by_folder(scan: Scan) -> dict[str, list[str]]:
    """Paths of pictures by their folder."""
    folders: dict[str, list[str]] = defaultdict(list)
    for picture in scan.pictures:
        folders[posixpath.dirname(picture.path)].append(picture.path)
    return folders


def siblings(folders: Iterable[str]) -> dict[Place, dict[str, str]]:
    """Folders that differ in one name only, by what they share: role -> folder."""
    found: dict[Place, dict[str, str]] = defaultdict(dict)
    for folder in folders:
        parts = tuple(folder.split("/")) if folder else ()
        for place, name in enumerate(parts):
            role = role_of(name)
            found[Place(parts[:place], role.split, parts[place + 1 :])][role.name] = folder
    return found


def evenly(values: Sequence[str], number: int) -> list[str]:
    """At most ``number`` values, from the first to the last at equal distances."""
    if len(values) <= number:
        return list(values)
    return [values[index * (len(values) - 1) // (number - 1)] for index in range(number)]


def have_equal_sizes(root: Path, masks: dict[str, str]) -> bool:
    """Whether a few masks are as large as their pictures, by their headers; one may be another or broken."""
    compared = [
        header is not None and of_mask is not None and header.size == of_mask.size
        for picture in evenly(sorted(masks), _PAIRS_COMPARED)
        for header, of_mask in [(header_of(root / picture), header_of(root / masks[picture]))]
    ]
    return nearly_all(compared)


def nearly_all(answers: Sequence[bool]) -> bool:
    """Whether all answers of a sample are yes, or all but one of three or more: one odd file must not hide the rest."""
    return bool(answers) and answers.count(False) <= (len(answers) >= 3)


def merged_place(folders: Iterable[str]) -> str:
    """One text for several folders: a star where they differ."""
    paths = [folder.split("/") for folder in sorted(folders)]
    if not paths:
        return ""
    if len({len(path) for path in paths}) > 1:
        return f"*/{paths[0][-1]}" if len({path[-1] for path in paths}) == 1 else "*"
    return "/".join(names[0] if len(set(names)) == 1 else "*" for names in zip(*paths, strict=True))
