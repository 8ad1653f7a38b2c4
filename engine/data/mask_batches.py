"""Makes the batches of an epoch from pictures with a code under every pixel: cut, augment, prepare."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import NO_CLASS
from engine.data.augment.warp import warp_masks
from engine.data.batches import Batch, BatchSettings, CountedBatches, add_input_noise
from engine.data.preparation import Preparation
from engine.data.views import Views

Codes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Size = tuple[int, int]
Numbers = TypeVar("Numbers", bound=np.generic)


@dataclass(frozen=True, slots=True)
class PixelWeights:
    """How much each pixel counts.

    Attributes:
        of_class: (256,) by the code of its class; that of ``NO_CLASS`` is 0.
        border: of a code of 255 in the second plane; 0 where there is no second plane.
    """

    of_class: Floats
    border: float = 0.0

    def weigh(self, codes: Codes) -> Floats:
        """(..., ) weights of codes (..., planes): ``w_c(x) + border(x)``, U-Net (1505.04597), equation 2."""
        classes = codes[..., 0]
        weights: Floats = self.of_class[classes]
        if self.border:
            weights += (codes[..., 1] * np.float32(self.border / 255)) * (classes != NO_CLASS)
        return weights


class MaskBatchMaker(CountedBatches):
    """Makes any batch of any epoch; safe to call from several threads.

    Targets are (N, h, w, 2) float32: the code of the class of each pixel, and how much it counts. What comes into view
    from beyond a picture when it is warped has no class.

    Args:
        views: what the network sees, with a margin that is cut away after augmentation.
        preparation: of pixels.
        settings: of batches.
        size: (height, width) of the network's input.
        target_size: (height, width) of its output, whose middle is that of the input.
        weights: of pixels.
    """

    def __init__(
        self,
        views: Views,
        preparation: Preparation,
        settings: BatchSettings,
        *,
        size: Size,
        target_size: Size,
        weights: PixelWeights,
    ) -> None:
        super().__init__(views.count, settings)
        self._views = views
        self._preparation = preparation
        self._size = size
        self._target_size = target_size
        self._weights = weights

    def make(self, epoch: int, batch: int) -> Batch:
        """Prepared pictures (N, h, w, C) and targets (N, h', w', 2) of a batch."""
        positions = self.positions(epoch, batch)
        pixels, codes = self._seen(epoch, positions)
        pictures = self._preparation.apply(np.ascontiguousarray(_middle(pixels, self._size), np.float32))
        add_input_noise(pictures, self.settings, epoch=epoch, batch=batch)
        codes = _middle(codes, self._target_size)
        targets = np.empty((*codes.shape[:3], 2), np.float32)
        targets[..., 0] = codes[..., 0]
        targets[..., 1] = self._weights.weigh(codes)
        return pictures, targets

    def _seen(self, epoch: int, positions: NDArray[np.int64]) -> tuple[NDArray[np.generic], Codes]:
        codes = self._views.codes(epoch, positions)
        augmenter = self._augmenter_of(lambda wanted: self._views.pictures(epoch, wanted))
        if augmenter is None:
            return self._views.pictures(epoch, positions), codes
        augmented = augmenter.augment(epoch, positions)
        if augmented.warps is None:
            return augmented.pixels, codes
        outside = np.array([NO_CLASS, *[0] * (codes.shape[-1] - 1)], np.uint8)
        planes = np.ascontiguousarray(np.moveaxis(codes, -1, 1))
        warps = [augmented.warps[number : number + 1] for number in range(len(planes))]
        warped = [warp_masks(one, warp, outside=outside) for one, warp in zip(planes, warps, strict=True)]
        return augmented.pixels, np.moveaxis(np.stack(warped), 1, -1)


def _middle(arrays: NDArray[Numbers], size: Size) -> NDArray[Numbers]:
    """The middle (height, width) of arrays (N, H, W, ...)."""
    top, left = ((whole - part) // 2 for whole, part in zip(arrays.shape[1:3], size, strict=True))
    return arrays[:, top : top + size[0], left : left + size[1]]
