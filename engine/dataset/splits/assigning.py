"""Divides pictures into training, validation and test, keeping what the dataset gives."""

import csv
import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_folder import write_atomically
from engine.dataset.splits.cuts import cut_plain, cut_together
from engine.dataset.splits.folds import fold_ids
from engine.dataset.splits.groups import group_names
from engine.dataset.splits.strata import Stratum, Unit

_NAMES = {
    Split.TRAIN: ("train", "training", "trn"),
    Split.VALIDATION: ("validation", "val", "valid", "validate", "dev"),
    Split.TEST: ("test", "testing", "tst"),
}
_COLUMNS = ("path", "split")
_SPLIT_OF_NAME = {name: split for split, names in _NAMES.items() for name in names}


class Divisible(Protocol):
    """What a split is decided by; ``class_indices`` are those of its label and of what is drawn on it."""

    @property
    def id(self) -> int: ...
    @property
    def path(self) -> str: ...
    @property
    def class_indices(self) -> tuple[int, ...]: ...
    @property
    def given_split(self) -> Split | None: ...
    @property
    def moved_split(self) -> Split | None: ...


def split_named(name: str) -> Split | None:
    """The split that a folder, a file's stem or a cell of a table means; None where it means none."""
    return _SPLIT_OF_NAME.get(name.strip().casefold())


def assign_splits(images: Iterable[Divisible], config: SplitConfig) -> dict[int, Split]:
    """The split of every picture by its id.

    A picture that was moved by hand stays where it was put, and given splits are kept. Where no picture is given for
    validation (or for test, and a share is wanted), it is cut from the pictures for training, so that each class has
    its share. With folds, pictures given for training and validation are pooled, and one fold of them validates.
    Pictures of a group are cut together, and those without a given split follow the others of their group.

    Which pictures are cut follows from the seed and each picture's path alone. Where every picture has at most one
    class and no groups are wanted, adding a picture moves at most one other of its class out of each cut.

    Raises:
        UserError: the pattern of groups cannot be used, or there is no such fold.
    """
    images = list(images)
    assigned = {image.id: image.moved_split or image.given_split or Split.TRAIN for image in images}
    given = {image.given_split for image in images}
    free = [image for image in images if image.moved_split is None]
    groups = dict(zip((image.id for image in free), group_names([image.path for image in free], config), strict=True))
    if config.group_by != "nothing":
        assigned.update(_following(free, groups))
    pooled = (Split.TRAIN, Split.VALIDATION) if config.folds else (Split.TRAIN,)
    pool = [image for image in free if assigned[image.id] in pooled]
    assigned.update((image.id, Split.TRAIN) for image in pool)
    is_plain = config.group_by == "nothing" and all(len(image.class_indices) <= 1 for image in pool)
    units = _units(pool, groups, config.seed)
    cut_shares = {
        Split.VALIDATION: 0.0 if Split.VALIDATION in given or config.folds else config.validation_fraction,
        Split.TEST: 0.0 if Split.TEST in given else config.test_fraction,
    }
    assigned.update(cut_plain(units, cut_shares) if is_plain else cut_together(units, cut_shares))
    if config.folds:
        left = [unit for unit in units if assigned[unit.ids[0]] is Split.TRAIN]
        assigned.update((image_id, Split.VALIDATION) for image_id in fold_ids(left, config, is_plain=is_plain))
    return assigned


def _following(images: list[Divisible], groups: Mapping[int, str]) -> dict[int, Split]:
    """Pictures without a given split, where all others of their group that have one are for measuring."""
    given: dict[str, set[Split]] = defaultdict(set)
    for image in images:
        if image.given_split is not None:
            given[groups[image.id]].add(image.given_split)
    return {
        image.id: next(iter(splits))
        for image in images
        if image.given_split is None and len(splits := given.get(groups[image.id], set())) == 1
    }


def _units(images: list[Divisible], groups: Mapping[int, str], seed: int) -> list[Unit]:
    """The groups of pictures, each with the numbers of its classes."""
    members: dict[str, list[Divisible]] = defaultdict(list)
    for image in images:
        members[groups[image.id]].append(image)
    return [
        Unit(tuple(image.id for image in group), _count_classes(group), _rank(name, seed))
        for name, group in members.items()
    ]


def _count_classes(group: list[Divisible]) -> dict[Stratum, int]:
    if len(group) == 1:  # most often; a Counter takes ten times as long
        return dict.fromkeys(group[0].class_indices or (None,), 1)
    return Counter(stratum for image in group for stratum in image.class_indices or (None,))


def _rank(name: str, seed: int) -> bytes:
    return hashlib.blake2b(f"{seed}\n{name}".encode(errors="surrogatepass"), digest_size=8).digest()


def write_splits(path: Path, splits: Mapping[str, Split]) -> None:
    """Write ``split.csv``: one row for each picture, its path in the dataset and its split."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows((image, split.value) for image, split in splits.items())
    write_atomically(path, text.getvalue().encode(errors="surrogatepass"))


def read_splits(path: Path) -> dict[str, Split]:
    """The split of every picture by its path in the dataset.

    Raises:
        UserError: the file is missing, or was changed into something else.
    """
    try:
        rows = csv.DictReader(io.StringIO(path.read_bytes().decode(errors="surrogatepass"), newline=""))
        if tuple(rows.fieldnames or ()) != _COLUMNS:
            raise ValueError(f"columns {rows.fieldnames}")
        return {row["path"]: Split(row["split"]) for row in rows}
    except (OSError, ValueError, csv.Error) as error:
        raise UserError(
            f"Cannot read which pictures were for training. Received: {path}: {error}.",
            "Restore the file, or start a new run.",
        ) from error
