"""The loss of semantic segmentation as it is chosen: a weighted sum of cross-entropy, soft Dice and focal loss."""

from dataclasses import dataclass
from typing import Any

from engine.losses.cross_entropy import pixel_cross_entropy
from engine.losses.dice import soft_dice
from engine.losses.focal import PUBLISHED_GAMMA, pixel_focal
from engine.losses.labelled_pixels import label_pixels

Tensor = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelLoss:
    """How much each loss counts; what counts 0 is not computed.

    Attributes:
        cross_entropy: factor of ``pixel_cross_entropy``, 0 or more.
        dice: factor of ``soft_dice``, 0 or more.
        focal: factor of ``pixel_focal``, 0 or more.
        gamma: of the focal loss.
        class_weights: of cross-entropy and focal loss, one for each class; None for 1. Dice weighs all classes alike.
    """

    cross_entropy: float = 0.0
    dice: float = 0.0
    focal: float = 0.0
    gamma: float = PUBLISHED_GAMMA
    class_weights: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        factors = (self.cross_entropy, self.dice, self.focal)
        if min(factors) < 0 or not any(factors):
            raise ValueError(f"A loss has factors of 0 or more, one of them above 0. Received: {self}.")

    def __call__(
        self, targets: Tensor, logits: Tensor, *, pixel_weights: Tensor | None = None, label_smoothing: float = 0.0
    ) -> Tensor:
        """(B,), one loss for each sample.

        Args:
            targets: (B, H, W) class indices with ``NO_CLASS`` where nothing counts, or (B, H, W, K) one-hot.
            logits: (B, H, W, K).
            pixel_weights: (B, H, W), of all three losses; None for 1.
            label_smoothing: of the cross-entropy.
        """
        pixels = label_pixels(targets, logits, pixel_weights=pixel_weights)
        loss: Tensor = 0.0
        if self.cross_entropy:
            entropy = pixel_cross_entropy(pixels, class_weights=self.class_weights, label_smoothing=label_smoothing)
            loss = loss + self.cross_entropy * entropy
        if self.dice:
            loss = loss + self.dice * soft_dice(pixels)
        if self.focal:
            loss = loss + self.focal * pixel_focal(pixels, gamma=self.gamma, class_weights=self.class_weights)
        return loss
