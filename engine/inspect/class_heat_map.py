"""What a network says of every window of a larger picture, as one map for each class.

A fully convolutional network (Long et al., 1411.4038, section 3.1) gives the scores of all windows in one pass: the
score of the window that begins at (i s, j s) stands at (i, j), with the network's total stride s. Here they are
brought onto a grid of cells of s pixels that covers the whole picture.
"""

import numpy as np

from engine.inspect.probe import Floats, scores_of

Pair = tuple[int, int]
TOLERANCE = 1e-3


def window_scores(outputs: Floats) -> Floats:
    """Return probabilities (rows, columns, classes) of the outputs of windows: scores as they are, or logits."""
    is_probability = outputs.min() >= 0 and np.abs(outputs.sum(axis=-1) - 1).max() < TOLERANCE
    return outputs if is_probability else scores_of(outputs)


def class_heat_maps(scores: Floats, *, size_px: Pair, window_px: Pair, stride_px: Pair) -> Floats:
    """Return the scores of windows on a grid over the whole picture (classes, rows, columns).

    A cell has the score of the window whose centre is nearest; towards the borders, where no window is centred, that
    of the outermost one.

    Args:
        scores: (rows, columns, classes), one value for each window.
        size_px: rows and columns of the picture.
        window_px: rows and columns of a window.
        stride_px: distance of neighbouring windows.
    """
    rows, columns = (_nearest(scores.shape[axis], size_px[axis], window_px[axis], stride_px[axis]) for axis in (0, 1))
    return np.ascontiguousarray(np.moveaxis(scores[np.ix_(rows, columns)], -1, 0), np.float32)


def _nearest(count: int, size: int, window: int, stride: int) -> np.ndarray:
    """Return for each cell of an axis the window whose centre is nearest."""
    centres = (np.arange(max(1, round(size / stride))) + 0.5) * stride
    return np.clip(np.rint((centres - window / 2) / stride), 0, count - 1).astype(int)
