"""Finds classes that a split lacks, and pictures without a label among labelled ones."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from engine.contract.dataset import ImageStatus, ProblemCode, Split
from engine.dataset.problems import Problem

_COUNTS = (
    "SELECT name, split, count(DISTINCT image_id) AS pictures FROM annotations"
    " JOIN images ON images.id = image_id JOIN classes USING (class_index)"
    " WHERE status = ? AND split IS NOT NULL GROUP BY class_index, split ORDER BY class_index"
)
_WITHOUT_LABEL = (
    "SELECT path FROM images WHERE status = ? AND NOT EXISTS (SELECT 1 FROM annotations WHERE image_id = images.id)"
    " AND NOT EXISTS (SELECT 1 FROM problems WHERE image_id = images.id AND found_by <> 'doctor')"
    " ORDER BY position"
)
# More missing classes than this are one problem: thousands of identities cannot all be in every split.
_MOST = 50
_SHOWN = 5
_WORDS = {Split.TRAIN: "training", Split.VALIDATION: "validation", Split.TEST: "test"}


def missing_classes(connection: sqlite3.Connection) -> Iterator[Problem]:
    """One problem for each class that has pictures, but none in one of the splits with labelled pictures."""
    counts: dict[str, dict[Split, int]] = defaultdict(dict)
    for row in connection.execute(_COUNTS, (ImageStatus.OK,)):
        counts[row["name"]][Split(row["split"])] = row["pictures"]
    used = {split for splits in counts.values() for split in splits}
    for split in (split for split in Split if split in used):
        missing = {name: splits for name, splits in counts.items() if split not in splits}
        if len(missing) > _MOST:
            names = ", ".join(list(missing)[:_SHOWN])
            sentence = f"{len(missing):,} classes have no picture in {_WORDS[split]}: {names}, and others."
            yield _problem(sentence, _WORDS[split])
        else:
            for name, splits in missing.items():
                yield _problem(_sentence(name, split, splits), f"{_WORDS[split]}, {name}")


def missing_labels(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Pictures without a label where labels are all that there is, and where nothing was said of them yet.

    Not where objects are drawn: a picture without any is background there, or its reader has said otherwise.
    """
    kinds = {row[0] for row in connection.execute("SELECT DISTINCT kind FROM annotations")}
    if kinds == {"label"}:
        for row in connection.execute(_WITHOUT_LABEL, (ImageStatus.OK,)):
            yield Problem(ProblemCode.UNLABELLED, row["path"], "The picture has no label.")


def _sentence(name: str, split: Split, counts: dict[Split, int]) -> str:
    elsewhere = " and ".join(f"{_pictures(count)} in {_WORDS[other]}" for other, count in counts.items())
    consequence = "it cannot be learned" if split is Split.TRAIN else "it is not measured there"
    return f"The class {name} has no picture in {_WORDS[split]}, but {elsewhere}: {consequence}."


def _pictures(count: int) -> str:
    return "1 picture" if count == 1 else f"{count:,}"


def _problem(sentence: str, place: str) -> Problem:
    return Problem(ProblemCode.CLASS_NOT_IN_SPLIT, "", sentence, place)
