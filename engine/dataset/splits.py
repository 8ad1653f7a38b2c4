"""Divides pictures into training, validation and test, keeping what the dataset gives."""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_folder import write_atomically

_NAMES = {
    Split.TRAIN: ("train", "training", "trn"),
    Split.VALIDATION: ("validation", "val", "valid", "validate", "dev"),
    Split.TEST: ("test", "testing", "tst"),
}
_COLUMNS = ("path", "split")
_SPLIT_OF_NAME = {name: split for split, names in _NAMES.items() for name in names}


class Divisible(Protocol):
    """What a split is decided by."""

    @property
    def id(self) -> int: ...
    @property
    def path(self) -> str: ...
    @property
    def class_index(self) -> int | None: ...
    @property
    def given_split(self) -> Split | None: ...


def split_named(name: str) -> Split | None:
    """The split that a folder, a file's stem or a cell of a table means; None where it means none."""
    return _SPLIT_OF_NAME.get(name.strip().casefold())


def assign_splits(images: Iterable[Divisible], config: SplitConfig) -> dict[int, Split]:
    """The split of every picture by its id.

    Given splits are kept. Where no picture is given for validation (or for test, and a share is wanted), it is cut
    from the pictures for training, class by class, so that each class has its share. Which pictures are cut follows
    from the seed and each picture's path alone: adding a picture moves at most one other of its class out of each cut.
    """
    images = list(images)
    assigned = {image.id: image.given_split or Split.TRAIN for image in images}
    given = {image.given_split for image in images}
    shares = {
        Split.VALIDATION: 0.0 if Split.VALIDATION in given else config.validation_fraction,
        Split.TEST: 0.0 if Split.TEST in given else config.test_fraction,
    }
    for members in _by_class(images, assigned).values():
        members.sort(key=lambda image: _rank(image.path, config.seed))
        start = 0
        for split, share in shares.items():
            stop = start + _number_to_cut(len(members), share, still_there=len(members) - start)
            assigned.update((image.id, split) for image in members[start:stop])
            start = stop
    return assigned


def _by_class(images: list[Divisible], assigned: Mapping[int, Split]) -> dict[int | None, list[Divisible]]:
    classes: dict[int | None, list[Divisible]] = defaultdict(list)
    for image in images:
        if assigned[image.id] is Split.TRAIN:
            classes[image.class_index].append(image)
    return classes


def _number_to_cut(total: int, share: float, *, still_there: int) -> int:
    """At least one where a share is wanted, and at least one stays for training."""
    if share <= 0:
        return 0
    return max(0, min(max(1, round(total * share)), still_there - 1))


def _rank(path: str, seed: int) -> bytes:
    return hashlib.blake2b(f"{seed}\n{path}".encode(errors="surrogatepass"), digest_size=8).digest()


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
