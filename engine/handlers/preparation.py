"""The command that shows what preparation does to the values of training pictures."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.commands import MeasurePreparation
from engine.contract.config import InputConfig
from engine.contract.errors import UserError
from engine.contract.events import PreparationMeasured
from engine.data.cache import load_pictures
from engine.data.preparation import Preparation
from engine.data.preparation_effect import measure_effect
from engine.dataset.index.dataset_index import DatasetIndex
from engine.handlers.context import Context, Result
from engine.handlers.training_paths import index_path, stamp_of, training_paths

MOST_BYTES = 32 * 2**20
_MEASURING = "Measuring values"

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sample:
    """Training pictures as the network takes them, before preparation; ``total`` is how many there are in all."""

    images: tuple[str, ...]
    pixels: Pixels
    total: int


class _LastSample:
    """Keeps the pictures that were read last: while somebody tries settings, the same ones are asked for again."""

    def __init__(self) -> None:
        self._key: object = None
        self._sample: Sample | None = None

    def read(self, command: MeasurePreparation, context: Context) -> Sample:
        path = index_path(command, context)
        stamp = stamp_of(path)
        size = (command.input.height, command.input.width, command.input.channels, command.input.fit)
        key = (path, stamp, size, command.split, command.seed, command.pictures)
        if self._sample is None or key != self._key:
            paths = training_paths(path, stamp, command.split)
            self._sample = _read(path, paths, command, context)
            self._key = key
        return self._sample


_LAST = _LastSample()


def measure(command: MeasurePreparation, context: Context) -> Result:
    """Histograms, statistics and one picture, before and after preparation.

    The numbers of the preparation itself come from the same sample, as those of a run come from all its training
    pictures.

    Raises:
        UserError: there is no picture for training, or none can be read.
    """
    sample = _LAST.read(command, context)
    preparation = Preparation.fit(sample.pixels, command.input)
    before, after = measure_effect(sample.pixels, preparation, partial(context.progress, _MEASURING))
    place = command.example % len(sample.pixels)
    example = sample.pixels[place]
    event = PreparationMeasured(
        image=sample.images[place],
        pictures=len(sample.pixels),
        training_pictures=sample.total,
        steps=preparation.describe(),
        before=before.statistics,
        after=after.statistics,
    )
    prepared = preparation.apply(example[np.newaxis])[0]
    return event, (example, prepared, before.counts, before.edges, after.counts, after.edges)


def _read(index: Path, paths: tuple[str, ...], command: MeasurePreparation, context: Context) -> Sample:
    with DatasetIndex(index) as opened:
        root = opened.root
    if not paths:
        raise UserError(
            f"There are no values to measure. Received: {root}, without a picture for training.",
            "Give the training split some pictures on the Data page.",
        )
    chosen = _chosen(paths, count=min(command.pictures, _most(command.input)), seed=command.seed)
    found = load_pictures(root, chosen, command.input, fingerprint=None, on_progress=context.progress)
    return Sample(tuple(chosen[place] for place in found.kept), found.pixels, len(paths))


def _chosen(paths: tuple[str, ...], *, count: int, seed: int) -> tuple[str, ...]:
    """A random choice; fewer pictures are a part of what more pictures of the same seed would be."""
    order = np.random.default_rng(seed % 2**64).permutation(len(paths))
    return tuple(paths[place] for place in order[:count])


def _most(config: InputConfig) -> int:
    """As many pictures as can be measured while somebody waits."""
    return max(1, MOST_BYTES // (config.height * config.width * config.channels))
