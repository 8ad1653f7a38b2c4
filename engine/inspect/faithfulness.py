"""Whether a map tells the truth about its network: three tests that need nobody's opinion.

- Deletion and insertion (Petsiuk 2018, 1806.07421): pixels are taken away, or brought back, in the order of the map;
  a good map makes the score fall, or rise, at once. The area under each curve is its number.
- Sanity (Adebayo 2018, 1810.03292): a map of the same network with randomised weights must look different.
- The pointing game is in ``localisation``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import keras
import numpy as np
import numpy.typing as npt
from keras import ops
from scipy import integrate, ndimage

from engine.inspect.probe import Floats, probe_of
from engine.inspect.resampling import resize_map

MOST_AT_ONCE = 16
BLUR_SHARE = 0.05
"""Standard deviation of the blur that insertion starts from, as a share of the shorter side."""
Way = Literal["deletion", "insertion"]


@dataclass(frozen=True, slots=True)
class Curve:
    """How a score changes while a picture is taken apart or put together.

    Attributes:
        shares: (n,) part of the pixels that was changed, from 0 to 1.
        scores: (n,) probability of the class.
    """

    shares: Floats
    scores: Floats

    @property
    def area(self) -> float:
        """Mean height of the curve: low is good for deletion, high for insertion."""
        return float(integrate.trapezoid(self.scores, self.shares))


def follow(
    model: keras.Model, picture: Floats, target: int, importance: Floats, *, way: Way, black: Floats, steps: int = 32
) -> Curve:
    """Return the curve of deletion or insertion.

    Args:
        model: the network.
        picture: (h, w, channels), as the network takes it.
        target: class index.
        importance: (h, w) of any size; pixels with large values go first.
        way: deletion turns the picture into ``black``, insertion a blurred picture into the sharp one.
        black: (h, w, channels), what is left where pixels are deleted.
        steps: points of the curve besides the first.
    """
    height, width = picture.shape[:2]
    order = np.argsort(-resize_map(importance, height=height, width=width), axis=None, kind="stable")
    start, end = (picture, black) if way == "deletion" else (_blurred(picture), picture)
    counts = np.rint(np.linspace(0, height * width, steps + 1)).astype(int)
    ranks = np.empty(height * width, np.int64)
    ranks[order] = np.arange(height * width)
    ranks = ranks.reshape(height, width, 1)
    scores = []
    for first in range(0, len(counts), MOST_AT_ONCE):
        mixed = [np.where(ranks < count, end, start) for count in counts[first : first + MOST_AT_ONCE]]
        scores.append(_scores(model, mixed, target))
    return Curve((counts / (height * width)).astype(np.float32), np.concatenate(scores))


def centre_map(height: int, width: int) -> Floats:
    """A map that knows nothing but where photographers put things: high in the middle."""
    rows, columns = (np.linspace(-1, 1, size)[:, np.newaxis] for size in (height, width))
    return np.exp(-(rows**2 + columns.T**2)).astype(np.float32)


def random_map(height: int, width: int, seed: int) -> Floats:
    """A map that knows nothing at all."""
    return np.random.default_rng(seed).random((height, width), np.float32)


def shuffled(values: Floats, seed: int) -> Floats:
    """The same values in other cells: as coarse as the map and with as large differences, but it knows nothing.

    Single pixels taken away here and there destroy a picture sooner than any part of it does, whatever it shows. So a
    coarse map can only be compared with chance that is as coarse.
    """
    return np.random.default_rng(seed).permutation(values.ravel()).reshape(values.shape)


def likeness(first: Floats, second: Floats) -> float:
    """Rank correlation of two maps of one shape (Spearman), -1 to 1; 0 where one is constant."""
    ranks = [np.argsort(np.argsort(values, axis=None, kind="stable")).astype(np.float64) for values in (first, second)]
    if first.std() == 0 or second.std() == 0:
        return 0.0
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


@contextmanager
def randomised_weights(model: keras.Model, seed: int) -> Iterator[None]:
    """Let a network have weights that know nothing, with the same values in another order; they come back after."""
    chance = np.random.default_rng(seed)
    kept = [ops.convert_to_numpy(variable).copy() for variable in model.trainable_variables]
    try:
        for variable, values in zip(model.trainable_variables, kept, strict=True):
            variable.assign(chance.permutation(values.ravel()).reshape(values.shape))
        yield
    finally:
        for variable, values in zip(model.trainable_variables, kept, strict=True):
            variable.assign(values)


def likeness_when_randomised(model: keras.Model, explain: Callable[[], npt.NDArray[np.float32]], seed: int) -> float:
    """How much a map keeps its looks when the weights lose theirs; ``explain`` makes the map of one class."""
    before = explain()
    with randomised_weights(model, seed):
        after = explain()
    return likeness(before, after)


def _blurred(picture: Floats) -> Floats:
    deviation = BLUR_SHARE * min(picture.shape[:2])
    return np.asarray(ndimage.gaussian_filter(picture, (deviation, deviation, 0)), np.float32)


def _scores(model: keras.Model, pictures: list[Floats], target: int) -> Floats:
    filled = pictures + [pictures[0]] * (MOST_AT_ONCE - len(pictures))
    probed = probe_of(model, with_gradients=False)(np.stack(filled).astype(np.float32))
    return probed.scores[: len(pictures), target]
