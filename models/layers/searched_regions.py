"""Selective search as a layer: from a picture to regions that are worth a look."""

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock
from typing import Any

import keras
import numpy as np
from keras import layers

from models.layers.on_host import compute_on_host
from models.selective_search.proposing import FAST, SINGLE
from models.selective_search.searching import search_boxes

Shape = tuple[int | None, ...]
MODES = {"single": SINGLE, "fast": FAST}
REMEMBERED = 4096
"""Pictures whose regions are kept."""


@keras.saving.register_keras_serializable(package="fovea")
class SearchedRegions(layers.Layer):
    """The boxes that selective search proposes in a picture (Uijlings et al. 2013, IJCV 104).

    It computes on the processor, in NumPy, and takes longer than all other layers together. So the regions of the
    pictures that were seen last are remembered: the same picture is searched once, however often it is learned.

    Args:
        count: regions of a picture; missing ones are zeros.
        search: "single" for one grouping, "fast" for eight.
        side_px: the longer side at which a picture is searched, unless it is smaller than half of it.
        **kwargs: those of every layer.
    """

    def __init__(self, count: int = 2000, search: str = "fast", side_px: int = 500, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.count = count
        self.search = search
        self.side_px = side_px
        self._remembered = RememberedRegions(REMEMBERED)
        self.supports_jit = keras.config.backend() == "jax"  # XLA of TensorFlow cannot call Python.

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return (batch, count, 4) corners in pixels, likeliest first; nothing of it has a gradient."""
        return compute_on_host(self.search_pictures, inputs, shape=(self.count, 4))

    def search_pictures(self, prepared: np.ndarray) -> np.ndarray:
        """(batch, count, 4) float32 of pictures (batch, h, w, channels) in any scale."""
        found = np.zeros((len(prepared), self.count, 4), np.float32)
        for number, picture in enumerate(prepared):
            boxes = self._search(stretched(picture))
            found[number, : len(boxes)] = boxes
        return found

    def _search(self, picture: np.ndarray) -> np.ndarray:
        key = blake2b(picture.tobytes()).digest()
        boxes = self._remembered.get(key)
        if boxes is None:
            searched = search_boxes(picture, mode=MODES[self.search], side_px=self.side_px, most=self.count)
            boxes = searched.astype(np.float32)
            self._remembered.add(key, boxes)
        return boxes

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, count, 4)."""
        return input_shape[0], self.count, 4

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        own = {"count": self.count, "search": self.search, "side_px": self.side_px}
        return {**super().get_config(), **own}


class RememberedRegions:
    """The regions of the pictures that were asked for last; safe to use from several threads.

    Args:
        most: pictures.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, np.ndarray] = OrderedDict()
        self._lock = Lock()

    def get(self, key: bytes) -> np.ndarray | None:
        """Return the regions of a picture, or None where they are not known."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def add(self, key: bytes, boxes: np.ndarray) -> None:
        """Keep the regions of a picture, and forget those that were not asked for the longest time."""
        with self._lock:
            self._kept[key] = boxes
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def stretched(prepared: np.ndarray) -> np.ndarray:
    """Return a picture (h, w, channels) of any scale as uint8: its least value as 0, its largest as 255.

    A network sees numbers whose scale its preparation chose, and selective search compares colours from 0 to 255.
    """
    low, high = float(prepared.min()), float(prepared.max())
    if not np.isfinite(high - low) or high <= low:
        return np.zeros(prepared.shape, np.uint8)
    return np.rint((prepared - low) * (255.0 / (high - low))).astype(np.uint8)
