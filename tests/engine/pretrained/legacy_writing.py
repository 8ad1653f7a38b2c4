"""Weights files as keras.applications publishes them, of a network with random weights."""

from pathlib import Path

import h5py
import keras

from tests.models.keras_parity import randomise


def write_legacy_weights(model: keras.Model, path: Path) -> Path:
    """Write the weights of ``model`` in the layout of Keras 2: lists of names as attributes, arrays beneath."""
    randomise(model)
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = [layer.name.encode() for layer in model.layers]
        for layer in model.layers:
            group = file.create_group(layer.name)
            names = [f"{layer.name}/{weight.name}:0" for weight in layer.weights]
            group.attrs["weight_names"] = [name.encode() for name in names]
            for name, weight in zip(names, layer.weights, strict=True):
                group.create_dataset(name, data=keras.ops.convert_to_numpy(weight))
    return path
