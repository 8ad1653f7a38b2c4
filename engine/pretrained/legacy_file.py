"""Reads the arrays of a Keras 2 weights file (HDF5), layer by layer; a model in it is never read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from engine.contract.errors import UserError

MOST_BYTES = 4 << 30
GROUP_OF_WHOLE_MODELS = "model_weights"


@dataclass(frozen=True, slots=True, eq=False)
class StoredLayer:
    """A layer of a file with its weights, in the order in which Keras wrote them."""

    name: str
    arrays: tuple[np.ndarray, ...]

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Shapes of the weights."""
        return tuple(array.shape for array in self.arrays)


def read_layers(path: Path) -> tuple[StoredLayer, ...]:
    """Return the layers that have weights, in their order in the file.

    Raises:
        UserError: it is no weights file, or holds something else than plain arrays.
    """
    try:
        with h5py.File(path, "r") as file:
            return tuple(layer for layer in _layers(file) if layer.arrays)
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise UserError(
            f"These weights cannot be read. Received: {path}: {error}.",
            "Choose a weights file (.h5) of keras.applications, or download it again.",
        ) from error


def _layers(file: h5py.File) -> Iterator[StoredLayer]:
    root = _child(file, GROUP_OF_WHOLE_MODELS) if GROUP_OF_WHOLE_MODELS in file else file
    left = MOST_BYTES
    for name in _texts(root, "layer_names"):
        group = _child(root, name)
        arrays = []
        for weight in _texts(group, "weight_names"):
            stored = _child(group, weight)
            if not isinstance(stored, h5py.Dataset) or stored.is_virtual or stored.external:
                raise ValueError(f"{name}/{weight} is no plain array")
            left -= stored.nbytes
            if stored.dtype.kind != "f" or left < 0:
                raise ValueError(f"{name}/{weight} is no array of numbers, or too large")
            arrays.append(np.asarray(stored, np.float32))
        yield StoredLayer(name, tuple(arrays))


def _child(group: h5py.Group, path: str) -> Any:
    """What stands at a path inside of the file; links, also to other files, are refused."""
    for part in path.split("/"):
        if not isinstance(group.get(part, getlink=True), h5py.HardLink):
            raise ValueError(f"{group.name}/{part} is a link")
        group = group[part]
    return group


def _texts(group: h5py.Group, name: str) -> list[str]:
    """A list of texts; Keras writes long ones in numbered parts, since HDF5 limits their length."""
    if name in group.attrs:
        parts = [group.attrs[name]]
    else:
        parts = []
        while f"{name}{len(parts)}" in group.attrs:
            parts.append(group.attrs[f"{name}{len(parts)}"])
        if not parts:
            raise ValueError(f"{group.name} has no list of {name.replace('_', ' ')}")
    return [text.decode() if isinstance(text, bytes) else str(text) for part in parts for text in part]
