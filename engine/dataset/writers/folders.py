"""Writes folders: a folder for each class, in a folder for each split where there are splits."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.contract.annotations import AnnotationKind, IndexedAnnotation
from engine.dataset.readers.folders.layout import names_classes, understand_folders
from engine.dataset.writers.base import Picture, Source, Tally, Writer, empty_classes, folder_name, in_a_split, label_of
from engine.dataset.writers.losses import Lost
from engine.dataset.writers.names import UniqueNames, safe_name
from engine.dataset.writers.output import Output
from engine.dataset.writers.shapes import area_of


def fit(picture: Picture, source: Source, lost: Tally) -> Picture | None:
    """The class of the whole picture, or else the most frequent one of what is drawn on it."""
    drawn = [one for one in picture.annotations if one.kind is not AnnotationKind.LABEL]
    lost[Lost.OBJECTS] += len(drawn)
    label = label_of(picture, lost) or _most_frequent(drawn, source, lost)
    if label is None:
        lost[Lost.PICTURES_WITHOUT_CLASS] += 1
        return None
    return replace(in_a_split(picture, source, lost), annotations=(label,))


def _most_frequent(drawn: list[IndexedAnnotation], source: Source, lost: Tally) -> IndexedAnnotation | None:
    """The class of most objects, of several the one that covers most; as a class of the picture."""
    named = [one for one in drawn if one.label is not None]
    if not named:
        return None
    counts = Counter(one.label for one in named)
    areas: defaultdict[str | None, float] = defaultdict(float)
    for one in named:
        areas[one.label] += area_of(one)
    lost[Lost.OTHER_CLASSES] += len(counts) > 1
    label = max(counts, key=lambda name: (counts[name], areas[name]))
    found = next(one for one in named if one.label == label)
    return IndexedAnnotation(found.id, AnnotationKind.LABEL, label, found.class_index, None, None, None)


def write(pictures: Iterable[Picture], source: Source, output: Output) -> None:
    """The pictures."""
    folders = class_folders(source.classes)
    for picture in pictures:
        split = folder_name(picture.split, source)
        folder = f"{split}/{folders[picture.labels[0]]}".strip("/")
        output.add_picture(picture.path, folder, apart=folder)


def class_folders(classes: tuple[str, ...]) -> Mapping[str, str]:
    """The folder of each class; other names only where a system, or our own reader, would take them for others."""
    for folders in (_nested(classes), _flat(classes, "")):
        if _are_understood(folders):
            return folders
    return _flat(classes, "class ")


def class_losses(source: Source, used: frozenset[str]) -> Tally:
    """Classes that get no folder, and classes whose folder has another name."""
    folders = class_folders(source.classes)
    renamed = sum(folders[name] != name for name in used)
    return Tally({Lost.RENAMED_CLASSES: renamed}) + empty_classes(source, used)


def _nested(classes: tuple[str, ...]) -> Mapping[str, str]:
    """Names with a slash become two folders."""
    return {name: "/".join(map(safe_name, name.split("/"))) for name in classes}


def _flat(classes: tuple[str, ...], prefix: str) -> Mapping[str, str]:
    names = UniqueNames()
    return {name: names.take("", f"{prefix}{name.replace('/', '_')}.") for name in classes}


def _are_understood(folders: Mapping[str, str]) -> bool:
    """Whether the folders differ in any case, and our reader finds a class in each, and no split."""
    parts = {tuple(folder.split("/")) for folder in folders.values()}
    if len({folder.casefold() for folder in folders.values()}) < len(folders) or not parts:
        return False
    layout = understand_folders(parts)
    found = {layout.read(each) for each in parts}
    return found == {(None, "/".join(each)) for each in parts} and names_classes(set(folders.values()))


FOLDERS = Writer("folders", "A class's folder", fit, write, class_losses)
