"""Variants of one picture as training would show them, with its labels: the very code of training, for one picture."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig
from engine.data.augment.augmenter import Augmenter
from engine.data.augment.labels import MovedLabels, SampleLabels, move_labels

Pixels = NDArray[np.uint8]
ReadPicture = Callable[[str], Pixels]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlace:
    """Where a picture stands among those for training.

    Attributes:
        image: its path in the dataset.
        training: paths of the training pictures in their order.
        position: of the picture in ``training``; None where it is not one of them.
    """

    image: str
    training: tuple[str, ...]
    position: int | None

    @property
    def chance_position(self) -> int:
        """The position that its chance follows from: for other pictures one of its own, beyond the training ones."""
        if self.position is not None:
            return self.position
        hashed = int.from_bytes(blake2b(self.image.encode(errors="surrogatepass"), digest_size=4).digest())
        return len(self.training) + hashed

    def path_at(self, position: int) -> str:
        """The picture at a position: a training picture, or this one at its own."""
        return self.training[position] if position < len(self.training) else self.image


@dataclass(frozen=True, slots=True)
class Variant:
    """One augmented variant of a picture.

    Attributes:
        pixels: (H, W, C) uint8: rounded; training goes on with the unrounded numbers.
        moved: what is left of its labels.
        share: of the picture itself; less than one where it is blended with ``partner``.
        partner: path of the other picture of the blend.
    """

    pixels: Pixels
    moved: MovedLabels
    share: float = 1.0
    partner: str | None = None


def make_variants(
    place: TrainingPlace,
    labels: SampleLabels,
    config: AugmentationConfig,
    *,
    seed: int,
    epochs: range,
    read: ReadPicture,
) -> list[Variant]:
    """The variants of a picture in some epochs, counted from 0.

    Args:
        place: which picture.
        labels: what is drawn on it, in pixels of the network's input.
        config: of the run.
        seed: of the run.
        epochs: one variant for each.
        read: gives a picture as the network takes it, (H, W, C) uint8.
    """
    augmenter = Augmenter(
        config,
        seed=seed,
        count=max(1, len(place.training)),
        read=lambda positions: np.stack([read(place.path_at(int(position))) for position in positions]),
    )
    return [_variant(augmenter, place, labels, epoch) for epoch in epochs]  # One by one: large ones take much memory.


def _variant(augmenter: Augmenter, place: TrainingPlace, labels: SampleLabels, epoch: int) -> Variant:
    augmented = augmenter.augment(epoch, np.array([place.chance_position]))
    pixels = np.rint(augmented.pixels[0]).astype(np.uint8)
    moved = _unmoved(labels) if augmented.warps is None else move_labels(labels, augmented.warps)
    if augmented.blend is None or not len(augmented.blend.samples):
        return Variant(pixels, moved)
    return Variant(pixels, moved, float(augmented.blend.shares[0]), place.path_at(int(augmented.blend.partners[0])))


def _unmoved(labels: SampleLabels) -> MovedLabels:
    return MovedLabels(labels, np.arange(len(labels.boxes)))
