"""All that the next batch depends on, as arrays: weights, optimizer, averages, the seeds of random layers."""

import keras
import numpy as np

from engine.training.learner import BATCH_MARGINS


def collect_variables(learner: keras.Model) -> dict[str, np.ndarray]:
    """Every variable by a unique name, in an order that depends on the network alone."""
    return {
        _name(index, variable): keras.ops.convert_to_numpy(variable)
        for index, variable in enumerate(_variables(learner))
    }


def restore_variables(learner: keras.Model, arrays: dict[str, np.ndarray]) -> None:
    """Give every variable the value it had.

    Raises:
        ValueError: the arrays belong to another network or optimizer; nothing was changed.
    """
    variables = _variables(learner)
    names = [_name(index, variable) for index, variable in enumerate(variables)]
    shapes = [tuple(variable.shape) for variable in variables]
    if shapes != [arrays[name].shape if name in arrays else None for name in names]:
        raise ValueError(f"The checkpoint belongs to another network. Received: {len(arrays)} arrays.")
    for name, variable in zip(names, variables, strict=True):
        variable.assign(arrays[name])


def _variables(learner: keras.Model) -> list[keras.Variable]:
    unique: dict[int, keras.Variable] = {}
    for variable in [*learner.variables, *learner.optimizer.variables]:
        if variable.name != BATCH_MARGINS:
            unique.setdefault(id(variable), variable)
    return list(unique.values())


def _name(index: int, variable: keras.Variable) -> str:
    return f"{index:05d}.{variable.name}"
