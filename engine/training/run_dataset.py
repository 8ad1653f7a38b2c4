"""What a run takes from its dataset before it learns: classes, and which pictures are for what."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from engine import devices
from engine.contract.config import RunConfig
from engine.contract.dataset import ImageRow, Split
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.relocated import relocated_pictures
from engine.dataset.opening import open_dataset
from engine.dataset.splits.assigning import assign_splits, read_splits, write_splits
from engine.dataset.splits.changes import current_split_config
from engine.network_plan import with_catalogue_graph
from engine.tasks.registry import task_of
from models.graph import GraphError

OnProgress = Callable[[str, int, int], None]
logger = logging.getLogger(__name__)


def open_dataset_of(config: RunConfig, report: OnProgress) -> DatasetIndex:
    """The dataset of a run, read anew where its files have changed."""
    place, reading = Path(config.dataset.path), config.dataset.reading
    return DatasetIndex(open_dataset(place, reading=reading, on_progress=report, is_cancelled=lambda: False))


def complete(config: RunConfig, index: DatasetIndex) -> RunConfig:
    """Add classes, fingerprint, versions and the graph that follows from them.

    Raises:
        UserError: the dataset has other classes than the config.
    """
    classes = task_of(config).classes_of(index)
    if config.classes and config.classes != classes:
        raise UserError(
            f"The dataset has other classes than the run. Received: {', '.join(classes[:10])}.",
            "Choose the dataset that the config was made for, or propose a new config.",
        )
    fingerprint = index.summary().fingerprint
    if config.dataset.fingerprint not in (None, fingerprint):
        logger.warning("The pictures or labels of %s changed since this run was planned.", config.dataset.path)
    dataset = config.dataset.model_copy(update={"fingerprint": fingerprint})
    changes = {"classes": classes, "dataset": dataset, "versions": devices.versions()}
    try:
        return with_catalogue_graph(config.model_copy(update=changes))
    except GraphError as error:
        raise UserError(error.message, error.hint) from error


def frozen_splits(
    index: DatasetIndex, rows: Sequence[ImageRow], config: RunConfig, folder: RunFolder
) -> dict[str, Split]:
    """The split of every picture: what the run's folder says, so that a resumed run learns from the same ones."""
    if folder.split.exists():
        return relocated_pictures(index.root).by_present(read_splits(folder.split))
    splits = _splits_of(index, rows, config)
    write_splits(folder.split, splits)
    return splits


def _splits_of(index: DatasetIndex, rows: Sequence[ImageRow], config: RunConfig) -> dict[str, Split]:
    """What the gallery shows, where the run divides as the dataset is divided; pictures left out count there, too."""
    if config.split == current_split_config(index.path):
        return {row.path: row.split for row in rows if row.split is not None}
    assigned = assign_splits(index.divisible(rows), config.split)
    return {row.path: assigned[row.id] for row in rows}
