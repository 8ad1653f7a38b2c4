"""Feeds batches to ``fit`` and ``evaluate`` of every Keras backend.

What we found about Keras 3 and keep to:

* ``fit`` shuffles the *batches* of a PyDataset by Python's global chance unless it is called with ``shuffle=False``.
  That would make a resumed run differ, so a batch asked for out of order is an error here.
* Keras asks for the first two batches before the first epoch, to learn their shapes, and calls ``on_epoch_end`` before
  the first ``on_epoch_begin``. So an epoch counts once all its batches were handed out.
* ``workers=1`` without multiprocessing, the default, starts no threads of Keras: batches are asked for by the one
  thread that prefetches for TensorFlow. Our own threads run only where making a batch costs something; ready batches
  are gathered in place.
* Training batches all have one shape (``epoch_order``); the last evaluation batch is smaller, which TensorFlow takes
  without a second trace, as its signature leaves the batch size open.
* Between two epochs TensorFlow can wait as long as an epoch took; ``Feed`` spares that.
* ``steps_per_execution=k`` lets callbacks run every k batches only, so that pause and cancel wait for k batches.
"""

import os
from concurrent.futures import CancelledError
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from engine.data.batches import Batch, Batches
from engine.data.prefetch import Prefetcher

DEPTH = 4
MOST_WORKERS = 8


class PictureSequence(keras.utils.PyDataset):
    """The batches of a split, epoch after epoch. Call ``fit(Feed(sequence), shuffle=False)``.

    The order and all chance of an epoch follow from seed and epoch alone; ``start_epoch`` goes on with a run exactly
    where it stopped.

    Example:
        >>> settings = BatchSettings(batch_size=32, is_training=True, seed=1, augmentation=AugmentationConfig())
        >>> with PictureSequence(BatchMaker(pictures, targets, preparation, settings)) as sequence:
        ...     model.fit(Feed(sequence), epochs=20, shuffle=False)

    Args:
        maker: makes any batch.
        start_epoch: the first epoch, counted from 0.
    """

    def __init__(self, maker: Batches, *, start_epoch: int = 0) -> None:
        super().__init__()
        self._maker = maker
        self._epoch = start_epoch
        self._expected: int | None = None
        self._prefetcher: Prefetcher[Batch] | None = None
        if not maker.is_ready:
            workers = min(MOST_WORKERS, max(1, (os.cpu_count() or 2) - 1))
            self._prefetcher = Prefetcher(maker.make, workers=workers, depth=max(DEPTH, workers + 1))

    @property
    def epoch(self) -> int:
        """The epoch that is handed out now, or next."""
        return self._epoch

    def __len__(self) -> int:
        """Batches per epoch."""
        return self._maker.batches

    def __getitem__(self, index: int) -> Batch:
        """A batch: (pictures, targets) or (pictures, targets, weights).

        Raises:
            RuntimeError: within an epoch, a batch was asked for out of order.
        """
        if self._expected is None:
            return self._maker.make(self._epoch, index)
        if index != self._expected:
            raise RuntimeError(f"Batches come in order; call fit with shuffle=False. Received: batch {index}.")
        self._expected += 1
        if self._prefetcher is None:
            return self._maker.make(self._epoch, index)
        try:
            return self._prefetcher.take()
        except (IndexError, CancelledError):  # The epoch was left meanwhile; nobody will use the batch.
            return self._maker.make(self._epoch, index)

    def order(self, epoch: int) -> NDArray[np.int64]:
        """All training pictures in the order of an epoch, counted from 0, each where it is met first."""
        return self._maker.order(epoch)

    def blended(self, epoch: int) -> NDArray[np.bool_]:
        """Which of all training pictures are a blend with another one in an epoch, counted from 0."""
        return self._maker.blended(epoch)

    def size_px(self, epoch: int) -> tuple[int, int] | None:
        """(height, width) of the pictures of an epoch, counted from 0, where epochs differ in it; else None.

        All batches of one ``fit`` have one size, so ``fit`` has to be left before the size changes.
        """
        return self._maker.size_px(epoch)

    def start_at(self, epoch: int) -> None:
        """Let the next epoch be ``epoch``, counted from 0: for a run that goes on after it stopped within an epoch."""
        self._leave_epoch()
        self._epoch = epoch

    def on_epoch_begin(self) -> None:
        """Start to make the batches of the epoch."""
        self._expected = 0
        if self._prefetcher is not None:
            self._prefetcher.start(self._epoch, len(self))

    def on_epoch_end(self) -> None:
        """Go on to the next epoch if this one was handed out whole."""
        is_whole = self._expected == len(self)
        self._leave_epoch()
        self._epoch += is_whole

    def close(self) -> None:
        """End the threads that make batches; returns when they have ended."""
        self._leave_epoch()
        if self._prefetcher is not None:
            self._prefetcher.close()

    def __enter__(self) -> "PictureSequence":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _leave_epoch(self) -> None:
        self._expected = None
        if self._prefetcher is not None:
            self._prefetcher.stop()
