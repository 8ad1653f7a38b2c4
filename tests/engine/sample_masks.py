"""A run that says something of every pixel, made in a moment: a network with random weights."""

from pathlib import Path
from typing import Any, Final

import keras
import numpy as np

from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TaskName
from engine.contract.events import Event
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.handlers.context import Context
from models.catalogue import architecture
from tests.gui.mask_pictures import CLASSES
from tests.models.sliding import random_model
from tests.models.small_networks import NARROW

SIDE = 32


def unheard(_event: Event, _arrays: object) -> None:
    pass


def go_on() -> bool:
    return False


def stay() -> None:
    pass


QUIET: Final = Context(send=unheard, is_cancelled=go_on, leave_window=stay)
"""Nobody listens, and nobody cancels."""


def write_masked_run(folder: Path, dataset: Path, network: str, *, config: dict[str, Any] | None = None) -> RunFolder:
    """A finished run of a small network.

    Args:
        folder: of the run; it is made.
        dataset: as ``write_masks`` writes it.
        network: name in the catalogue.
        config: fields of the run's config that are not the usual ones.
    """
    folder.mkdir(parents=True)
    graph = architecture(network).graph((SIDE, SIDE, 3), len(CLASSES), **NARROW[network])
    usual = RunConfig(
        task=TaskName.SEMANTIC,
        dataset=DatasetConfig(path=str(dataset)),
        network=NetworkConfig(name=network, graph=graph.to_json()),
        input=InputConfig(height=SIDE, width=SIDE),
        classes=CLASSES,
    )
    run = RunFolder(folder)
    run.write_config(usual.model_copy(update=config or {}))
    run.preparation.mkdir()
    pixels = np.random.default_rng(1).integers(0, 256, (8, SIDE, SIDE, 3), dtype=np.uint8)
    preparation = Preparation.fit(pixels, usual.input)
    preparation.save(run.preparation)
    model = random_model(graph)
    _let_all_classes_occur(model, preparation.apply(pixels))
    model.save(run.model)
    return run


def _let_all_classes_occur(model: keras.Model, pictures: np.ndarray) -> None:
    """Move the biases of the classes, so that each of them is the most probable one somewhere."""
    last = [layer for layer in model.layers if getattr(layer, "filters", None) == len(CLASSES)][-1]
    said = np.asarray(keras.Model(model.inputs, last.output).predict_on_batch(pictures))
    last.bias.assign(np.asarray(last.bias) - said.mean(axis=(0, 1, 2)))
