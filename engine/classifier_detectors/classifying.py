"""What a classifier says of crops, and what it says before it decides: scores and features."""

from collections.abc import Callable
from functools import lru_cache

import keras
import numpy as np
from keras import ops

from engine.classifier_detectors.crops import Floats, Pixels
from engine.inspect.heads import find_features
from engine.inspect.probe import probe_of, scores_of
from engine.model_store import LoadedRun
from models.arithmetic import analyse
from models.graph import Graph

BATCH = 128


def class_scores(run: LoadedRun, crops: Pixels) -> Floats:
    """(n, outputs) in [0, 1], of crops (n, rows, columns, channels) of the network's size."""
    forward = probe_of(run.model, with_gradients=False)
    return _by_batches(run, crops, lambda prepared: scores_of(forward(prepared).logits))


def class_features(run: LoadedRun, crops: Pixels) -> Floats:
    """(n, features) what the last linear layer reads of crops; maps are averaged over their positions."""
    network = _feature_network(run.model)
    return _by_batches(run, crops, lambda prepared: np.asarray(network.predict_on_batch(prepared)))


@lru_cache(maxsize=4)
def crop_multiply_adds(run: LoadedRun) -> int:
    """What one crop costs."""
    assert run.config is not None  # a detector is made of a run
    return analyse(Graph.from_json(run.config.network.graph).for_prediction()).multiply_adds


def _by_batches(run: LoadedRun, crops: Pixels, ask: Callable[[np.ndarray], np.ndarray]) -> Floats:
    """Ask about some crops at a time, always as many: another number would be compiled anew."""
    answers = []
    for first in range(0, len(crops), BATCH):
        some = crops[first : first + BATCH]
        padded = np.pad(some, ((0, BATCH - len(some)), (0, 0), (0, 0), (0, 0)))
        answers.append(np.asarray(ask(run.prepare(padded)), np.float64)[: len(some)])
    return np.concatenate(answers)


@lru_cache(maxsize=4)
def _feature_network(model: keras.Model) -> keras.Model:
    values = find_features(model)
    if len(values.shape) == 4:
        values = ops.mean(values, axis=(1, 2))
    return keras.Model(model.inputs, ops.cast(values, "float32"))
