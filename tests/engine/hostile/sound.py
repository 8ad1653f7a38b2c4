"""A small sound model, and the ways to make hostile files of its parts."""

import copy
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import keras
from keras import layers

Config = dict[str, Any]
Write = Callable[[Path, "Sound"], None]

TRICKS: dict[str, Write] = {}


class Sound:
    """A small sound model, from whose parts hostile files are made."""

    def __init__(self, folder: Path) -> None:
        path = folder / "sound.keras"
        entry = keras.Input((8, 8, 3), name="entry")
        x = layers.Conv2D(2, 3, activation="relu", kernel_regularizer="l2", name="convolution")(entry)
        inner = keras.Sequential([keras.Input((2,)), layers.Dense(2, name="inner")], name="nested")
        inner.compile("adam", "mse")
        x = inner(layers.GlobalAveragePooling2D(name="pool")(x))
        keras.Model(entry, layers.Dense(2, activation="softmax", name="scores")(x), name="sound").save(path)
        self.bytes = path.read_bytes()
        with zipfile.ZipFile(path) as archive:
            self.members = {name: archive.read(name) for name in archive.namelist()}
        path.unlink()

    @property
    def config(self) -> Config:
        """A copy of its config that may be changed."""
        return copy.deepcopy(json.loads(self.members["config.json"]))

    def write(self, path: Path, **changed: bytes) -> None:
        """Write it with other contents of some members (``.`` written as ``_``)."""
        contents = {name.replace("_", ".").replace("..", "_"): content for name, content in changed.items()}
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in {**self.members, **contents}.items():
                archive.writestr(name, content)

    def write_config(self, path: Path, config: Any) -> None:
        """Write it with another config."""
        self.write(path, config_json=json.dumps(config).encode())

    def write_weights(self, path: Path, change: Callable[[h5py.File], None]) -> None:
        """Write it with other weights."""
        stream = io.BytesIO(self.members["model.weights.h5"])
        with h5py.File(stream, "r+") as file:
            change(file)
        self.write(path, model_weights_h5=stream.getvalue())


def layer(config: Config, name: str) -> Config:
    """The layer called ``name`` of a config."""
    return next(item for item in config["config"]["layers"] if item["name"] == name)


def in_config(change: Callable[[Config], Any]) -> Callable[[Config], Any]:
    """Register a trick that changes the config, under the name of ``change``."""

    def write(path: Path, sound: Sound) -> None:
        config = sound.config
        changed = change(config)
        sound.write_config(path, config if changed is None else changed)

    TRICKS[change.__name__] = write
    return change


def in_weights(change: Callable[[h5py.File], None]) -> Callable[[h5py.File], None]:
    """Register a trick that changes the weights."""

    def write(path: Path, sound: Sound) -> None:
        sound.write_weights(path, change)

    TRICKS[change.__name__] = write
    return change


def in_file(write: Write) -> Write:
    """Register a trick that writes the whole file."""
    TRICKS[write.__name__] = write
    return write
