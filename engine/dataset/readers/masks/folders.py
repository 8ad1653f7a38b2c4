"""Finds the masks among the pictures of a scan: folders beside those of pictures, and files between pictures."""

import posixpath
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from engine.dataset.listing import natural_key
from engine.dataset.readers.masks.between import is_picture_for, masks_between
from engine.dataset.readers.masks.looks import MaskLook, look_at
from engine.dataset.readers.masks.names import mask_affix, says_masks, says_pictures
from engine.dataset.readers.masks.pairs import Pairing, pair, stem_of
from engine.dataset.readers.masks.sets import (
    MaskSet,
    Place,
    evenly,
    files_by_folder,
    have_equal_sizes,
    merged_place,
    nearly_all,
    siblings,
)
from engine.dataset.scanning import Scan

# Beside more folders than this, one without a telling name is a class among others.
_MOST_SIBLINGS: Final = 12
_MOST_LOOKED_AT: Final = 48
_FILES_LOOKED_AT: Final = 6
_NAMES_LOOKED_AT: Final = 24
_FEWEST_WITHOUT_NAME: Final = 3
_PAIRED_SHARE: Final = 0.5


@dataclass(slots=True)
class _Found:
    """Pairs of one set while they are collected."""

    folders: set[str] = field(default_factory=set)
    masks: dict[str, str] = field(default_factory=dict)
    all_masks: list[str] = field(default_factory=list)
    hows: list[str] = field(default_factory=list)

    def add(self, folder: str, masks: Sequence[str], pairing: Pairing) -> None:
        """Add the masks of one folder."""
        self.folders.add(folder)
        self.all_masks += masks
        self.masks |= pairing.masks
        if pairing.how and pairing.how not in self.hows:
            self.hows.append(pairing.how)


def find_mask_sets(scan: Scan) -> tuple[MaskSet, ...]:
    """All sets of masks of a scan; worked out once."""
    if "masks" not in scan.remembered:
        finder = _Finder(scan)
        scan.remembered["masks"] = tuple(sorted(finder.sets(), key=_by_place))
    found: tuple[MaskSet, ...] = scan.remembered["masks"]
    return found


class _Finder:
    """Looks for masks in one scan."""

    def __init__(self, scan: Scan) -> None:
        self._root = scan.root
        self._folders = files_by_folder(scan)
        self._siblings = siblings(self._folders)
        self._looks: dict[str, tuple[MaskLook, ...]] = {}
        self._roles = self._mask_roles()
        self._taken: set[str] = set()

    def sets(self) -> list[MaskSet]:
        """Those in folders of their own first; what they take is no picture for the others."""
        found = [one for role in sorted(self._roles, key=natural_key) for one in self._sets_of_role(role)]
        self._taken = {path for one in found for path in one.files}
        return [*found, *self._sets_between_pictures()]

    def _mask_roles(self) -> dict[str, list[str]]:
        """Folders of each role that may be that of masks."""
        roles: dict[str, set[str]] = defaultdict(set)
        for members in self._siblings.values():
            is_small = 2 <= len(members) <= _MOST_SIBLINGS
            for role, folder in members.items():
                if says_masks(role) or (is_small and role and not says_pictures(role)):
                    roles[role].add(folder)
        named_first = sorted(roles, key=lambda role: (not says_masks(role), natural_key(role)))
        return {
            role: sorted(roles[role]) for role in named_first[:_MOST_LOOKED_AT] if self._may_be_masks(role, roles[role])
        }

    def _may_be_masks(self, role: str, folders: set[str]) -> bool:
        files = [path for folder in sorted(folders) for path in self._folders[folder]]
        self._looks[role] = self._sample(files)
        return _are_masks(self._looks[role], is_named=says_masks(role))

    def _sample(self, files: Sequence[str]) -> tuple[MaskLook, ...]:
        looks = (look_at(self._root / path) for path in evenly(files, _FILES_LOOKED_AT))
        return tuple(look for look in looks if look is not None)

    def _sets_of_role(self, role: str) -> list[MaskSet]:
        """The masks of a role; where each picture has several (Cityscapes), a set for each ending of their names."""
        whole = self._set_of_role(role, "")
        if whole is not None:
            return [whole]
        if not says_masks(role):
            return []
        files = [path for folder in self._roles[role] for path in self._folders[folder]]
        affixes = sorted({mask_affix(stem_of(path)) for path in evenly(files, _NAMES_LOOKED_AT)} - {""})
        made = [self._set_of_role(role, affix) for affix in affixes]
        return [replace(one, others=tuple(files)) for one in made if one is not None]

    def _set_of_role(self, role: str, affix: str) -> MaskSet | None:
        """The masks of a role whose names say the affix; of an empty one: all."""
        found = _Found()
        for place, members in self._siblings.items():
            folder = members.get(role)
            if folder is not None and folder not in found.folders:
                masks = [path for path in self._folders[folder] if not affix or mask_affix(stem_of(path)) == affix]
                pictures, is_order_enough = self._pictures_beside(role, place, members)
                found.add(folder, masks, pair(pictures, masks, is_order_enough=is_order_enough))
        looks = self._sample(sorted(found.masks.values())) if affix else self._looks[role]
        where = merged_place(found.folders)
        return self._made(found, role, f"{where}/{affix}" if affix else where, looks, is_named=says_masks(role))

    def _pictures_beside(self, role: str, place: Place, members: dict[str, str]) -> tuple[list[str], bool]:
        """Pictures that masks of a role may belong to; whether their folder says that it holds pictures."""
        others = [other for other in members if other not in self._roles]
        named = [other for other in others if says_pictures(other) or not other]
        if named or len(others) == 1:
            return self._folders[members[min(named or others, key=natural_key)]], bool(named)
        return (self._pictures_below("/".join(place.above)) if says_masks(role) else []), False

    def _pictures_below(self, above: str) -> list[str]:
        """Where no folder stands beside that of the masks: pictures above it, or in folders of another depth."""
        mask_folders = {folder for folders in self._roles.values() for folder in folders}
        return [
            path
            for folder, files in self._folders.items()
            if folder not in mask_folders and (not above or f"{folder}/".startswith(f"{above}/"))
            for path in files
        ]

    def _sets_between_pictures(self) -> list[MaskSet]:
        """Masks that lie in the folders of their pictures: "a_mask.png" beside "a.jpg", or "a.png" beside "a.jpg"."""
        by_affix: dict[str, _Found] = defaultdict(_Found)
        for folder, paths in self._folders.items():
            free = [path for path in paths if path not in self._taken]
            for affix, masks in masks_between(free).items():
                pictures = [path for path in free if path not in masks and is_picture_for(affix, path)]
                by_affix[affix].add(folder, sorted(masks), pair(pictures, sorted(masks)))
        made = []
        for affix, found in by_affix.items():
            looks = self._sample(sorted(found.masks.values()))
            is_named = says_masks(affix)
            if _are_masks(looks, is_named=is_named):
                place = posixpath.join(merged_place(found.folders), affix)
                made.append(self._made(found, affix, place, looks, is_named=is_named))
        return [one for one in made if one is not None]

    def _made(
        self, found: _Found, name: str, place: str, looks: tuple[MaskLook, ...], *, is_named: bool
    ) -> MaskSet | None:
        """The set, where enough masks have a picture and, if no name says that they are masks, its size."""
        if not found.masks or len(found.masks) < _PAIRED_SHARE * len(found.all_masks):
            return None
        if not is_named:
            is_enough = len(found.masks) >= _FEWEST_WITHOUT_NAME
            if not is_enough or not have_equal_sizes(self._root, found.masks):
                return None
        paired = set(found.masks.values())
        alone = tuple(path for path in found.all_masks if path not in paired)
        return MaskSet(place, name, found.masks, alone, ", ".join(found.hows), looks, is_named)


def _are_masks(looks: Sequence[MaskLook], *, is_named: bool) -> bool:
    if is_named:
        return nearly_all([look.is_plausible for look in looks])
    return nearly_all([look.is_mask_like for look in looks]) and any(len(look.values or ()) != 1 for look in looks)


def _by_place(one: MaskSet) -> str:
    return natural_key(one.place)
