"""What a network says of pictures, and what its layers make of them."""

import numpy as np
import numpy.typing as npt

from engine.explaining.embedded_split import usual_layer
from engine.inspect.embedding import pool
from engine.inspect.probe import probe_of
from engine.inspect.program import program_of
from engine.label_errors.neighbours import Floats
from engine.model_store import LoadedRun, Pixels
from engine.predicting.classes import BATCH, OnProgress, log_scores

LOOKING = "Looking at the pictures"
_PADDING = "ZeroPadding2D"  # only makes maps larger


def compared_layers(run: LoadedRun) -> tuple[str, ...]:
    """The layers in whose eyes pictures are neighbours: the usual one, and the last before it with other channels.

    The usual layer tells classes apart best. But a network that knows its training pictures by heart has moved wrong
    labels among their like there, and less so a step before. Of a run of 40 epochs without augmentation the first tenth
    held 35 % of the wrong labels with the usual layer, and 80 % with both (benchmarks/README.md).
    """
    usual, calls = usual_layer(run), program_of(run.model).calls
    place = next(place for place, call in enumerate(calls) if call.name == usual)
    channels = calls[place].shape[-1]
    earlier = [call for call in calls[:place] if call.has_positions and call.kind != _PADDING]
    others = [call.name for call in earlier if call.shape[-1] != channels]
    return (usual, *others[-1:])


def look(run: LoadedRun, pixels: Pixels, on_progress: OnProgress) -> tuple[npt.NDArray[np.float64], tuple[Floats, ...]]:
    """Look at fitted pictures.

    Returns:
        Probabilities (N, classes), and vectors (N, K) for each of ``compared_layers``.
    """
    probe, total = probe_of(run.model, compared_layers(run), with_gradients=False), len(pixels)
    scores, vectors = [], []
    for start in range(0, total, BATCH):
        on_progress(LOOKING, start, total)
        batch = np.asarray(pixels[start : start + BATCH])
        scores.append(np.exp(log_scores(run, batch)))
        vectors.append([pool(activation) for activation in probe(run.prepare(batch)).activations])
    on_progress(LOOKING, total, total)
    return np.concatenate(scores), tuple(np.concatenate(of_layer) for of_layer in zip(*vectors, strict=True))
