"""Looks at a ``.keras`` file before Keras does: nothing in it may run code, reach other files or fill the memory.

A ``.keras`` file is a zip with the model's config as JSON, and its weights as HDF5. Keras' own safe mode refuses
lambdas; this check refuses everything that is not on a list.
"""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import h5py

from engine.contract.errors import UserError
from models.config_check import reason_against_config

MEMBERS = {"metadata.json", "config.json", "model.weights.h5"}
MOST_CONFIG_BYTES = 32 << 20
MOST_WEIGHT_BYTES = 8 << 30
MOST_DEPTH = 100
REBUILD = "Rebuild the network with Keras' own layers and save it as .keras again."


def check_keras_file(path: Path) -> None:
    """Refuse a ``.keras`` file that is not exactly what Keras writes for a model of known layers.

    Raises:
        UserError: what is wrong with it; nothing of the file was run.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, path)
            _check_config(archive.read("config.json"), path)
            with archive.open("model.weights.h5") as stream:
                _check_weights(io.BytesIO(stream.read()), path)
    except zipfile.BadZipFile as error:
        raise _refusal(path, f"is damaged or no zip file ({error})", "Save the model again as .keras.") from error


def check_weights_of_run(path: Path) -> None:
    """Refuse a run's ``model.keras`` whose weights are not plain arrays; its config is never read.

    Raises:
        UserError: what is wrong with it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, path)
            with archive.open("model.weights.h5") as stream:
                _check_weights(io.BytesIO(stream.read()), path)
    except zipfile.BadZipFile as error:
        raise _refusal(path, f"is damaged ({error})", "Resume the run, or repeat it.") from error


def _check_members(archive: zipfile.ZipFile, path: Path) -> None:
    members = archive.infolist()
    names = sorted(member.filename for member in members)
    if names != sorted(MEMBERS):
        listed = ", ".join(names[:8]) or "nothing"
        raise _refusal(path, f"holds {listed} instead of {', '.join(sorted(MEMBERS))}", "Save the model with Keras 3.")
    limits = {"model.weights.h5": MOST_WEIGHT_BYTES}
    for member in members:
        if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
            raise _refusal(path, f"holds {member.filename} compressed, which Keras never does", "Save it with Keras 3.")
        if member.file_size > limits.get(member.filename, MOST_CONFIG_BYTES):
            raise _refusal(path, f"holds {member.filename} of {member.file_size} bytes", "Choose a smaller model.")


def _check_config(content: bytes, path: Path) -> None:
    if _depth(content) > MOST_DEPTH:
        raise _refusal(path, f"has a config nested deeper than {MOST_DEPTH}", REBUILD)
    try:
        config = json.loads(content)
    except ValueError as error:
        raise _refusal(path, f"has a config that is no JSON ({error})", "Save the model again as .keras.") from error
    if isinstance(config, dict):
        config.pop("compile_config", None)  # load_model(compile=False) does not read it
    reason = reason_against_config(config)
    if reason:
        raise _refusal(path, reason, REBUILD)


def _depth(content: bytes) -> int:
    """How deep brackets stand in each other; an upper bound, since brackets in texts count, too."""
    deepest = depth = 0
    for byte in content:
        depth += (byte in b"{[") - (byte in b"}]")
        deepest = max(deepest, depth)
    return deepest


def _check_weights(stream: io.BytesIO, path: Path) -> None:
    try:
        with h5py.File(stream, "r") as file:
            _check_group(file, path)
    except OSError as error:
        raise _refusal(path, f"has damaged weights ({error})", "Save the model again as .keras.") from error


def _check_group(file: h5py.File, path: Path) -> None:
    """Every entry must be a plain array of numbers inside the file: no link to another file, no foreign storage."""
    waiting: list[h5py.Group] = [file]
    while waiting:
        group = waiting.pop()
        for name in group:
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                raise _refusal(path, f"has weights that are links ({group.name}/{name})", REBUILD)
            entry = group[name]
            if isinstance(entry, h5py.Group):
                waiting.append(entry)
            elif not _is_plain(entry):
                raise _refusal(path, f"has weights that are no plain arrays ({entry.name})", REBUILD)


def _is_plain(entry: Any) -> bool:
    if not isinstance(entry, h5py.Dataset) or entry.is_virtual or entry.external:
        return False
    return entry.dtype.kind in "fiubVS" and entry.nbytes <= MOST_WEIGHT_BYTES


def _refusal(path: Path, what: str, hint: str) -> UserError:
    return UserError(f"This model is not opened. Received: {path}, which {what}.", hint)
