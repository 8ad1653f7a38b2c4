"""A dataset of folders whose corrected labels are saved, and what there is to see of it."""

from pathlib import Path

from engine.contract.dataset import ProblemCode, Split
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.changing import correct_labels, journal_of_index
from engine.dataset.labels.folder_saving import Saved, save_into_folders, switch_relocations
from engine.dataset.opening import open_dataset
from tests.engine.dataset.small_datasets import ignore_progress, never, save_picture

NAMES = [f"{kind}/{number}.png" for kind in ("cat", "dog") for number in range(5)]


def make_folder(folder: Path) -> Path:
    """Two classes of five pictures, each of a colour of its own."""
    for place, name in enumerate(NAMES):
        save_picture(folder / name, (place * 20, 255 - place * 20, 90))
    return folder


def open_index(folder: Path) -> Path:
    return open_dataset(folder, on_progress=ignore_progress, is_cancelled=never)


def correct(folder: Path, labels: dict[str, str | None]) -> Path:
    correct_labels(open_index(folder), labels, "a step")
    return open_index(folder)


def save(folder: Path, labels: dict[str, str | None]) -> Saved:
    saved = save_into_folders(correct(folder, labels), "saving")
    assert saved is not None
    return saved


def undo(folder: Path) -> Saved:
    index = open_index(folder)
    return switch_relocations(index, journal_of_index(index).steps()[-1], is_in_force=False)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def labels_of(folder: Path) -> dict[str, tuple[str | None, bool]]:
    with DatasetIndex(open_index(folder)) as index:
        return {row.path: (row.label, row.is_corrected) for row in index.page()}


def splits_of(folder: Path) -> list[tuple[str, Split | None]]:
    """The split of each picture by its pixels, which stay the same wherever it lies."""
    with DatasetIndex(open_index(folder)) as index:
        return sorted((str(row.mean_rgb), row.split) for row in index.page())


def problems_of(folder: Path) -> list[tuple[ProblemCode, str, str]]:
    with DatasetIndex(open_index(folder)) as index:
        found = [
            each for each in index.problems() if each.code in (ProblemCode.NOT_MOVED, ProblemCode.STALE_CORRECTION)
        ]
        return [(each.code, each.path, each.message) for each in found]
