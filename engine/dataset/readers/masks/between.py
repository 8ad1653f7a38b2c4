"""Finds masks that lie between their pictures, by the names of a folder's files."""

import posixpath
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from engine.dataset.readers.masks.names import mask_affix
from engine.dataset.readers.masks.pairs import stem_of
from engine.dataset.readers.masks.sets import evenly

_LOSSY_ENDINGS: Final = frozenset((".jpg", ".jpeg", ".jpe", ".jfif"))
_NAMES_LOOKED_AT: Final = 24


def masks_between(paths: Sequence[str]) -> dict[str, set[str]]:
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


def is_picture_for(affix: str, path: str) -> bool:
    """Whether a file may be the picture of a mask with this affix: none itself, of another ending if that is all."""
    if affix.startswith("*."):
        return _ending(path) in _LOSSY_ENDINGS
    return not mask_affix(stem_of(path))


def _may_be_mixed(paths: Sequence[str]) -> bool:
    """Whether a folder may hold masks between pictures, by the names of some: a million names would take seconds."""
    some = [*paths[:_NAMES_LOOKED_AT], *evenly(paths, _NAMES_LOOKED_AT)]
    has_both_endings = len({_ending(path) in _LOSSY_ENDINGS for path in some}) == 2
    return has_both_endings or any(mask_affix(stem_of(path)) for path in some)


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].casefold()
