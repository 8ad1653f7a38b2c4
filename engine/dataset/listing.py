"""What a reader finds in a dataset, before any picture is decoded."""

import re
from dataclasses import dataclass
from pathlib import Path

from engine.contract.annotations import Annotation, MaskCodes
from engine.contract.dataset import DatasetFormat, Split
from engine.dataset.problems import Problem


@dataclass(frozen=True, slots=True)
class ListedImage:
    """A picture with its label.

    Attributes:
        path: relative to the dataset's folder, with forward slashes.
        bytes: size of the file; 0 for one that is missing.
        modified_ns: time of its last change.
        label: name of the whole picture's class, None where it has none.
        split: as the dataset gives it.
        annotations: what is drawn on it, as the label files say, not yet compared with the picture.
        stated_size: width and height in pixels, as a label file says.
        label_file: that describes it, where one does; relative to the dataset's folder.
        label_place: where in that file.
    """

    path: str
    bytes: int
    modified_ns: int
    label: str | None = None
    split: Split | None = None
    annotations: tuple[Annotation, ...] = ()
    stated_size: tuple[int, int] | None = None
    label_file: str = ""
    label_place: str = ""


@dataclass(frozen=True, slots=True)
class IgnoredFile:
    """A file that is not part of the dataset, with the reason."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that one reader found.

    Attributes:
        format: of the reader.
        root: absolute folder that all paths are relative to.
        images: every picture that counts as one of the dataset; those that label files name and that are not there
            are among them, with 0 bytes.
        classes: names in the order of the network's outputs.
        problems: what is wrong, apart from what the scan says.
        notes: how it was understood, in sentences.
        used: files other than ``images`` that were read: label files, tables, masks.
        mask_codes: how the class masks are read, where there are any.
    """

    format: DatasetFormat
    root: Path
    images: tuple[ListedImage, ...]
    classes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()
    mask_codes: MaskCodes | None = None


def natural_key(name: str) -> str:
    """A key that sorts as people count: "9.png" before "10.png"."""
    return re.sub(r"\d+", _padded, name.casefold())


def _padded(digits: re.Match[str]) -> str:
    return digits.group().lstrip("0").zfill(16)


def natural_order(names: set[str]) -> tuple[str, ...]:
    """Names as people count them; equal ones in the order of their letters."""
    return tuple(sorted(sorted(names), key=natural_key))
