"""Whether a map tells the truth about its network: three tests that need nobody's opinion.

- Deletion and insertion (Petsiuk 2018, 1806.07421): parts are taken away, or brought back, in the order of the map;
  a good map makes the score fall, or rise, at once. The area under each curve is its number. What is a part, and what
  it is replaced by, decides what is measured:
  - Pixels that turn black here and there are speckle that no picture has. It can destroy a score sooner than the loss
    of any thing does, so that an order by chance can win. What is taken away is therefore filled from its neighbours
    (ROAD, Rong 2022, 2202.00449; see ``imputing``), and what is not there yet is blurred.
  - A single pixel can be guessed from its neighbours, a region cannot. So fine maps lose against smooth ones whatever
    they know (Song 2023, 2304.13836). All maps therefore take away the same square cells (as the regions of Samek 2017,
    1509.06321), ranked by their mean.
- Sanity (Adebayo 2018, 1810.03292): a map of the same network with randomised weights must look different.
- The pointing game is in ``localisation``.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import keras
import numpy as np
import numpy.typing as npt
from keras import ops
from scipy import integrate, ndimage

from engine.inspect.imputing import impute
from engine.inspect.probe import Floats, probe_of
from engine.inspect.resampling import resize_map

STEPS = 10
"""As many as in ROAD; the price of a step is that of filling, which is more than that of a small network."""
MOST_AT_ONCE = 16
CELLS_ACROSS = 16
"""How many cells lie along the shorter side: finer than the last maps of most networks, coarser than speckle."""
NOISE_SHARE = 0.01
"""Standard deviation of the noise on what is filled in, as a share of that of the picture; 0.01 in ROAD's own code."""
NOISE_SEED = 0
BLUR_SHARE = 0.05
"""Standard deviation of the blur that insertion starts from, as a share of the shorter side."""
Way = Literal["deletion", "insertion"]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Curve:
    """How a score changes while a picture is taken apart or put together.

    Attributes:
        shares: (n,) part of the picture that was changed, from 0 to 1.
        scores: (n,) probability of the class.
    """

    shares: Floats
    scores: Floats

    @property
    def area(self) -> float:
        """Mean height of the curve: low is good for deletion, high for insertion."""
        return float(integrate.trapezoid(self.scores, self.shares))


def follow(
    model: keras.Model,
    picture: Floats,
    target: int,
    importance: Floats,
    *,
    way: Way,
    steps: int = STEPS,
    pixels: Floats | None = None,
) -> Curve:
    """Return the curve of deletion or insertion.

    Args:
        model: the network.
        picture: (h, w, channels), as the network takes it.
        target: class index.
        importance: (h, w) of any size; cells with large means go first.
        way: deletion takes cells out of the picture, insertion brings them back into a blurred one.
        steps: points of the curve besides the first.
        pixels: (h, w) whose mean score is followed, of a network with a class map; None for all.
    """
    ranks = cell_ranks(resize_map(importance, height=picture.shape[0], width=picture.shape[1]))
    counts = np.rint(np.linspace(0, ranks.max() + 1, steps + 1)).astype(int)
    is_changed = [ranks < count for count in counts]
    change = _deleted if way == "deletion" else _inserted
    scores = [
        _scores(model, change(picture, is_changed[first : first + MOST_AT_ONCE]), pixels)[:, target]
        for first in range(0, len(counts), MOST_AT_ONCE)
    ]
    return Curve(np.array([part.mean() for part in is_changed], np.float32), np.concatenate(scores))


def cell_ranks(importance: Floats) -> npt.NDArray[np.int64]:
    """(h, w): the place of each pixel's cell in the order of the cells' means, from 0 for the largest."""
    height, width = importance.shape
    side_px = max(1, min(height, width) // CELLS_ACROSS)
    across = -(-width // side_px)
    cells = np.arange(height)[:, np.newaxis] // side_px * across + np.arange(width) // side_px
    sums = np.bincount(cells.ravel(), weights=importance.ravel())
    order = np.argsort(-sums / np.bincount(cells.ravel()), kind="stable")
    ranks = np.empty(order.size, np.int64)
    ranks[order] = np.arange(order.size)
    return ranks[cells]


def centre_map(height: int, width: int) -> Floats:
    """A map that knows nothing but where photographers put things: high in the middle."""
    rows, columns = (np.linspace(-1, 1, size)[:, np.newaxis] for size in (height, width))
    return np.exp(-(rows**2 + columns.T**2)).astype(np.float32)


def random_map(height: int, width: int, seed: int) -> Floats:
    """A map that knows nothing at all: cells in any order."""
    return np.random.default_rng(seed).random((height, width), np.float32)


def shuffled(values: Floats, seed: int) -> Floats:
    """The same values in other cells: as coarse as the map and with as large differences, but it knows nothing.

    What is taken away in one piece is harder to guess from what is left than the same area here and there. So a coarse
    map can only be compared with chance that is as coarse.
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


def _deleted(picture: Floats, parts: Sequence[Mask]) -> list[Floats]:
    drawn = np.random.default_rng(NOISE_SEED).standard_normal(picture.shape, np.float32)
    noise = NOISE_SHARE * float(picture.std()) * drawn
    return [impute(picture, part, noise) for part in parts]


def _inserted(picture: Floats, parts: Sequence[Mask]) -> list[Floats]:
    deviation = BLUR_SHARE * min(picture.shape[:2])
    blurred = np.asarray(ndimage.gaussian_filter(picture, (deviation, deviation, 0)), np.float32)
    return [np.where(part[..., np.newaxis], picture, blurred) for part in parts]


def _scores(model: keras.Model, pictures: list[Floats], pixels: Floats | None) -> Floats:
    filled = pictures + [pictures[0]] * (MOST_AT_ONCE - len(pictures))
    probed = probe_of(model, with_gradients=False)(np.stack(filled).astype(np.float32), None, pixels)
    return probed.scores[: len(pictures)]
