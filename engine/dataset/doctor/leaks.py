"""Says what is wrong with pictures that are the same: they leak between splits, contradict each other, or repeat."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.contract.dataset import ProblemCode, Split
from engine.dataset.doctor.near_duplicates import NearPair
from engine.dataset.problems import Problem

_WORDS = {Split.TRAIN: "training", Split.VALIDATION: "validation", Split.TEST: "test"}
_ORDER = {Split.TRAIN: 0, Split.VALIDATION: 1, Split.TEST: 2, None: 3}
# A pair is told while one of its pictures was told in fewer: of many that are all alike, as in a film, each is named.
_MOST_OF_ONE = 5


@dataclass(frozen=True, slots=True)
class Picture:
    """What is said of one of several pictures that are the same.

    Attributes:
        path: relative to the dataset's folder.
        split: what training uses it for; None where it is not divided.
        labels: classes of the whole picture, sorted.
    """

    path: str
    split: Split | None
    labels: tuple[str, ...] = ()


def problems_of_groups(groups: Iterable[Sequence[int]], pictures: Mapping[int, Picture]) -> Iterator[Problem]:
    """Problems of exact duplicates, one for each picture but the first of its group.

    A picture is told beside one of another split where there is one: a thousand copies make a thousand problems, not
    half a million.
    """
    for group in groups:
        members = sorted((pictures[image_id] for image_id in group if image_id in pictures), key=_split_order)
        for place, picture in enumerate(members[1:], start=1):
            elsewhere = (other for other in members[:place] if other.split is not picture.split)
            yield _problem_of_same(next(elsewhere, members[0]), picture)


def problems_of_pairs(pairs: Iterable[NearPair], pictures: Mapping[int, Picture]) -> Iterator[Problem]:
    """Problems of near duplicates, one for each pair until each picture was named often enough."""
    told: Counter[str] = Counter()
    for pair in pairs:
        if pair.original not in pictures or pair.copy not in pictures:
            continue
        first, second = sorted((pictures[pair.original], pictures[pair.copy]), key=_split_order)
        if min(told[first.path], told[second.path]) < _MOST_OF_ONE:
            told.update((first.path, second.path))
            yield _problem_of_alike(first, second, is_crop=pair.is_crop)


def _split_order(picture: Picture) -> int:
    return _ORDER[picture.split]


def _problem_of_same(first: Picture, second: Picture) -> Problem:
    if _is_leak(first, second):
        message = f"{_named(second)} is the same picture as {_named(first)}{_labels(first, second)}."
        return Problem(ProblemCode.SPLIT_LEAK, second.path, message, related=first.path)
    message = f"It is the same picture as {first.path}{_labels(first, second)}."
    return Problem(ProblemCode.DUPLICATE_PICTURE, second.path, message, related=first.path)


def _problem_of_alike(first: Picture, second: Picture, *, is_crop: bool) -> Problem:
    how = ", apart from a crop" if is_crop else ""
    if _is_leak(first, second):
        message = f"{_named(second)} looks like {_named(first)}{how}{_labels(first, second)}."
        return Problem(ProblemCode.SPLIT_LEAK, second.path, message, related=first.path)
    message = f"It looks like {first.path}{how}{_labels(first, second)}."
    return Problem(ProblemCode.NEAR_DUPLICATE, second.path, message, related=first.path)


def _is_leak(first: Picture, second: Picture) -> bool:
    return None not in (first.split, second.split) and first.split is not second.split


def _named(picture: Picture) -> str:
    return f"{picture.path} ({_WORDS[picture.split]})" if picture.split else picture.path


def _labels(first: Picture, second: Picture) -> str:
    """What is said of labels that contradict each other."""
    if not first.labels or not second.labels or first.labels == second.labels:
        return ""
    here, there = (" and ".join(picture.labels) for picture in (second, first))
    return f", but labelled {here} here and {there} there"
