"""The best network of a run, kept as ``model.keras``."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np


class BestModel:
    """Remembers the weights of the best epoch and writes them when asked to, since writing takes longer than copying.

    The file holds the network in float32, also when it was trained in 16 bits: explanations need the digits.
    """

    def __init__(self, path: Path, network: keras.Model, build_float32: Callable[[], keras.Model]) -> None:
        """Keep the best of ``network`` in ``path``; ``build_float32`` makes the same network in float32."""
        self._path = path
        self._network = network
        self._build = build_float32
        self._twin: keras.Model | None = None
        self._best: list[np.ndarray] | None = None

    def take(self) -> None:
        """Remember the weights that the network has now."""
        self._best = self._network.get_weights()

    def write(self) -> None:
        """Write the best weights, unless the file holds them already.

        Raises:
            OSError: the disk is full; the file of an earlier epoch is untouched.
        """
        if self._best is None:
            return
        self._twin = self._twin or self._build()
        self._twin.set_weights(self._best)
        _save_atomically(self._twin, self._path)
        self._best = None


def _save_atomically(network: keras.Model, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".saving-") as folder:
        temporary = Path(folder) / path.name
        network.save(temporary)
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        os.replace(temporary, path)
