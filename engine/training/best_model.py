"""The best network of a run, kept as ``model.keras``."""

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import keras
from keras import ops

from engine.contract.run_folder import RunFolder, write_atomically

Tensor = Any


class BestModel:
    """Remembers the weights of the best epoch and writes them when asked to, since writing takes longer than copying.

    The file holds the network in float32, also when it was trained in 16 bits: explanations need the digits.
    """

    def __init__(self, folder: RunFolder, network: keras.Model, build_float32: Callable[[], keras.Model]) -> None:
        """Keep the best of ``network`` in the folder; ``build_float32`` makes the same network in float32."""
        self._folder = folder
        self._network = network
        self._build = build_float32
        self._twin: keras.Model | None = None
        self._best: list[Tensor] | None = None
        self._metrics: dict[str, float | None] = {}

    def take(self, metrics: Mapping[str, float | None]) -> None:
        """Remember the weights that the network has now, and what was measured with them."""
        self._best = [ops.copy(variable) for variable in self._network.weights]
        self._metrics = dict(metrics)

    def write(self) -> None:
        """Write the best weights as ``model.keras`` with their ``metrics.json``, unless they are there already.

        Raises:
            OSError: the disk is full; the file of an earlier epoch is untouched.
        """
        if self._best is None:
            return
        self._twin = self._twin or self._build()
        for variable, value in zip(self._twin.weights, self._best, strict=True):
            variable.assign(value)
        _save_atomically(self._twin, self._folder.model)
        write_atomically(self._folder.metrics, json.dumps(self._metrics, indent=1))
        self._best = None


def _save_atomically(network: keras.Model, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".saving-") as folder:
        temporary = Path(folder) / path.name
        network.save(temporary)
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        os.replace(temporary, path)
