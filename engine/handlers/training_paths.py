"""The pictures that the next run would train on, for previews of what training does with them."""

from functools import lru_cache
from pathlib import Path

from engine.contract.commands import MeasurePreparation, PreviewAugmentation
from engine.contract.config import SplitConfig
from engine.contract.crops import PreviewCrops
from engine.contract.dataset import Split
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.dataset.splits.assigning import assign_splits
from engine.handlers.context import Context

Stamp = tuple[int, ...]


def index_path(command: PreviewAugmentation | MeasurePreparation | PreviewCrops, context: Context) -> Path:
    """The index of the command's dataset, which is opened where no index is named.

    Raises:
        UserError: there is no such dataset.
    """
    if command.index is not None:
        return Path(command.index)
    return open_dataset(
        Path(command.path),
        reading=command.reading,
        on_progress=context.progress,
        is_cancelled=context.is_cancelled,
    )


def stamp_of(path: Path) -> Stamp:
    """What changes when the index at ``path`` is written."""
    files = (path, path.with_name(f"{path.name}-wal"))
    return tuple(file.stat().st_mtime_ns for file in files if file.exists())


@lru_cache(maxsize=2)
def training_paths(path: Path, _stamp: Stamp, split: SplitConfig) -> tuple[str, ...]:
    """The pictures that a run with this split would train on, in its order (training/loading.py)."""
    with DatasetIndex(path) as index:
        rows = index.rows() or index.rows(labelled=False)
        splits = assign_splits(index.divisible(rows), split)
    return tuple(row.path for row in rows if splits[row.id] is Split.TRAIN)
