"""Which pictures a run is measured on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.contract.config import SplitConfig
from engine.contract.dataset import ImageRow, Split
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.model_store import LoadedRun
from engine.tasks.registry import task_of

EVERYTHING = "all"
SPLITS = (*(split.value for split in Split), EVERYTHING)
OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ChosenPictures:
    """Pictures with labels of a split, whatever their classes are called.

    Attributes:
        index: index file of the dataset.
        root: folder that paths are relative to.
        place: what was opened as the dataset.
        fingerprint: of the dataset.
        split: one of ``SPLITS``.
        rows: the pictures.
        split_config: how the dataset was divided for the run.
    """

    index: Path
    root: Path
    place: Path
    fingerprint: str | None
    split: str
    rows: tuple[ImageRow, ...]
    split_config: SplitConfig


def choose_pictures(
    run: LoadedRun, *, split: str, dataset: Path | None, on_progress: OnProgress, is_cancelled: Callable[[], bool]
) -> ChosenPictures:
    """The pictures of a split of the run's own dataset, as its folder keeps it, or of another dataset.

    Raises:
        UserError: there is no such split, or no dataset.
    """
    if split not in SPLITS:
        raise UserError(f"There is no such split. Received: {split}.", f"Choose one of: {', '.join(SPLITS)}.")
    own = None if run.config is None else Path(run.config.dataset.path)
    place = _require_dataset(run, dataset or own)
    is_own = own is not None and place.resolve() == own.resolve()
    reading = run.config.dataset.reading if run.config is not None and is_own else None
    opened = open_dataset(place, reading=reading, on_progress=on_progress, is_cancelled=is_cancelled)
    with DatasetIndex(opened) as index:
        return ChosenPictures(
            index=opened,
            root=index.root,
            place=place,
            fingerprint=index.summary().fingerprint,
            split=split,
            rows=tuple(_rows(run, index, split, is_own=is_own)),
            split_config=run.config.split if run.config is not None and is_own else SplitConfig(),
        )


def evaluation_folder(run: LoadedRun, split: str) -> Path:
    """Where the evaluation of a split is kept: in the run, or beside a foreign file."""
    place = Path(run.path)
    return (RunFolder(place).evaluation if place.is_dir() else place.with_suffix(".evaluation")) / split


def _require_dataset(run: LoadedRun, dataset: Path | None) -> Path:
    if dataset is None:
        raise UserError(
            f"A model without a run has no dataset of its own. Received: {run.path}.", "Say which dataset: --dataset."
        )
    return dataset


def _rows(run: LoadedRun, index: DatasetIndex, split: str, *, is_own: bool) -> list[ImageRow]:
    """Labelled pictures of a split; for the own dataset the split that the run's folder keeps."""
    rows = index.rows() if run.config is None else task_of(run.config).rows_of(index)
    if split == EVERYTHING:
        return rows
    splits = run.kept_splits() if is_own else None
    if splits is not None:
        return [row for row in rows if splits.get(row.path) == split]
    return [row for row in rows if row.split == Split(split)]
