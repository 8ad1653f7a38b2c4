"""Side outputs: classifiers inside a network that help it learn, and are no part of it when it predicts."""

from dataclasses import dataclass
from typing import Any

import keras

from engine.tasks.base import Task
from models.graph import Graph

Tensor = Any


@dataclass(frozen=True, slots=True)
class SideOutput:
    """One side output of a network.

    Attributes:
        learning_output: what its loss is computed on; logits for classification.
        weight: its loss counts so much.
    """

    learning_output: Tensor
    weight: float


def side_outputs(network: keras.Model, graph: Graph, task: Task) -> tuple[SideOutput, ...]:
    """The side outputs of ``network``, which was built of ``graph``."""
    return tuple(SideOutput(task.side_output(network, side.node), side.weight) for side in graph.auxiliary)


def without_side_outputs(network: keras.Model, graph: Graph) -> keras.Model:
    """The part of ``network`` that predicts: the same layers with the same weights, without side outputs."""
    if not graph.auxiliary:
        return network
    outputs = network.outputs[: len(graph.outputs)]
    return keras.Model(network.inputs, outputs if len(outputs) > 1 else outputs[0], name=network.name)
