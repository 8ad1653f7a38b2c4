"""From a config to the pictures that a run learns from: dataset, split, preparation, batches."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.contract.config import InputConfig, RunConfig
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_events import PhaseChanged
from engine.contract.run_folder import RunFolder
from engine.control import ControlReader
from engine.data.pipeline import PictureSequence
from engine.data.preparation import Preparation
from engine.dataset.labels.relocated import relocated_pictures
from engine.recorder import Recorder
from engine.tasks.any_size import require_any_size
from engine.tasks.registry import task_of
from engine.tasks.samples import Samples, SampleSource
from engine.training.ending import DiscardRequested, FinishRequested
from engine.training.pictures import LearningPictures, PinnedPictures
from engine.training.run_dataset import complete, frozen_splits, open_dataset_of

MOST_PINNED = 6
SECONDS_BETWEEN_REPORTS = 0.1


class LoadingReporter:
    """Says how far the reading is, and ends it when somebody wants that."""

    def __init__(self, recorder: Recorder, reader: ControlReader) -> None:
        self._recorder = recorder
        self._reader = reader
        self._reported_at = 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Report; cheap enough to be called for every picture.

        Raises:
            DiscardRequested: the run is to be thrown away.
            FinishRequested: the run is to end.
        """
        if self._reader.asks_for("discard"):
            raise DiscardRequested
        if self._reader.asks_for("finish"):
            raise FinishRequested
        if time.monotonic() - self._reported_at < SECONDS_BETWEEN_REPORTS and done not in (0, total):
            return
        self._reported_at = time.monotonic()
        self._recorder.append(PhaseChanged(time=time.time(), phase=phase.lower(), done=done, total=total))


def load_pictures(folder: RunFolder, report: LoadingReporter) -> tuple[RunConfig, LearningPictures]:
    """Read what a run learns from, and freeze in its folder how that was chosen.

    Returns:
        The config, completed with what only the dataset knows, and the pictures.

    Raises:
        UserError: the dataset is gone, was changed beyond recognition, or has nothing to learn from; or the network
            cannot take pictures of several sizes, which are asked for.
    """
    config = folder.read_config()
    with open_dataset_of(config, report) as index:
        config = _with_present_pinned(complete(config, index), index.root)
        require_any_size(config)
        task = task_of(config)
        rows = task.rows_of(index)
        splits = frozen_splits(index, rows, config, folder)
        place, root = index.path, index.root

    def load(split: Split) -> Samples | None:
        chosen = tuple(row for row in rows if splits.get(row.path) is split)
        return task.load(SampleSource(place, root, chosen, config, report)) if chosen else None

    training, validation = load(Split.TRAIN), load(Split.VALIDATION)
    if training is None:
        raise UserError(
            f"There is nothing to learn from. Received: {root}, without a labelled picture for training.",
            "Put pictures into one folder per class, or beside their masks.",
        )
    preparation = _frozen_preparation(folder, training, config)
    config = _with_pinned(config, validation or training)
    folder.write_config(config)
    return config, LearningPictures(
        training=PictureSequence(training.batches(preparation, is_training=True)),
        validation=PictureSequence(validation.batches(preparation, is_training=False)) if validation else None,
        training_images=len(training.rows),
        validation_images=len(validation.rows) if validation else 0,
        pinned=_pinned(config, [part for part in (validation, training) if part], preparation),
        unseen_classes=training.unseen_classes(),
        learned=training.learned_labels(),
    )


def _frozen_preparation(folder: RunFolder, training: Samples, config: RunConfig) -> Preparation:
    if folder.preparation.exists():
        return Preparation.load(folder.preparation)
    preparation = _preparation_of_backbone(config) or Preparation.fit(training.measured_pixels(), config.input)
    folder.preparation.mkdir()
    preparation.save(folder.preparation)
    return preparation


def _preparation_of_backbone(config: RunConfig) -> Preparation | None:
    """What the backbone's own pictures were prepared with, which its weights expect; None where there is none.

    Raises:
        UserError: the run of the backbone cannot be read.
    """
    source = config.network.weights
    if source is None or source.origin != "run":
        return None
    run = RunFolder(Path(source.path))
    return Preparation.load(run.preparation) if _prepares_alike(run.read_config().input, config.input) else None


def _prepares_alike(one: InputConfig, other: InputConfig) -> bool:
    """Whether the numbers of one preparation fit the pixels of another one; only a mean image has a size."""
    sizes = {} if one.subtract == "mean image" else {"height": one.height, "width": one.width, "fit": one.fit}
    return one == other.model_copy(update=sizes)


def _with_present_pinned(config: RunConfig, root: Path) -> RunConfig:
    """The config with its pinned pictures where they lie now; saving of labels moves pictures."""
    relocated = relocated_pictures(root)
    return config.model_copy(update={"pinned": tuple(map(relocated.present, config.pinned))})


def _with_pinned(config: RunConfig, samples: Samples) -> RunConfig:
    """The config with pictures to follow: those that were asked for, else the first of each class."""
    if config.pinned:
        return config
    first_of_class: dict[int | None, str] = {}
    for row in samples.rows:
        first_of_class.setdefault(row.class_index, row.path)
    chosen = [first_of_class[index] for index in sorted(first_of_class, key=str)]
    if len(chosen) == 1:  # Pictures without a class of their own: the first ones are as good as any.
        chosen = [row.path for row in samples.rows]
    return config.model_copy(update={"pinned": tuple(chosen[:MOST_PINNED])})


def _pinned(config: RunConfig, parts: Sequence[Samples], preparation: Preparation) -> PinnedPictures | None:
    """The pinned pictures that were read; one that is no longer there is left out."""
    places = {row.path: (part, position) for part in parts for position, row in enumerate(part.rows)}
    found = [places[path] for path in config.pinned if path in places]
    if not found:
        return None
    rows = [part.rows[position] for part, position in found]
    pixels = np.stack([part.fitted(position) for part, position in found])
    return PinnedPictures(
        images=tuple(row.path for row in rows),
        truths=tuple(row.label for row in rows),
        inputs=preparation.apply(pixels),
        sizes=tuple((row.width, row.height) if row.width and row.height else None for row in rows),
    )
