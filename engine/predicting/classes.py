"""What a classifier says of pictures."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.contract.predictions import ClassScores
from engine.dataset.pictures.decode import DecodeError
from engine.inspect.probe import probe_of, scores_of
from engine.model_store import LoadedRun, Pixels
from engine.tasks.classification import Classification
from engine.tasks.logits import SMALLEST_SCORE

OnProgress = Callable[[str, int, int], None]
BATCH = 32
READING = "Looking at pictures"


def log_scores(run: LoadedRun, fitted: Pixels) -> npt.NDArray[np.float64]:
    """Logarithms of the class scores (N, classes) of fitted pictures (N, h, w, c).

    As the run was measured while it learnt: where its config says so, the mean of the scores of the picture and of
    its mirror image.
    """
    prepared = run.prepare(fitted)
    forward = probe_of(run.model, with_gradients=False)
    if not run.mirrors:
        return _log_softmax(forward(prepared).logits)
    scores = (forward(prepared).scores + forward(np.ascontiguousarray(prepared[:, :, ::-1])).scores) / 2
    return np.log(np.maximum(scores.astype(np.float64), SMALLEST_SCORE))


def predict_classes(
    run: LoadedRun, images: Sequence[Path], problems: dict[str, str], *, on_progress: OnProgress
) -> Iterator[ClassScores]:
    """Look at picture files; scores of those that can be read, in their order, as soon as they are known.

    Args:
        run: the network.
        images: files; their names come back as given.
        problems: gets the reason for each picture that cannot be read.
        on_progress: told (what, done, total); may raise to stop.
    """
    task = Classification(run.classes)
    for start in range(0, len(images), BATCH):
        on_progress(READING, start, len(images))
        fitted, sizes = _read(run, images[start : start + BATCH], problems)
        if sizes:
            scores = np.exp(log_scores(run, np.stack(fitted))).astype(np.float32)
            yield from task.decode(scores, sizes)
    on_progress(READING, len(images), len(images))


def _read(
    run: LoadedRun, images: Sequence[Path], problems: dict[str, str]
) -> tuple[list[Pixels], list[tuple[str, int, int]]]:
    fitted, sizes = [], []
    for image in images:
        try:
            pixels, placement = run.read(image)
        except DecodeError as error:
            problems[str(image)] = error.reason
            continue
        fitted.append(pixels)
        sizes.append((str(image), *placement.original_size))
    return fitted, sizes


def _log_softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    if logits.shape[-1] == 1:
        return np.log(np.maximum(scores_of(logits).astype(np.float64), SMALLEST_SCORE))
    shifted = logits.astype(np.float64) - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
