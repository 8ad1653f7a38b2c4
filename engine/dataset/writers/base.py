"""What the writers share: what they get, and what they are."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from engine.contract.annotations import BACKGROUND, AnnotationKind, IndexedAnnotation, MaskCodes
from engine.contract.dataset import AnnotationCounts, Split, WriterFormat
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.masks.arrays import read_mask
from engine.dataset.masks.values import MaskPicture
from engine.dataset.splits.moved import moved_splits
from engine.dataset.writers.losses import Lost
from engine.dataset.writers.output import Output

Tally = Counter[Lost]
MOST_CLASSES = 254
"""Of a mask that is written: the void is no class, and most programs want one number more to be free."""


@dataclass(frozen=True, slots=True)
class Source:
    """The dataset that is written.

    Attributes:
        root: its folder.
        classes: names in the order of the network's outputs.
        codes: how its class masks are read.
        counts: what was labelled, by kind.
        has_splits: it says of pictures which split they belong to.
        read_mask: reads mask files; it remembers the last ones, since several objects may share one.
    """

    root: Path
    classes: tuple[str, ...]
    codes: MaskCodes | None
    counts: AnnotationCounts
    has_splits: bool
    read_mask: Callable[[Path], MaskPicture]

    @property
    def code_names(self) -> tuple[str, ...]:
        """The classes by their value in the masks that are written.

        Class masks give every pixel a class. Objects leave a background, which has the value 0 as in VOC.
        """
        if self.codes is not None:
            return self.classes[:MOST_CLASSES]
        others = (name for name in self.classes if name != BACKGROUND)
        return (BACKGROUND, *others)[:MOST_CLASSES]

    @classmethod
    def of(cls, index: DatasetIndex) -> "Source":
        """What the writers need to know of a dataset."""
        summary = index.summary()
        return cls(
            root=index.root,
            classes=index.classes(),
            codes=index.mask_codes(),
            counts=summary.annotations,
            has_splits=bool(summary.splits) or bool(moved_splits(index.path)),
            read_mask=lru_cache(maxsize=2)(read_mask),
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A sound picture with what is known of it.

    Attributes:
        path: relative to the dataset's folder.
        width: of the upright picture in pixels.
        height: as ``width``.
        split: as the dataset or a person says.
        annotations: in pixels of the upright picture.
    """

    path: str
    width: int
    height: int
    split: Split | None
    annotations: tuple[IndexedAnnotation, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Classes of the whole picture."""
        labels = (one.label for one in self.annotations if one.kind is AnnotationKind.LABEL)
        return tuple(label for label in labels if label is not None)


@dataclass(frozen=True, slots=True)
class Writer:
    """One format.

    Attributes:
        format: its name in commands.
        title: its name for people.
        fit: what the format can hold of a picture, None for nothing; what it cannot is counted. Pure, and used for
            the plan as well as for writing, so that a plan tells the truth.
        write: writes fitted pictures.
        class_losses: what is lost of the classes, given those that something has.
    """

    format: WriterFormat
    title: str
    fit: Callable[[Picture, Source, Tally], Picture | None]
    write: Callable[[Iterable[Picture], Source, Output], None]
    class_losses: Callable[[Source, frozenset[str]], Tally]


def label_of(picture: Picture, lost: Tally) -> IndexedAnnotation | None:
    """The first class of the whole picture; further ones are lost."""
    labels = [one for one in picture.annotations if one.kind is AnnotationKind.LABEL and one.label is not None]
    lost[Lost.FURTHER_LABELS] += max(0, len(labels) - 1)
    return labels[0] if labels else None


def in_a_split(picture: Picture, source: Source, lost: Tally) -> Picture:
    """For formats in which every picture of a dataset with splits is in one of them."""
    if not source.has_splits or picture.split is not None:
        return picture
    lost[Lost.WITHOUT_SPLIT] += 1
    return replace(picture, split=Split.TRAIN)


def no_losses(_source: Source, _used: frozenset[str]) -> Tally:
    """For formats with a list of classes."""
    return Tally()


def empty_classes(source: Source, used: frozenset[str]) -> Tally:
    """For formats without one: a class is known by what has it."""
    return Tally({Lost.EMPTY_CLASSES: len(set(source.classes) - used)})


_FOLDERS = {Split.TRAIN: "train", Split.VALIDATION: "val", Split.TEST: "test", None: "unassigned"}


def folder_name(split: Split | None, source: Source) -> str:
    """What the folder or file of a split is called; empty where the dataset has no splits."""
    return _FOLDERS[split] if source.has_splits else ""
