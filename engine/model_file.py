"""Opens a ``.keras`` file that others made: checked first, measured before memory is taken, bounded while it opens."""

import copy
import json
import math
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keras
from keras.src.backend.common import global_state
from keras.src.saving.serialization_lib import ObjectSharingScope

from engine.contract.errors import UserError
from engine.devices import has_gpu
from engine.limits import OutOfTime, limited
from engine.model_check import check_keras_file, refusal
from models.graph import GraphError
from models.layers.calls import Calls, calls_of
from models.layers.grouped_convolution import speed_up_groups
from models.layers.strided_points import spare_strided_points
from models.read_keras import FREE_SIDE_PX

MOST_SECONDS = 120.0
SPARE_BYTES = 4 << 30
SPARE_VALUES = 1_000_000
MOST_ACTIVATION_VALUES = 1 << 31
AGAIN = "Save it again with Keras 3, built of Keras' own layers."
# What Keras raises for a config or weights that do not fit together.
FAILURES = (ValueError, TypeError, KeyError, AttributeError, IndexError, OSError, RuntimeError, NotImplementedError)


def open_keras_file(path: Path) -> keras.Model:
    """Return the model in a ``.keras`` file, not compiled.

    Raises:
        UserError: the file is not opened, and why; nothing of it was run.
    """
    try:
        memory_bytes = None if has_gpu() else SPARE_BYTES + 4 * path.stat().st_size
        with limited(seconds=MOST_SECONDS, memory_bytes=memory_bytes):
            return _open(path)
    except OutOfTime as error:
        raise refusal(path, f"takes longer than {MOST_SECONDS:.0f} s to open", "Choose a smaller model.") from error
    except MemoryError as error:
        raise refusal(path, "needs more memory than a model of its size", "Choose a smaller model.") from error


def _open(path: Path) -> keras.Model:
    stored = check_keras_file(path)
    try:
        config = _config_of(path)
        _require_fitting_size(path, config, stored)
        model = _made(config)
        model.load_weights(path)
    except FAILURES as error:
        raise UserError(f"Keras cannot open this model. Received: {path}: {_reason(error)}.", AGAIN) from error
    speed_up_groups(model)
    spare_strided_points(model)
    return model


def _reason(error: BaseException) -> str:
    """The first sentence of the error that all others follow from: Keras wraps errors in long explanations."""
    while error.__cause__ is not None or error.__context__ is not None:
        error = error.__cause__ or error.__context__  # type: ignore[assignment]  # one of them is there
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return f"{first.split('. ')[0]:.200}".rstrip(".:")


def _config_of(path: Path) -> Any:
    """Return the config of the model without losses and optimizers, which only training needs."""
    with zipfile.ZipFile(path) as archive:
        return _without_training(json.loads(archive.read("config.json")))


def _without_training(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_training(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_training(item) for name, item in value.items() if name != "compile_config"}


def _made(config: Any) -> Any:
    """Return the object that a config describes, as ``load_model`` makes it with ``compile=False``.

    Keras takes configs apart while it reads them: it gets a copy.
    """
    with ObjectSharingScope():
        return keras.saving.deserialize_keras_object(copy.deepcopy(config), safe_mode=True)


def _require_fitting_size(path: Path, config: Any, stored: int) -> None:
    """Build the model without numbers, and compare what it would need with the ``stored`` numbers of the file."""
    with _without_numbers():
        model = _made(config)
        if not isinstance(model, keras.Model):
            raise refusal(path, f"holds a {type(model).__name__} instead of a model", AGAIN)
        declared = sum(math.prod(variable.shape) for variable in model.variables)
        if declared > 2 * stored + SPARE_VALUES:
            raise refusal(path, f"declares {declared:,} parameters and holds {stored:,}", AGAIN)
        _require_small_activations(path, _calls(path, model))


def _calls(path: Path, model: keras.Model) -> Calls:
    try:
        return calls_of(model)
    except GraphError as error:
        raise UserError(f"{error.message} Received: {path}.", error.hint) from error


def _require_small_activations(path: Path, calls: Calls) -> None:
    for call in calls.calls:
        for tensor in call.record.outputs:
            values = math.prod(FREE_SIDE_PX if size is None else size for size in tensor.shape[1:])
            if values > MOST_ACTIVATION_VALUES:
                what = f"gives {values:,} values for one picture at layer {call.name}"
                raise refusal(path, what, "Choose a smaller model.")


@contextmanager
def _without_numbers() -> Iterator[Any]:
    """Let variables have a shape and no numbers; Keras keeps a list of them to fill later, which is forgotten here."""
    waiting = "uninitialized_variables"
    before = global_state.get_global_attribute(waiting, [])
    global_state.set_global_attribute(waiting, [])
    try:
        with keras.StatelessScope(initialize_variables=False) as scope:
            yield scope
    finally:
        global_state.set_global_attribute(waiting, before)
