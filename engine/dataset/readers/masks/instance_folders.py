"""Finds masks of single objects in a scan: a folder of them for each picture, or masks that number their objects."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.dataset.masks.values import MaskPicture, read_mask
from engine.dataset.pictures.decode import DecodeError
from engine.dataset.readers.masks.class_names import find_class_names
from engine.dataset.readers.masks.folders import find_mask_sets
from engine.dataset.readers.masks.looks import MaskLook, look_at
from engine.dataset.readers.masks.names import says_masks, says_pictures, singular
from engine.dataset.readers.masks.pairs import stem_of
from engine.dataset.readers.masks.sets import (
    MaskSet,
    evenly,
    files_by_folder,
    have_equal_sizes,
    merged_place,
    nearly_all,
    siblings,
)
from engine.dataset.scanning import Scan

OBJECT: Final = "object"
# Beyond this, values are no numbers of objects but measurements.
_MOST_OBJECTS: Final = 10_000
_LOOKED_AT: Final = 6
_FEWEST_NUMBERED, _WHOLE_SHARE = 3, 0.8


@dataclass(frozen=True, slots=True)
class ObjectSet:
    """Masks of objects that belong together.

    Attributes:
        place: where they lie, for people and as a key: "stage1_train/*/masks".
        name: what their folder is called.
        masks: paths of the masks by path of the picture; a single one where it numbers its objects.
        alone: masks without a picture.
        is_numbered: every value of a mask but 0 is one object.
        value: of an object's pixels, where each has its own file; None: bright ones.
    """

    place: str
    name: str
    masks: dict[str, list[str]]
    alone: tuple[str, ...] = ()
    is_numbered: bool = False
    value: int | None = None

    @property
    def files(self) -> set[str]:
        return {*(path for paths in self.masks.values() for path in paths), *self.alone}

    @property
    def is_name_of_folder(self) -> bool:
        """Whether the folder's name says what the objects are."""
        return not (says_masks(self.name) or self.name.startswith("*"))

    @property
    def label(self) -> str:
        return singular(self.name) if self.is_name_of_folder else OBJECT


def find_object_sets(scan: Scan) -> tuple[ObjectSet, ...]:
    """All sets of masks of objects in a scan; worked out once."""
    if "instance_masks" not in scan.remembered:
        numbered = [_numbered(one) for one in find_mask_sets(scan) if _are_numbers(scan, one)]
        scan.remembered["instance_masks"] = (*_folders_of_objects(scan), *numbered)
    found: tuple[ObjectSet, ...] = scan.remembered["instance_masks"]
    return found


def object_values(mask: MaskPicture) -> list[int] | None:
    """The numbers of a mask's objects; None where there are more than any picture has."""
    values = np.unique(mask.values)
    return None if len(values) > _MOST_OBJECTS else [value for value in values.tolist() if value != 0]


def _folders_of_objects(scan: Scan) -> list[ObjectSet]:
    """Sets with a folder of masks for each picture: "a/images/a.png" and "a/masks/*.png", or "masks/a/*.png"."""
    by_role: dict[str, dict[str, list[str]]] = defaultdict(dict)
    folders = files_by_folder(scan)
    for members in siblings(folders).values():
        if len(members) == 2:
            _add_beside(by_role, members, folders)
    _add_named_like_pictures(by_role, folders)
    sets = [_checked(scan, role, masks) for role, masks in sorted(by_role.items())]
    return [one for one in sets if one is not None]


def _add_beside(
    by_role: dict[str, dict[str, list[str]]], members: dict[str, str], folders: dict[str, list[str]]
) -> None:
    """A folder with one picture beside a folder of masks."""
    for role, other in (tuple(members), tuple(reversed(members))):
        pictures, masks = folders[members[other]], folders[members[role]]
        is_telling = says_masks(role) or (says_pictures(other) and not says_pictures(role))
        if is_telling and not says_masks(other) and len(pictures) == 1:
            by_role[role][pictures[0]] = masks


def _add_named_like_pictures(by_role: dict[str, dict[str, list[str]]], folders: dict[str, list[str]]) -> None:
    """Folders of masks that are called like a picture elsewhere."""
    named = {folder for folder in folders if says_masks(posixpath.basename(posixpath.dirname(folder)))}
    if not named:
        return
    pictures: dict[str, list[str]] = defaultdict(list)
    for folder, paths in folders.items():
        for path in () if folder in named else paths:
            pictures[stem_of(path)].append(path)
    for folder in sorted(named):
        above, name = posixpath.split(folder)
        like = pictures.get(name, ())
        if len(like) == 1:
            by_role[posixpath.basename(above).casefold()].setdefault(like[0], folders[folder])


def _checked(scan: Scan, role: str, masks: dict[str, list[str]]) -> ObjectSet | None:
    """The set, where some picture has several masks, and a few of them look like one object and fit."""
    if all(len(paths) == 1 for paths in masks.values()):
        return None
    sample = evenly(sorted(path for paths in masks.values() for path in paths), _LOOKED_AT)
    looks = [look for path in sample if (look := look_at(scan.root / path)) is not None]
    firsts = {picture: paths[0] for picture, paths in masks.items()}
    if not _hold_one_object(looks) or not have_equal_sizes(scan.root, firsts):
        return None
    place = merged_place({posixpath.dirname(paths[0]) for paths in masks.values()})
    return ObjectSet(place, role, masks, value=_common_value(looks))


def _hold_one_object(looks: Sequence[MaskLook]) -> bool:
    return _are_bright(looks) or len(_object_values(looks)) == 1


def _are_bright(looks: Sequence[MaskLook]) -> bool:
    """Whether most masks are bright where the object is; one may be something else."""
    return 2 * sum(look.is_soft for look in looks) > len(looks)


def _common_value(looks: Sequence[MaskLook]) -> int | None:
    """The value of an object's pixels; None for bright ones."""
    return None if _are_bright(looks) else min(_object_values(looks))


def _object_values(looks: Sequence[MaskLook]) -> set[int]:
    return {value for look in looks for value in look.values or (1, 2)} - {0}


def _numbered(one: MaskSet) -> ObjectSet:
    masks = {picture: [mask] for picture, mask in one.masks.items()}
    return ObjectSet(one.place, one.name, masks, one.alone, is_numbered=True)


def _are_numbers(scan: Scan, one: MaskSet) -> bool:
    """Whether masks number their objects: from 1 on without gaps, each in one piece, and not equally many everywhere.

    Classes have gaps in most masks, lie in several pieces, end at the same number, or have names in a file.
    """
    if find_class_names(scan, one.place)[0] or not nearly_all([_may_number(look) for look in one.looks]):
        return False
    numbers = [_objects_in(values) for values in _some_masks(scan, one)]
    counts = [number for number in numbers if number]
    if not counts or not nearly_all([number is not None for number in numbers]):
        return False
    return max(counts) >= _FEWEST_NUMBERED and (len(set(counts)) > 1 or min(counts) > 2 * _LOOKED_AT)


def _may_number(look: MaskLook) -> bool:
    """Neither colours nor black and white; without any object, a mask is black alone."""
    is_empty = look.values is not None and set(look.values) == {0}
    return look.kind != "rgb" and (is_empty or not look.is_soft)


def _some_masks(scan: Scan, one: MaskSet) -> Iterator[NDArray[np.integer]]:
    """Values of a few masks that can be read."""
    for path in evenly(sorted(one.masks.values()), _LOOKED_AT):
        with suppress(DecodeError):
            yield read_mask(scan.root / path).values


def _objects_in(values: NDArray[np.integer]) -> int | None:
    """How many objects an array numbers; None where its values are something else."""
    from scipy import ndimage  # here: it is rarely needed, and no window should wait for it at its start

    highest = int(values.max())
    found = np.unique(values)
    number = len(found) - (found[0] == 0)
    if highest > _MOST_OBJECTS or number < _WHOLE_SHARE * highest:
        return None
    numbers = values.astype(np.int32)
    slices = ndimage.find_objects(numbers)
    whole = sum(
        ndimage.label(numbers[place] == index, np.ones((3, 3)))[1] == 1
        for index, place in enumerate(slices, start=1)
        if place is not None
    )
    return int(number) if whole >= _WHOLE_SHARE * number else None
