"""Makes the batches of an epoch from pictures in memory: gather, augment, prepare, add noise."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig, RunConfig
from engine.data.augment.augmenter import Augmented, Augmenter, changes_pictures
from engine.data.augment.mixing import WHOLE_PICTURES, Mixing, blend_targets
from engine.data.memory import memory_budget_bytes
from engine.data.order import batch_rng, epoch_order
from engine.data.preparation import Preparation

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Targets = NDArray[np.generic]
Batch = tuple[Floats, Targets] | tuple[Floats, Targets, Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSettings:
    """How pictures become batches.

    Attributes:
        batch_size: pictures per batch.
        is_training: shuffled, the last batch filled up, augmented; else in the given order, the last batch smaller.
        seed: of order, augmentation and noise.
        augmentation: random changes; None for none.
        input_noise: standard deviation of noise added to prepared pictures.
        multi_scale: how far the sides of pictures change from epoch to epoch, as a share.
        epochs: of the training; None where it has no end.
        ready_budget_bytes: largest set of prepared float32 pictures that is kept; None: half of the free memory.
    """

    batch_size: int
    is_training: bool
    seed: int = 0
    augmentation: AugmentationConfig | None = None
    input_noise: float = 0.0
    multi_scale: float = 0.0
    epochs: int | None = None
    ready_budget_bytes: int | None = None

    @classmethod
    def of_run(cls, config: RunConfig, *, is_training: bool) -> "BatchSettings":
        """How a run's config says that its pictures become batches."""
        return cls(
            batch_size=config.training.batch_size,
            is_training=is_training,
            seed=config.seed,
            augmentation=config.augmentation if config.augmentation.enabled else None,
            input_noise=config.training.input_noise,
            multi_scale=config.training.multi_scale,
            epochs=config.training.epochs,
        )


class Batches(Protocol):
    """Makes any batch of any epoch; safe to call from several threads."""

    @property
    def is_ready(self) -> bool:
        """Whether a batch costs no more than a gather."""

    @property
    def batches(self) -> int:
        """Batches per epoch."""

    def make(self, epoch: int, batch: int) -> Batch:
        """The prepared pictures, targets and, where there are weights, weights of a batch."""

    def order(self, epoch: int) -> NDArray[np.int64]:
        """All samples in the order in which an epoch of training meets each for the first time."""

    def blended(self, epoch: int) -> NDArray[np.bool_]:
        """Which of all samples mix-up blends with another one in an epoch."""

    def size_px(self, epoch: int) -> tuple[int, int] | None:
        """(height, width) of the pictures of an epoch, where epochs differ in it; else None."""


class CountedBatches:
    """The order of samples that are only counted; what makes batches of some kind inherits it.

    Args:
        count: samples of an epoch.
        settings: of batches.
    """

    def __init__(self, count: int, settings: BatchSettings) -> None:
        self.settings = settings
        self._count = count

    @property
    def is_ready(self) -> bool:
        """Whether a batch costs no more than a gather; not where preparing it costs something."""
        return False

    @property
    def batches(self) -> int:
        """Batches per epoch."""
        return -(-self._count // self.settings.batch_size)

    def positions(self, epoch: int, batch: int) -> NDArray[np.int64]:
        """Which samples a batch holds: in random order while training, else in the given one."""
        size = self.settings.batch_size
        if self.settings.is_training:
            return epoch_order(self._count, size, seed=self.settings.seed, epoch=epoch)[batch]
        return np.arange(batch * size, min((batch + 1) * size, self._count))

    def order(self, epoch: int) -> NDArray[np.int64]:
        """All samples in the order in which an epoch of training meets each for the first time."""
        size = self.settings.batch_size
        return epoch_order(self._count, size, seed=self.settings.seed, epoch=epoch).reshape(-1)[: self._count]

    def blended(self, epoch: int) -> NDArray[np.bool_]:
        """Which of all samples mix-up blends with another one in an epoch; none where labels cannot be blended."""
        return np.zeros(self._count, np.bool_)

    def size_px(self, epoch: int) -> tuple[int, int] | None:
        """None: all epochs show pictures of one size."""
        return None

    def _augmenter_of(
        self, read: Callable[[NDArray[np.int64]], Pixels], mixing: Mixing = WHOLE_PICTURES
    ) -> Augmenter | None:
        """Changes the pictures that ``read`` gives; None where nothing changes them."""
        config = self.settings.augmentation
        if config is None or not self.settings.is_training or not changes_pictures(config):
            return None
        return Augmenter(config, seed=self.settings.seed, count=self._count, read=read, mixing=mixing)


class PictureBatches(CountedBatches):
    """Gathers, augments and prepares pictures; what makes batches of them with some kind of label inherits it.

    Args:
        pictures: (N, h, w, channels) uint8, in memory or mapped from disk.
        preparation: of pixels.
        settings: of batches.
        mixing: what pictures can be mixed of.
    """

    def __init__(
        self,
        pictures: Pixels,
        preparation: Preparation,
        settings: BatchSettings,
        mixing: Mixing = WHOLE_PICTURES,
    ) -> None:
        super().__init__(len(pictures), settings)
        self._pictures = pictures
        self._preparation = preparation
        self._augmenter = self._augmenter_of(pictures.__getitem__, mixing)

    def _prepared(self, epoch: int, positions: NDArray[np.int64]) -> tuple[Floats, Augmented | None]:
        """Pictures by their positions, as the network takes them, and how they were changed; None where not at all."""
        if self._augmenter is None:
            return self._preparation.apply(self._pictures[positions]), None
        augmented = self._augmenter.augment(epoch, positions)
        return self._preparation.apply(augmented.pixels, out=augmented.pixels), augmented


class BatchMaker(PictureBatches):
    """Makes any batch of any epoch; safe to call from several threads.

    Where pictures are not augmented and the prepared float32 pictures fit the budget, they are kept ready, so that a
    batch is one gather.
    """

    def __init__(
        self,
        pictures: Pixels,
        targets: Targets,
        preparation: Preparation,
        settings: BatchSettings,
        *,
        weights: Floats | None = None,
    ) -> None:
        if len(pictures) != len(targets) or (weights is not None and len(weights) != len(targets)):
            raise ValueError(f"Every picture needs one target. Received: {len(pictures)} and {len(targets)}.")
        super().__init__(pictures, preparation, settings)
        self._targets = targets
        self._weights = weights
        if self._blends and (targets.ndim != 2 or targets.dtype.kind != "f"):
            raise ValueError(f"Mix-up blends one-hot float targets (N, K). Received: {targets.dtype} {targets.shape}.")
        self._ready = self._make_ready()

    @property
    def is_ready(self) -> bool:
        """Whether a batch costs no more than a gather."""
        return self._ready is not None

    def blended(self, epoch: int) -> NDArray[np.bool_]:
        """Which of all pictures mix-up blends with another one in an epoch."""
        return super().blended(epoch) if self._augmenter is None else self._augmenter.blended(epoch)

    def make(self, epoch: int, batch: int) -> Batch:
        """The prepared pictures, targets and, where there are weights, weights of a batch."""
        positions = self.positions(epoch, batch)
        ready = self._ready
        pictures, augmented = self._prepared(epoch, positions) if ready is None else (ready[positions], None)
        blend = None if augmented is None else augmented.blend
        targets = self._targets[positions]
        weights = None if self._weights is None else self._weights[positions]
        if blend is not None and len(blend.samples):
            targets, weights = blend_targets(self._targets, positions, blend, weights=self._weights)
        add_input_noise(pictures, self.settings, epoch=epoch, batch=batch)
        return (pictures, targets) if weights is None else (pictures, targets, weights)

    @property
    def _blends(self) -> bool:
        return self._augmenter is not None and bool(self.settings.augmentation and self.settings.augmentation.mixup)

    def _make_ready(self) -> Floats | None:
        budget = self.settings.ready_budget_bytes
        limit = memory_budget_bytes() if budget is None else budget
        needed = self._pictures.size * np.dtype(np.float32).itemsize
        if self._augmenter is not None or needed > limit:
            return None
        return self._preparation.apply(self._pictures)


def add_input_noise(pictures: Floats, settings: BatchSettings, *, epoch: int, batch: int) -> None:
    """Add the noise of the settings to prepared pictures, in place; while training only."""
    if settings.is_training and settings.input_noise:
        rng = batch_rng(seed=settings.seed, epoch=epoch, batch=batch)
        pictures += rng.standard_normal(pictures.shape, np.float32) * np.float32(settings.input_noise)


def one_hot(class_indices: NDArray[np.integer], class_count: int) -> Floats:
    """Targets (N, K) with a one at each picture's class."""
    return np.eye(class_count, dtype=np.float32)[class_indices]


def balanced_weights(class_indices: NDArray[np.integer], class_count: int) -> Floats:
    """A weight for each picture, so that every class that occurs counts the same in sum; their mean is one."""
    counts = np.bincount(class_indices, minlength=class_count)
    present = np.count_nonzero(counts)
    per_class = len(class_indices) / (present * np.maximum(counts, 1))
    return per_class[class_indices].astype(np.float32)
