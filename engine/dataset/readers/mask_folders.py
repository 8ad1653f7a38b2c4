"""Finds the masks among the pictures of a scan: folders beside those of pictures, and files between pictures."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.contract.dataset import Split
from engine.dataset.listing import natural_key
from engine.dataset.readers.mask_looks import MaskLook, header_of, look_at
from engine.dataset.readers.mask_names import mask_affix, role_of, says_masks, says_pictures
from engine.dataset.readers.mask_pairs import pair, stem_of
from engine.dataset.scanning import Scan

Parts = tuple[str, ...]

# Beside more folders than this, one without a telling name is a class among others.
_MOST_SIBLINGS: Final = 12
_MOST_LOOKED_AT: Final = 48
_FILES_LOOKED_AT: Final = 6
_NAMES_LOOKED_AT: Final = 24
_FEWEST_WITHOUT_NAME: Final = 3
_PLAUSIBLE_SHARE: Final = 0.8
_PAIRED_SHARE: Final = 0.5
_LOSSY_ENDINGS: Final = frozenset((".jpg", ".jpeg", ".jpe", ".jfif"))


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
    """

    place: str
    name: str
    masks: dict[str, str]
    alone: tuple[str, ...]
    how: str
    looks: tuple[MaskLook, ...]
    is_named: bool

    @property
    def files(self) -> set[str]:
        return {*self.masks.values(), *self.alone}


@dataclass(slots=True)
class _Place:
    """Where a folder stands among others: what would be the same in the folder of its masks."""

    above: Parts
    split: Split | None
    below: Parts

    @property
    def key(self) -> tuple[Parts, Split | None, Parts]:
        return self.above, self.split, self.below


@dataclass(slots=True)
class _Found:
    """Pairs of one set while they are collected."""

    folders: set[str] = field(default_factory=set)
    masks: dict[str, str] = field(default_factory=dict)
    all_masks: list[str] = field(default_factory=list)
    hows: list[str] = field(default_factory=list)


def find_mask_sets(scan: Scan) -> tuple[MaskSet, ...]:
    """All sets of masks of a scan; worked out once."""
    if "masks" not in scan.remembered:
        finder = _Finder(scan)
        scan.remembered["masks"] = tuple(sorted(finder.sets(), key=_by_place))
    found: tuple[MaskSet, ...] = scan.remembered["masks"]
    return found


def files_by_folder(scan: Scan) -> dict[str, list[str]]:
    """Paths of pictures by their folder."""
    folders: dict[str, list[str]] = defaultdict(list)
    for picture in scan.pictures:
        folders[posixpath.dirname(picture.path)].append(picture.path)
    return folders


def siblings(folders: Iterable[str]) -> dict[tuple[Parts, Split | None, Parts], dict[str, str]]:
    """Folders that differ in one name only, by what they share: role -> folder."""
    found: dict[tuple[Parts, Split | None, Parts], dict[str, str]] = defaultdict(dict)
    for folder in folders:
        parts = tuple(folder.split("/")) if folder else ()
        for place, name in enumerate(parts):
            role = role_of(name)
            found[_Place(parts[:place], role.split, parts[place + 1 :]).key][role.name] = folder
    return found


def evenly(values: Sequence[str], number: int) -> list[str]:
    """At most ``number`` values, from the first to the last at equal distances."""
    if len(values) <= number:
        return list(values)
    return [values[index * (len(values) - 1) // (number - 1)] for index in range(number)]


def have_equal_sizes(root: Path, masks: dict[str, str]) -> bool:
    """Whether a few masks are as large as their pictures, by their headers."""
    for picture in evenly(sorted(masks), _FILES_LOOKED_AT):
        header, of_mask = header_of(root / picture), header_of(root / masks[picture])
        if header is None or of_mask is None or header.size != of_mask.size:
            return False
    return True


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
        found = []
        for role in sorted(self._roles, key=natural_key):
            made = self._set_of_role(role)
            if made is not None:
                found.append(made)
                self._taken |= made.files
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

    def _set_of_role(self, role: str) -> MaskSet | None:
        is_named = says_masks(role)
        found = _Found()
        for key, members in self._siblings.items():
            if role in members:
                self._pair_folder(found, members[role], self._pictures_beside(role, key, members))
        return self._made(found, role, merged_place(found.folders), self._looks[role], is_named=is_named)

    def _pictures_beside(
        self, role: str, key: tuple[Parts, Split | None, Parts], members: dict[str, str]
    ) -> tuple[list[str], bool]:
        """Pictures that masks of a role may belong to; whether their folder says that it holds pictures."""
        others = [other for other in members if other not in self._roles]
        named = [other for other in others if says_pictures(other) or not other]
        if named or (len(others) == 1 and (says_masks(role) or len(members) > 1)):
            chosen = min(named or others, key=natural_key)
            return self._folders[members[chosen]], bool(named)
        above = "/".join(key[0])
        if not says_masks(role):
            return [], False
        # No folder beside it: the pictures may lie above, or in folders of another depth.
        mask_folders = {folder for folders in self._roles.values() for folder in folders}
        pictures = [
            path
            for folder, files in self._folders.items()
            if folder not in mask_folders and (not above or f"{folder}/".startswith(f"{above}/"))
            for path in files
        ]
        return pictures, False

    def _pair_folder(self, found: _Found, folder: str, beside: tuple[list[str], bool]) -> None:
        pictures, is_order_enough = beside
        masks = self._folders[folder]
        if not pictures or folder in found.folders:
            return
        pairing = pair(pictures, masks, is_order_enough=is_order_enough)
        found.all_masks += masks
        found.folders.add(folder)
        found.masks |= pairing.masks
        if pairing.how and pairing.how not in found.hows:
            found.hows.append(pairing.how)

    def _sets_between_pictures(self) -> list[MaskSet]:
        """Masks that lie in the folders of their pictures: "a_mask.png" beside "a.jpg", or "a.png" beside "a.jpg"."""
        by_affix: dict[str, _Found] = defaultdict(_Found)
        for folder, paths in self._folders.items():
            free = [path for path in paths if path not in self._taken]
            for affix, masks in _candidates_between(free).items():
                pictures = [path for path in free if path not in masks and _is_picture_for(affix, path)]
                pairing = pair(pictures, sorted(masks))
                found = by_affix[affix]
                found.masks |= pairing.masks
                found.all_masks += sorted(masks)
                found.folders.add(folder)
                found.hows += [] if pairing.how in ("", *found.hows) else [pairing.how]
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
    if not looks:
        return False
    if is_named:
        return sum(look.is_plausible for look in looks) >= _PLAUSIBLE_SHARE * len(looks)
    return all(look.is_mask_like for look in looks) and any(len(look.values or ()) != 1 for look in looks)


def _candidates_between(paths: Sequence[str]) -> dict[str, set[str]]:
    """Files of one folder that may be masks of others, by what tells them apart."""
    if not _may_be_mixed(paths):
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    endings: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        stem = stem_of(path)
        endings[stem].append(path)
        affix = mask_affix(stem)
        if affix:
            found[affix].add(path)
    for same in endings.values():
        lossless = [path for path in same if _ending(path) not in _LOSSY_ENDINGS]
        if len(same) == 2 and len(lossless) == 1 and not mask_affix(stem_of(lossless[0])):
            found[f"*{_ending(lossless[0])}"].add(lossless[0])
    return {affix: masks for affix, masks in found.items() if len(masks) < len(paths)}


def _may_be_mixed(paths: Sequence[str]) -> bool:
    """Whether a folder may hold masks between pictures, by the names of some: a million names would take seconds."""
    some = [*paths[:_NAMES_LOOKED_AT], *evenly(paths, _NAMES_LOOKED_AT)]
    has_both_endings = len({_ending(path) in _LOSSY_ENDINGS for path in some}) == 2
    return has_both_endings or any(mask_affix(stem_of(path)) for path in some)


def _is_picture_for(affix: str, path: str) -> bool:
    """Whether a file may be the picture of a mask with this affix: none itself, of another ending if that is all."""
    if affix.startswith("*."):
        return _ending(path) in _LOSSY_ENDINGS
    return not mask_affix(stem_of(path))


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].casefold()


def merged_place(folders: Iterable[str]) -> str:
    """One text for several folders: a star where they differ."""
    paths = [folder.split("/") for folder in sorted(folders)]
    if not paths:
        return ""
    if len({len(path) for path in paths}) > 1:
        return f"*/{paths[0][-1]}" if len({path[-1] for path in paths}) == 1 else "*"
    return "/".join(names[0] if len(set(names)) == 1 else "*" for names in zip(*paths, strict=True))


def _by_place(one: MaskSet) -> str:
    return natural_key(one.place)
