"""Looks at a ``.keras`` file before Keras does: nothing in it may run code, reach other files or fill the memory.

A ``.keras`` file is a zip with the model's config as JSON, and its weights as HDF5. Keras' own safe mode refuses
lambdas; this check refuses everything that is not on a list.
"""

import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

from engine.contract.errors import UserError
from engine.weights_check import WeightsRefused, check_weights
from models.config_check import reason_against_config

MEMBERS = {"metadata.json", "config.json", "model.weights.h5"}
MOST_CONFIG_BYTES = 16 << 20
MOST_WEIGHT_BYTES = 8 << 30
MOST_DEPTH = 100
MOST_CALLS = 5_000
ENCRYPTED = 0x1
REBUILD = "Rebuild the network with Keras' own layers and save it as .keras again."
SAVE_AGAIN = "Save the model again as .keras."
# What zipfile raises for files that are no zip, or only half of one.
DAMAGES = (zipfile.BadZipFile, struct.error, ValueError, EOFError, NotImplementedError, RuntimeError, OSError)


def check_keras_file(path: Path) -> int:
    """Refuse a ``.keras`` file that is not exactly what Keras writes for a model of known layers.

    Returns:
        How many numbers its weights hold.

    Raises:
        UserError: what is wrong with it; nothing of the file was run.
    """
    config, weights = _read(path, SAVE_AGAIN)
    _check_config(config, path)
    return _check_weights(weights, path)


def check_weights_of_run(path: Path) -> None:
    """Refuse a run's ``model.keras`` whose weights are not plain arrays; its config is never read.

    Raises:
        UserError: what is wrong with it.
    """
    _check_weights(_read(path, "Resume the run, or repeat it.")[1], path)


def refusal(path: Path, what: str, hint: str) -> UserError:
    """Return the error that says why a file is not opened: it ``what``."""
    return UserError(f"This model is not opened. Received: {path}, which {what}.", hint)


def _read(path: Path, hint: str) -> tuple[bytes, bytes]:
    """Return config and weights of a file whose members are those that Keras writes."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, path)
            return archive.read("config.json"), archive.read("model.weights.h5")
    except DAMAGES as error:
        raise refusal(path, f"is damaged or no zip file ({error})", hint) from error


def _check_members(archive: zipfile.ZipFile, path: Path) -> None:
    members = archive.infolist()
    names = sorted(member.filename for member in members)
    if names != sorted(MEMBERS):
        listed = ", ".join(names[:8]) or "nothing"
        raise refusal(
            path, f"holds {listed:.200} instead of {', '.join(sorted(MEMBERS))}", "Save the model with Keras 3."
        )
    limits = {"model.weights.h5": MOST_WEIGHT_BYTES}
    for member in members:
        if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
            raise refusal(path, f"holds {member.filename} compressed, which Keras never does", "Save it with Keras 3.")
        if member.flag_bits & ENCRYPTED:
            raise refusal(path, f"holds {member.filename} encrypted, which Keras never does", "Save it with Keras 3.")
        if member.file_size > limits.get(member.filename, MOST_CONFIG_BYTES):
            raise refusal(path, f"holds {member.filename} of {member.file_size} bytes", "Choose a smaller model.")


def _check_config(content: bytes, path: Path) -> None:
    if _depth(content) > MOST_DEPTH:
        raise refusal(path, f"has a config nested deeper than {MOST_DEPTH}", REBUILD)
    try:
        config = json.loads(content)
    except ValueError as error:
        raise refusal(path, f"has a config that is no JSON ({error})", SAVE_AGAIN) from error
    if not isinstance(config, dict):
        raise refusal(path, "has a config that describes no model", SAVE_AGAIN)
    config.pop("compile_config", None)  # load_model(compile=False) does not read it
    reason = reason_against_config(config)
    if reason:
        raise refusal(path, reason, REBUILD)
    if _call_count(config) > MOST_CALLS:
        raise refusal(path, f"calls more than {MOST_CALLS} layers", "Choose a smaller model.")


def _depth(content: bytes) -> int:
    """How deep brackets stand in each other; an upper bound, since brackets in texts count, too."""
    deepest = depth = 0
    for byte in content.translate(None, bytes(set(range(256)) - set(b"{}[]"))):
        depth += 1 if byte in b"{[" else -1
        deepest = max(deepest, depth)
    return deepest


def _call_count(value: Any) -> int:
    """How often layers are called in all: a model that is called twice calls its own layers twice."""
    if isinstance(value, list):
        return sum(map(_call_count, value))
    if not isinstance(value, dict):
        return 0
    inside = sum(map(_call_count, value.values()))
    calls = value.get("inbound_nodes")
    if isinstance(calls, list):
        return (1 + inside) * max(1, len(calls))
    return inside + (value.get("module") == "keras.layers")


def _check_weights(content: bytes, path: Path) -> int:
    """Return the number of values in the weights."""
    try:
        return check_weights(io.BytesIO(content), most_bytes=len(content))
    except WeightsRefused as error:
        raise refusal(path, str(error), REBUILD) from error
