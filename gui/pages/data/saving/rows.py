"""What saving into folders will do, as rows of a table and sentences. Free of Qt."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from engine.contract.errors import UserError
from engine.contract.labels import PicturesMoved
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.relocation_plan import RelocationPlan, plan_relocations
from engine.dataset.listing import natural_order
from gui.words import plural


@dataclass(frozen=True, slots=True)
class FolderRow:
    """One folder that gets pictures.

    Attributes:
        folder: relative to the dataset's; empty for that itself.
        is_new: it will be made.
        origins: the folders that they lie in now, with how many of them.
        pictures: how many it gets.
    """

    folder: str
    is_new: bool
    origins: tuple[tuple[str, int], ...]
    pictures: int

    @property
    def target_words(self) -> str:
        """Where the pictures are moved to."""
        return f"{folder_words(self.folder)} (new)" if self.is_new else folder_words(self.folder)

    @property
    def origin_words(self) -> str:
        """Where they come from."""
        if len(self.origins) == 1:
            return folder_words(self.origins[0][0])
        return ", ".join(f"{folder_words(folder)} ({count:,})" for folder, count in self.origins)


def plan_of(index: DatasetIndex) -> RelocationPlan | UserError:
    """What saving will do, or why it cannot; for a thread, as it looks into the folders."""
    try:
        return plan_relocations(index, journal_of_index(index.path))
    except UserError as error:
        return error


def folder_rows(plan: RelocationPlan) -> tuple[FolderRow, ...]:
    """The folders that get pictures, in the order of people."""
    origins: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in plan.relocations:
        origins[_folder(each.target)][_folder(each.source)] += 1
    return tuple(
        FolderRow(
            folder,
            folder in plan.folders,
            tuple((origin, origins[folder][origin]) for origin in natural_order(set(origins[folder]))),
            origins[folder].total(),
        )
        for folder in natural_order(set(origins))
    )


def heading(plan: RelocationPlan) -> str:
    """What will be done, in a sentence."""
    count = len(plan.relocations)
    where = "the folder of its class" if count == 1 else "the folders of their classes"
    return f"{plural(count, 'picture')} will be moved into {where}."


def notes(plan: RelocationPlan) -> str:
    """What else there is to know before."""
    sentences = ["No file is overwritten. Undo moves the pictures back, also in a later session."]
    if plan.renamed:
        first = plan.renamed[0]
        count = len(plan.renamed)
        verb = "gets" if count == 1 else "get"
        sentences.append(
            f"{plural(count, 'picture')} {verb} another name, because the folder has a file of that name:"
            f" {_name(first.source)} becomes {_name(first.target)}."
        )
    return " ".join(sentences)


def moved_words(moved: PicturesMoved) -> str:
    """What became of it."""
    count = plural(moved.moved, "picture")
    was = "was" if moved.moved == 1 else "were"
    where = "back to where they lay" if moved.is_back else "into the folders of their classes"
    if moved.moved == 1:
        where = "back to where it lay" if moved.is_back else "into the folder of its class"
    sentences = [f"{count} {was} moved {where}."]
    if moved.renamed and not moved.is_back:
        sentences.append(f"{moved.renamed:,} of them {'has' if moved.renamed == 1 else 'have'} another name.")
    if moved.left:
        sentences.append(f"{plural(len(moved.left), 'picture')} could not be moved: see Details.")
    return " ".join(sentences)


def left_words(moved: PicturesMoved) -> str:
    """Each picture that was left, with the reason; empty for none."""
    return "\n".join(f"{each.path}: {each.reason}." for each in moved.left)


def folder_words(folder: str) -> str:
    """A folder as people read it."""
    return folder or "the dataset's own folder"


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _name(path: str) -> str:
    return path.rpartition("/")[2]
