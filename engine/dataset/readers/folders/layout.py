"""Which folder of a path names the split, and which the class: understood from all paths together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from engine.contract.dataset import Split
from engine.dataset.splits.assigning import split_named

Folders = tuple[str, ...]

# A single folder with such a name holds the pictures and says nothing about them.
_WITHOUT_MEANING = frozenset(
    ("images", "image", "imgs", "img", "pictures", "pics", "photos", "jpegimages", "data", "dataset", "files", "frames")
)


@dataclass(frozen=True, slots=True)
class FolderLayout:
    """How the folders of a picture are read.

    Attributes:
        wrapper: folders around the whole dataset, for example those of an archive.
        split_level: place of the split's folder behind the wrapper: 0, 1, or None where there is none.
        class_depth: number of folders that make the name of a class: 1, or 2 for "animals/cat".
    """

    wrapper: Folders
    split_level: int | None
    class_depth: int

    def read(self, folders: Folders) -> tuple[Split | None, str | None]:
        """Split and class of a picture in these folders, or of the folder itself."""
        rest = folders[len(self.wrapper) :]
        if folders[: len(self.wrapper)] != self.wrapper:
            return None, None
        split, rest = self._cut_split(rest)
        if self.split_level == 0 and split is None:
            return None, None
        return split, "/".join(rest[: self.class_depth]) or None

    def is_class_folder(self, folders: Folders) -> bool:
        """Whether a folder is the one that names a class (and not one above or below it)."""
        _, rest = self._cut_split(folders[len(self.wrapper) :])
        return len(rest) == self.class_depth and self.read(folders)[1] is not None and not self._is_split(folders)

    def with_class(self, folders: Folders, label: str | None) -> Folders:
        """The folders of a picture after its class has become another; split and inner folders stay.

        Args:
            folders: of the picture.
            label: its new class; None puts it beside the folders of the classes.
        """
        inside = folders[len(self.wrapper) :]
        split, rest = self._cut_split(inside)
        named = () if label is None else (*label.split("/"), *rest[self.class_depth :])
        if split is not None and self.split_level is not None:
            level = self.split_level
            named = (*named[:level], inside[level], *named[level:])
        return (*self.wrapper, *named)

    def _cut_split(self, rest: Folders) -> tuple[Split | None, Folders]:
        level = self.split_level
        if level is None or len(rest) <= level:
            return None, rest
        split = split_named(rest[level])
        return (None, rest) if split is None else (split, rest[:level] + rest[level + 1 :])

    def _is_split(self, folders: Folders) -> bool:
        rest = folders[len(self.wrapper) :]
        return self.split_level is not None and len(rest) == self.split_level + 1 and split_named(rest[-1]) is not None


def understand_folders(pictures: Iterable[Folders]) -> FolderLayout:
    """The layout that explains the folders of all pictures.

    Folders named like splits are splits only where that explains all of them: among "car", "bus" and "train", a
    train is a class.
    """
    all_folders = set(pictures)
    wrapper = _wrapper(all_folders)
    inside = {folders[len(wrapper) :] for folders in all_folders}
    split_level = _split_level(inside)
    layout = FolderLayout(wrapper, split_level, class_depth=1)
    behind = {layout._cut_split(folders)[1] for folders in inside}
    return FolderLayout(wrapper, split_level, _class_depth(behind))


def names_classes(classes: set[str]) -> bool:
    """Whether folders say something about their pictures."""
    return bool(classes) and not (len(classes) == 1 and min(classes).casefold() in _WITHOUT_MEANING)


def _wrapper(all_folders: set[Folders]) -> Folders:
    """Folders that hold nothing but one other folder, which itself is neither split nor class."""
    wrapper: Folders = ()
    while True:
        inside = {folders[len(wrapper) :] for folders in all_folders}
        firsts = {folders[:1] for folders in inside}
        only = min(firsts)
        if len(firsts) > 1 or not only or only in inside or split_named(only[0]) is not None:
            return wrapper
        wrapper += only


def _split_level(inside: set[Folders]) -> int | None:
    firsts = {folders[0] for folders in inside if folders}
    splits = {split_named(name) for name in firsts}
    if firsts and None not in splits:
        return 0
    split_has_classes = any(len(folders) > 1 and split_named(folders[0]) is not None for folders in inside)
    if len(splits - {None}) >= 2 and split_has_classes:
        return 0
    below = [folders for folders in inside if folders]
    if below and all(len(folders) > 1 and split_named(folders[1]) is not None for folders in below):
        return 1
    return None


def _class_depth(behind: set[Folders]) -> int:
    """2 where every folder holds several others and no pictures, and not the same others everywhere.

    Then the inner folders are kinds of their own (alphabet/letter, family/species), and not sessions or cameras.
    """
    kinds: dict[str, set[str]] = defaultdict(set)
    for folders in behind:
        if len(folders) == 1:
            return 1
        if folders:
            kinds[folders[0]].add(folders[1])
    if len(kinds) < 2 or any(len(inner) < 2 for inner in kinds.values()):
        return 1
    return 1 if len({frozenset(inner) for inner in kinds.values()}) == 1 else 2
