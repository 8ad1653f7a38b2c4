"""Finds the picture that each mask belongs to, by their names."""

import posixpath
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from engine.dataset.listing import natural_key
from engine.dataset.readers.masks.names import mask_stem, numbers_in, picture_stem

# A way of pairing is believed at once where it explains so many masks, and at all where it explains half of them.
_SURE, _LIKELY = 0.8, 0.5
Key = Callable[[str], Hashable | None]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which mask belongs to which picture.

    Attributes:
        masks: path of the mask by path of the picture.
        how: by what they were paired, for people; empty where they could not be.
    """

    masks: dict[str, str]
    how: str


NO_PAIRING: Final = Pairing({}, "")


def pair(pictures: Sequence[str], masks: Sequence[str], *, is_order_enough: bool = False) -> Pairing:
    """Pair paths of pictures and masks; each belongs to one other at most.

    Tried in turn: the same name; the same name but for words like "_mask"; the same numbers; the same name but for
    what all names begin or end with; the same last number; and, where they are equally many, their order.
    """
    best = NO_PAIRING
    for how, of_picture, of_mask in _ways(pictures, masks):
        found = _matched(pictures, masks, of_picture, of_mask)
        if len(found) >= _SURE * len(masks):
            return Pairing(found, how)
        if len(found) > len(best.masks):
            best = Pairing(found, how)
    if len(best.masks) >= _LIKELY * len(masks):
        return best
    if is_order_enough and len(pictures) == len(masks):
        in_order = zip(sorted(pictures, key=natural_key), sorted(masks, key=natural_key), strict=True)
        return Pairing(dict(in_order), "order")
    return NO_PAIRING


def stem_of(path: str) -> str:
    """A file's name without folders and ending."""
    return posixpath.splitext(posixpath.basename(path))[0]


def _ways(pictures: Sequence[str], masks: Sequence[str]) -> tuple[tuple[str, Key, Key], ...]:
    return (
        ("name", lambda path: stem_of(path).casefold(), lambda path: stem_of(path).casefold()),
        (
            "name without words like mask",
            lambda path: picture_stem(stem_of(path)),
            lambda path: mask_stem(stem_of(path)),
        ),
        ("number", lambda path: numbers_in(stem_of(path)) or None, lambda path: numbers_in(stem_of(path)) or None),
        ("the part of the name that differs", _differing(pictures), _differing(masks)),
        ("last number", _last_number, _last_number),
    )


def _differing(paths: Sequence[str]) -> Key:
    """The part of a name that remains without what all names begin and end with."""
    stems = [stem_of(path).casefold() for path in paths]
    start = _common_start(stems)
    end = _common_start([stem[start:][::-1] for stem in stems])

    def key(path: str) -> str:
        stem = stem_of(path).casefold()
        return stem[start : len(stem) - end]

    return key


def _common_start(names: Sequence[str]) -> int:
    """The number of letters that all names begin with; 0 for a single one, which differs from nothing."""
    if len(names) < 2:
        return 0
    first, last = min(names), max(names)
    return next((place for place, letter in enumerate(first) if letter != last[place]), len(first))


def _last_number(path: str) -> int | None:
    return next(iter(reversed(numbers_in(stem_of(path)))), None)


def _matched(pictures: Sequence[str], masks: Sequence[str], of_picture: Key, of_mask: Key) -> dict[str, str]:
    """Pairs with equal keys; keys that occur twice on one side say nothing."""
    picture_keys, mask_keys = [of_picture(path) for path in pictures], [of_mask(path) for path in masks]
    picture_counts, mask_counts = Counter(picture_keys), Counter(mask_keys)
    by_key = {key: path for key, path in zip(picture_keys, pictures, strict=True) if picture_counts[key] == 1}
    return {
        by_key[key]: mask
        for key, mask in zip(mask_keys, masks, strict=True)
        if key is not None and mask_counts[key] == 1 and key in by_key
    }
