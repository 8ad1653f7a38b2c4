"""What the dialog of splits says: rows of its table, folds, notes, and what is wrong. Free of Qt."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from engine.contract.class_colours import ClassColour, ClassColours
from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.dataset.index.distributions import ClassTotals


@dataclass(frozen=True, slots=True)
class SplitRow:
    """The pictures of a class in each split, or all pictures.

    Attributes:
        colour: of the class; None for all pictures, and for the background.
        is_total: whether it is the row of all pictures.
        used: splits that have any picture at all.
    """

    name: str
    colour: ClassColour | None
    counts: Mapping[Split, int]
    used: frozenset[Split]
    is_total: bool = False

    def is_missed(self, split: Split) -> bool:
        """Whether a class that has pictures has none in a split that is used."""
        return split in self.used and not self.counts.get(split, 0) and any(self.counts.values())


def split_rows(classes: Sequence[ClassTotals], splits: Mapping[str, int]) -> tuple[SplitRow, ...]:
    """All pictures first, then every class, the commonest first."""
    whole = {split: splits.get(split.value, 0) for split in Split}
    used = frozenset(split for split, count in whole.items() if count)
    rows = [SplitRow("All pictures", None, whole, used, is_total=True)]
    colours = ClassColours.of(item.name for item in classes)
    ordered = sorted(classes, key=_by_pictures)
    rows += [SplitRow(item.name, colours.named(item.name), item.by_split, used) for item in ordered]
    return tuple(rows)


def _by_pictures(item: ClassTotals) -> tuple[int, int]:
    return -item.pictures, item.class_index


def folds_of(config: SplitConfig) -> tuple[tuple[int, str], ...]:
    """The folds that can validate, counted from 1 for people."""
    return tuple((fold, f"{fold + 1} of {config.folds}") for fold in range(config.folds))


def division_problem(config: SplitConfig) -> str:
    """Why the pictures cannot be divided so; empty where they can."""
    if config.validation_fraction + config.test_fraction > 0.95 and config.folds < 2:
        return "Nothing would be left to learn from. Make the shares smaller."
    if config.folds == 1:
        return "One fold would both train and validate. Take at least 2, or 0 for none."
    if config.group_by != "name":
        return ""
    try:
        pattern = re.compile(config.group_pattern)
    except re.error as error:
        return f"This is no regular expression: {error}."
    return "" if pattern.groups else "The pattern needs a group in round brackets; what it matches names the group."


def kept_shares(config: SplitConfig, given: Collection[Split]) -> dict[str, str]:
    """Fields of shares that have no effect, each with the reason: the dataset itself names those splits."""
    reasons = {}
    if Split.VALIDATION in given and not config.folds:
        reasons["validation_fraction"] = "The dataset names its validation split, which is kept. Folds divide it anew."
    if config.folds:
        reasons["validation_fraction"] = "The folds decide how many pictures validate."
    if Split.TEST in given:
        reasons["test_fraction"] = "The dataset names its test split, which is kept."
    return reasons


def notes_on(config: SplitConfig, given: Collection[Split]) -> tuple[str, ...]:
    """What a division means, in sentences."""
    notes = []
    if config.folds > 1:
        notes.append(f"Fold {config.fold + 1} of {config.folds} validates, the others train.")
    elif Split.VALIDATION in given:
        notes.append("The dataset names its validation split, which is kept. With folds it is divided anew.")
    if Split.TEST in given:
        notes.append("The dataset names its test split, which is kept.")
    if config.group_by == "folder":
        notes.append("Pictures of one folder stay in one split.")
    elif config.group_by == "name":
        notes.append("Pictures whose names agree stay in one split: frame_01 and frame_02, for example.")
    notes.append("Every class gets its share of each split, and the same seed gives the same division.")
    notes.append("Pictures that you moved by hand stay where you put them.")
    return tuple(notes)
