"""What a network for masks says while its skips are weaker, or switched off: what each of them contributes.

The skips are those that ``models/skips.py`` finds. The network is compiled once with the shares as an input, so that
they can follow a slider; with ``with_weaker_skips`` it would have to be built anew for each position.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from engine.explaining.field import graph_of_run
from engine.inspect.gradients import value_and_gradients
from engine.inspect.program import LayerCall, execute, program_of
from engine.model_store import LoadedRun
from engine.predicting.mask_network import KEPT_NETWORKS, MaskNetwork, mask_network
from models.graph import Graph
from models.nodes import MaximumPooling, MaximumUnpooling
from models.skips import Skip, skips

Tensor = Any
Floats = NDArray[np.float32]
Shares = Sequence[float]


class WeakenedModel:
    """A network whose skips are multiplied by shares of the moment.

    Args:
        model: the network; its layers have the names of the nodes of ``graph``.
        graph: what it was built from.
        found: the skips that can be made weaker.
    """

    def __init__(self, model: keras.Model, graph: Graph, found: Sequence[Skip]) -> None:
        self._program = program_of(model)
        self._places = _places(graph, found)
        self._run = value_and_gradients(self._forward, model.variables)

    def predict(self, pictures: Floats, shares: Shares) -> Floats:
        """Class probabilities (batch, height, width, classes) of prepared pictures."""
        (scores,), _ = self._run([], [pictures, np.asarray(shares, np.float32)])
        return np.asarray(ops.convert_to_numpy(scores), np.float32)

    def _forward(self, _points: list[Tensor], inputs: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        pictures, shares = inputs

        def make(call: LayerCall, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
            weaker = self._places.get(call.name)
            if weaker is not None:
                read = [
                    value * ops.cast(shares[weaker[place]], value.dtype) if place in weaker else value
                    for place, value in enumerate(arguments[0])
                ]
                arguments = (read, *arguments[1:])
            return call.operation(*arguments, **options)

        values = execute(self._program, [pictures], _as_it_is, make=make)
        scores = ops.cast(values[self._program.outputs[0]], "float32")
        return ops.sum(scores), [scores]


class _WithShares:
    """Answers as a network for prepared pictures, with the same shares for all of them."""

    def __init__(self, weakened: WeakenedModel, shares: Shares) -> None:
        self._weakened = weakened
        self._shares = tuple(shares)

    def predict_on_batch(self, x: Floats) -> Floats:
        return self._weakened.predict(x, self._shares)


def skips_of(run: LoadedRun) -> tuple[Skip, ...]:
    """The skips of a run's network, those of small maps first."""
    return skips(graph_of_run(run).for_prediction())


def positions_passed(run: LoadedRun) -> tuple[tuple[str, str], ...]:
    """The poolings whose positions are used again, each with the layer that uses them."""
    return passed_in(graph_of_run(run).for_prediction())


def passed_in(graph: Graph) -> tuple[tuple[str, str], ...]:
    """Likewise, of a graph: an unpooling reads the map of which it has to find the maxima again."""
    ordered = graph.ordered()
    poolings = {node.inputs[0]: node.name for node in ordered if isinstance(node.operation, MaximumPooling)}
    return tuple(
        (poolings[node.inputs[1]], node.name)
        for node in ordered
        if isinstance(node.operation, MaximumUnpooling) and node.inputs[1] in poolings
    )


def weakened_network(run: LoadedRun, shares: Shares) -> MaskNetwork:
    """The network of a run with a share of each of its skips.

    Args:
        run: what is asked.
        shares: one for each of ``skips_of``, in [0, 1].

    Raises:
        UserError: it says nothing of single pixels.
    """
    return replace(mask_network(run), model=_WithShares(_weakened_model(run), shares))


@lru_cache(maxsize=KEPT_NETWORKS)
def _weakened_model(run: LoadedRun) -> WeakenedModel:
    model = mask_network(run).model
    assert isinstance(model, keras.Model)
    return WeakenedModel(model, graph_of_run(run).for_prediction(), skips_of(run))


def _places(graph: Graph, found: Sequence[Skip]) -> Mapping[str, Mapping[int, int]]:
    """For every merge: the number of the skip for each place among what it reads."""
    return {
        node.name: {
            node.inputs.index(skip.source): number for number, skip in enumerate(found) if skip.merge == node.name
        }
        for node in graph.nodes
        if any(skip.merge == node.name for skip in found)
    }


def _as_it_is(_number: int, tensor: Tensor) -> Tensor:
    return tensor
