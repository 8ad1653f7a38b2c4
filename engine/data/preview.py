"""Variants of one picture as training would show them, with its labels: the very code of training, for one picture."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig
from engine.data.augment.augmenter import Augmented, Augmenter
from engine.data.augment.labels import MovedLabels, SampleLabels, move_labels
from engine.data.augment.mixing import WHOLE_PICTURES, Mixing
from engine.data.augmented_boxes import BoxedLabels, boxes_on

Pixels = NDArray[np.uint8]
ReadPicture = Callable[[str], Pixels]
ReadBoxes = Callable[[str], BoxedLabels]


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
        boxes: those of all pictures that it is made of; None where it is made of one, or where boxes are not mixed.
    """

    pixels: Pixels
    moved: MovedLabels
    share: float = 1.0
    partner: str | None = None
    boxes: BoxedLabels | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a preview reads of any picture, by its path.

    Attributes:
        picture: (H, W, C) uint8, as the network takes it.
        boxes: on it, in pixels of the network's input.
    """

    picture: ReadPicture
    boxes: ReadBoxes


def make_variants(
    place: TrainingPlace,
    labels: SampleLabels,
    config: AugmentationConfig,
    *,
    seed: int,
    epochs: range,
    read: Reading,
    mixing: Mixing = WHOLE_PICTURES,
) -> list[Variant]:
    """The variants of a picture in some epochs, counted from 0.

    Args:
        place: which picture.
        labels: what is drawn on it, in pixels of the network's input.
        config: of the run.
        seed: of the run.
        epochs: one variant for each.
        read: gives other pictures, and the boxes on them.
        mixing: how the training mixes pictures with others.
    """
    augmenter = Augmenter(
        config,
        seed=seed,
        count=max(1, len(place.training)),
        read=lambda positions: np.stack([read.picture(place.path_at(int(position))) for position in positions]),
        mixing=mixing,
    )
    positions = np.array([place.chance_position])
    variants = []
    for epoch in epochs:  # One by one: large ones take much memory.
        augmented = augmenter.augment(epoch, positions)
        variant = _variant(augmented, place, labels)
        if mixing.has_boxes and _is_mixed(augmented):
            mixed = boxes_on(augmented, positions, lambda position: read.boxes(place.path_at(position)))
            variant = replace(variant, boxes=mixed[0])
        variants.append(variant)
    return variants


def _is_mixed(augmented: Augmented) -> bool:
    return augmented.partners is not None or (augmented.mosaics is not None and bool(len(augmented.mosaics.samples)))


def _variant(augmented: Augmented, place: TrainingPlace, labels: SampleLabels) -> Variant:
    pixels = np.rint(augmented.pixels[0]).astype(np.uint8)
    moved = _unmoved(labels) if augmented.warps is None else move_labels(labels, augmented.warps)
    if augmented.blend is None or not len(augmented.blend.samples):
        return Variant(pixels, moved)
    return Variant(pixels, moved, float(augmented.blend.shares[0]), place.path_at(int(augmented.blend.partners[0])))


def _unmoved(labels: SampleLabels) -> MovedLabels:
    return MovedLabels(labels, np.arange(len(labels.boxes)))
