"""Blends pictures with others: two pictures and what they show (mixup), or a faint second one that means nothing.

Mixup: Zhang et al. 2018, arXiv 1710.09412: ``x = a x_i + (1 - a) x_j`` and the same for one-hot targets, with ``a``
drawn from Beta(0.4, 0.4). The larger share is the picture's own, which gives the same pairs as often, and every picture
its turn in every epoch. Partners are any of the training pictures, also from outside of the batch.

Nothing says of a box how much it is there. Where pictures have boxes, both keep theirs, and each is seen about as well
as the other, as in YOLOX (Ge et al. 2021, 2107.08430, section 2.1) and YOLOv5, whose Beta(32, 32) deviates from a half
by 0.06.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance, Draw

ALPHA = 0.4
MOST_FROM_HALF = 0.1
"""How far the share of a picture with boxes is from a half at most."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Blend:
    """Which pictures are blended, with which, and how strongly.

    Attributes:
        samples: (M,) the pictures of the batch that are blended, as numbers in it.
        partners: (M,) position of each one's partner among the training pictures.
        shares: (M,) share of the picture itself; the rest is the partner's.
    """

    samples: NDArray[np.intp]
    partners: NDArray[np.int64]
    shares: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixing:
    """How pictures are mixed with others, besides what the settings say.

    Attributes:
        has_boxes: pictures have boxes, which all stay: two are blended evenly, and four may be put together.
        epochs: of the training, of which the last ones show no mosaics; None where it has no end.
    """

    has_boxes: bool
    epochs: int | None = None

    def has_mosaics(self, config: AugmentationConfig, epoch: int) -> bool:
        """Whether pictures may be put together of four in an epoch, counted from 0."""
        if not self.has_boxes or not config.mosaic:
            return False
        return self.epochs is None or epoch < round(self.epochs * (1.0 - config.mosaic_off))


WHOLE_PICTURES = Mixing(has_boxes=False)


def draw_blend(config: AugmentationConfig, chance: Chance, *, count: int, mixing: Mixing = WHOLE_PICTURES) -> Blend:
    """Which pictures mixup blends with which of the ``count`` training pictures."""
    samples = np.flatnonzero(is_blended(config, chance))
    if mixing.has_boxes:
        shares = (0.5 + MOST_FROM_HALF * chance.signed(Draw.MIXUP_SHARE)[samples]).astype(np.float32)
    else:
        drawn = chance.beta(ALPHA)[samples].astype(np.float32)
        shares = np.maximum(drawn, np.float32(1.0) - drawn)
    return Blend(samples, chance.position(Draw.MIXUP_PARTNER, count)[samples], shares)


def is_blended(config: AugmentationConfig, chance: Chance) -> NDArray[np.bool_]:
    """(N,) which pictures mixup blends."""
    return chance.happens(Draw.MIXUP_HAPPENS, config.mixup)


def draw_overlay(config: AugmentationConfig, chance: Chance, *, count: int) -> Blend:
    """Which pictures get another one laid over; labels stay, so its share is small."""
    opacity = chance.one_sided(
        Draw.SUPERIMPOSE_OPACITY,
        Draw.SUPERIMPOSE_HAPPENS,
        largest=config.superimpose,
        probability=config.superimpose_probability,
    )
    samples = np.flatnonzero(opacity)
    partners = chance.position(Draw.SUPERIMPOSE_PARTNER, count)[samples]
    return Blend(samples, partners, (1.0 - opacity[samples]).astype(np.float32))


def blend_pictures(pictures: Floats, partners: NDArray[np.floating | np.uint8], blend: Blend) -> None:
    """Blend pictures (N, H, W, C) of a batch, in place, with their partners (M, H, W, C)."""
    for sample, partner, share in zip(blend.samples, partners, blend.shares, strict=True):
        picture = pictures[sample]
        picture *= share
        picture += partner * (np.float32(1.0) - share)


def blend_targets(
    targets: NDArray[np.generic], positions: NDArray[np.int64], blend: Blend, *, weights: Floats | None = None
) -> tuple[Floats, Floats | None]:
    """Targets and weights of a batch of blended pictures.

    With weights, each of the two classes counts as much as its own sample would: the targets are blended by weighted
    shares, and the weights are blended too.

    Args:
        targets: (P, K) one-hot targets of all training pictures.
        positions: (N,) which of them are in the batch.
        blend: of the batch.
        weights: (P,) of all training pictures.

    Returns:
        (N, K) targets and (N,) weights.
    """
    blended = targets[positions].astype(np.float32)
    kept = None if weights is None else weights[positions]
    own, other = blend.shares, np.float32(1.0) - blend.shares
    if weights is not None and kept is not None:
        own, other = own * kept[blend.samples], other * weights[blend.partners]
        kept[blend.samples] = own + other
    total = own + other
    of_partners = targets[blend.partners].astype(np.float32) * (other / total)[:, None]
    blended[blend.samples] = blended[blend.samples] * (own / total)[:, None] + of_partners
    return blended, kept
