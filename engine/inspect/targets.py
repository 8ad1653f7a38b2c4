"""What an explanation is of: the logit of a class, of all pixels or of some, a difference of classes, a unit, a cell.

A kind of target is a small frozen value that a probe is compiled for. Its numbers (which class, which unit) travel
with the pictures, so that another class costs no new compilation. A task that explains something else (a box, a pair
of pictures) adds a kind of its own.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from keras import ops

from engine.inspect.logits import has_positions, of_pictures

Tensor = Any
PREDICTED = -1
"""Stands for the class with the largest logit."""
EVERYWHERE = -1
"""Stands for all positions of a map, whose mean is taken."""


@dataclass(frozen=True, slots=True)
class TargetKind(ABC):
    """A scalar for each picture.

    Attributes:
        layers: names of the layers whose values ``measure`` gets besides the logits.
    """

    @property
    def layers(self) -> tuple[str, ...]:
        return ()

    def numbers(self, count: int, given: Sequence[Any]) -> list[npt.NDArray[Any]]:
        """What is given with a call, as arrays whose first axis is the batch; ``count`` pictures."""
        return [np.asarray(values) for values in given]

    def pixels(self, numbers: Sequence[Tensor]) -> Tensor | None:
        """(N, h, w) how much each pixel counts, where only some are explained; None for whole pictures."""
        return None

    @abstractmethod
    def measure(self, logits: Tensor, values: Sequence[Tensor], numbers: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        """Return the scalars and the classes they speak of, (N,) each; written with ``keras.ops``.

        Args:
            logits: (N, classes) float32; (N, h, w, classes) of a network that says something of every pixel.
            values: what ``layers`` make, (N, ...).
            numbers: arrays of the call, (N, ...).
        """


@dataclass(frozen=True, slots=True)
class ClassLogit(TargetKind):
    """The logit of a class. Number: (N,) class indices, ``PREDICTED`` for the class with the largest logit.

    Where every pixel has logits, it is their sum over the pixels that the network takes for the class, over all pixels
    where there are none (Vinogradova, Dibrov, Myers 2020, 2002.11434, equation 3). Other pixels can be chosen by a
    second array (h, w) or (N, h, w): how much the logit of each counts in the sum. They stay the same while a picture
    is changed, and the predicted class is theirs.
    """

    def numbers(self, count: int, given: Sequence[Any]) -> list[npt.NDArray[Any]]:
        chosen = given[0] if given and given[0] is not None else np.full(count, PREDICTED)
        return [np.asarray(chosen).astype("int32"), *_pixels(count, given[1:])]

    def pixels(self, numbers: Sequence[Tensor]) -> Tensor | None:
        return numbers[1] if len(numbers) > 1 else None

    def measure(self, logits: Tensor, values: Sequence[Tensor], numbers: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        pixels = self.pixels(numbers)
        used = _or_largest(numbers[0], of_pictures(logits, pixels))
        return _pick(_over_area(logits, used, pixels), used), used


@dataclass(frozen=True, slots=True)
class ClassContrast(TargetKind):
    """Why this class and not that one: z_c - gamma z_d (Finer-CAM, 2501.11309).

    Numbers: (N,) classes c and (N,) classes d, ``PREDICTED`` for the largest and for the largest but c; (N,) gammas.
    Where every pixel has logits, perhaps a fourth one that chooses pixels, as for ``ClassLogit``.
    """

    def numbers(self, count: int, given: Sequence[Any]) -> list[npt.NDArray[Any]]:
        classes, others, gammas = given[:3]
        chosen = [np.asarray(classes, "int32"), np.asarray(others, "int32"), np.asarray(gammas, "float32")]
        return [*chosen, *_pixels(count, given[3:])]

    def pixels(self, numbers: Sequence[Tensor]) -> Tensor | None:
        return numbers[3] if len(numbers) > 3 else None

    def measure(self, logits: Tensor, values: Sequence[Tensor], numbers: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        pixels = self.pixels(numbers)
        whole = of_pictures(logits, pixels)
        used = _or_largest(numbers[0], whole)
        others = _or_largest(numbers[1], whole - 1e30 * ops.one_hot(used, whole.shape[-1], dtype="float32"))
        summed = _over_area(logits, used, pixels)
        return _pick(summed, used) - numbers[2] * _pick(summed, others), used


@dataclass(frozen=True, slots=True)
class OfLayer(TargetKind):
    """Something in the map or vector of one layer.

    Attributes:
        layer: its name.
    """

    layer: str

    @property
    def layers(self) -> tuple[str, ...]:
        return (self.layer,)


@dataclass(frozen=True, slots=True)
class UnitOf(OfLayer):
    """One unit of a layer, or the mean of a channel.

    Numbers: (N,) rows and (N,) columns, ``EVERYWHERE`` in both for the mean of the channel; (N,) channels. In a layer
    without positions the channel alone counts.
    """

    def measure(self, logits: Tensor, values: Sequence[Tensor], numbers: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        rows, columns, channels = numbers
        value = ops.cast(values[0], "float32")
        if len(value.shape) == 4:
            height, width = ops.shape(value)[1:3]
            weights = _one_or_all(rows, height)[:, :, None] * _one_or_all(columns, width)[:, None, :]
            value = ops.einsum("nhwk,nhw->nk", value, weights)
        else:
            value = ops.reshape(value, (ops.shape(value)[0], -1))
        return _pick(value, channels), _largest(logits)


@dataclass(frozen=True, slots=True)
class CellOf(OfLayer):
    """All channels of one cell of a map together: their gradient is the cell's effective receptive field (1701.04128).

    Numbers: (N,) rows and (N,) columns.
    """

    def measure(self, logits: Tensor, values: Sequence[Tensor], numbers: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        summed = ops.sum(ops.cast(values[0], "float32"), axis=-1)
        height, width = ops.shape(summed)[1:3]
        weights = _one_or_all(numbers[0], height)[:, :, None] * _one_or_all(numbers[1], width)[:, None, :]
        return ops.sum(summed * weights, axis=(1, 2)), _largest(logits)


def _pixels(count: int, given: Sequence[Any]) -> list[npt.NDArray[Any]]:
    """Weights of pixels for each of ``count`` pictures, (N, h, w) float32; nothing where none are given."""
    if not given or given[0] is None:
        return []
    weights = np.asarray(given[0], np.float32)
    return [np.broadcast_to(weights, (count, *weights.shape[-2:]))]


def _largest(logits: Tensor) -> Tensor:
    return ops.cast(ops.argmax(of_pictures(logits), axis=-1), "int32")


def _over_area(logits: Tensor, classes: Tensor, pixels: Tensor | None = None) -> Tensor:
    """Logits (N, classes); those of pixels summed, weighted (N, h, w) or over the area taken for classes (N,)."""
    if not has_positions(logits):
        return logits
    if pixels is not None:
        return ops.einsum("nhwk,nhw->nk", logits, pixels)
    taken_for = ops.cast(ops.argmax(logits, axis=-1), "int32")
    area = ops.cast(ops.equal(taken_for, ops.cast(classes, "int32")[:, None, None]), "float32")
    is_empty = ops.equal(ops.sum(area, axis=(1, 2), keepdims=True), 0.0)
    return ops.einsum("nhwk,nhw->nk", logits, ops.where(is_empty, ops.ones_like(area), area))


def _or_largest(chosen: Tensor, logits: Tensor) -> Tensor:
    return ops.where(chosen < 0, _largest(logits), ops.cast(chosen, "int32"))


def _pick(values: Tensor, places: Tensor) -> Tensor:
    return ops.sum(values * ops.one_hot(places, values.shape[-1], dtype="float32"), axis=-1)


def _one_or_all(places: Tensor, count: Tensor) -> Tensor:
    """(N, count): 1 at the place, or 1 / count everywhere."""
    positions = ops.arange(count, dtype="int32")[None, :]
    chosen = ops.cast(ops.equal(positions, ops.cast(places, "int32")[:, None]), "float32")
    share = ops.ones_like(chosen) / ops.cast(count, "float32")
    return ops.where(ops.cast(places, "int32")[:, None] < 0, share, chosen)
