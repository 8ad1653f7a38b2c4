import json
from typing import Any

import pytest

from models.graph import Graph, GraphError
from models.nodes import Opaque
from models.problems import RuleError

DENSE = {"class_name": "Dense", "module": "keras.layers", "config": {"units": 2}, "registered_name": None}


def graph_with(layer: object, **options: object) -> dict[str, Any]:
    kept = {"name": "kept", "type": "opaque", "inputs": ["in"], "options": {"layer": layer, **options}}
    source = {"name": "in", "type": "input", "options": {"shape": [4, 4, 3]}, "inputs": []}
    return {"version": 1, "name": "x", "nodes": [source, kept], "outputs": ["kept"]}


def lambda_inside() -> dict[str, Any]:
    inner = {"class_name": "Lambda", "module": "keras.layers", "config": {}, "registered_name": None}
    return {**DENSE, "class_name": "SpectralNormalization", "config": {"layer": inner}}


def shell_as_activation() -> dict[str, Any]:
    function = {"class_name": "function", "config": "system", "module": "os", "registered_name": "system"}
    return {**DENSE, "config": {"units": 2, "activation": function}}


HOSTILE = [
    {**DENSE, "class_name": "Lambda"},
    {**DENSE, "class_name": "Popen", "module": "subprocess"},
    {**DENSE, "registered_name": "evil>Dense"},
    {**DENSE, "module": None},
    {**DENSE, "config": {"units": 10**30}},
    {**DENSE, "config": {"units": 2, "text": "x" * 1_000_001}},
    {"class_name": "Dense"},
    "Dense",
    ["Dense"],
    lambda_inside(),
    shell_as_activation(),
]


@pytest.mark.parametrize("layer", HOSTILE, ids=lambda layer: f"{layer!s:.60}")
def test_a_graph_with_a_hostile_layer_is_refused_before_anything_is_made(layer: object) -> None:
    with pytest.raises(GraphError, match=r"Node 'kept': .*Received: "):
        Graph.from_json(graph_with(layer))


@pytest.mark.parametrize(
    "options",
    [
        {"shape": "8"},
        {"shape": [-1]},
        {"input_shapes": [8]},
        {"output": True},
        {"trainable": 1e9},
        {"follows_input": 1},
        {"arguments": {"args": []}},
        {"arguments": {"args": [{"class_name": "__lambda__"}], "kwargs": {}}},
        {"secret": 1},
    ],
    ids=str,
)
def test_options_of_another_form_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(GraphError, match="Received: "):
        Graph.from_json(graph_with(DENSE, **options))


def test_the_shape_it_was_opened_with_is_its_rule() -> None:
    kept = Opaque(layer=json.dumps(DENSE), input_shapes=((4, 4, 3),), shape=(4, 4, 2), follows_input=False)

    assert kept.output_shape(((4, 4, 3),)) == (4, 4, 2)
    with pytest.raises(RuleError, match="Dense works for the shapes it was opened with, a map of 4x4x3"):
        kept.output_shape(((5, 5, 3),))


def test_a_layer_that_follows_its_input_takes_other_sizes_and_with_weights_the_same_channels() -> None:
    kept = Opaque(input_shapes=((4, 4, 3),), shape=(4, 4, 3), trainable=3)

    assert kept.output_shape(((9, 5, 3),)) == (9, 5, 3)
    with pytest.raises(RuleError, match="Received: a map of 4x4x2"):
        kept.output_shape(((4, 4, 2),))


def test_calls_of_one_layer_are_the_same_operation() -> None:
    first = Opaque(layer=json.dumps(DENSE), input_shapes=((4, 3),), shape=(4, 2), output=0)
    second = Opaque(layer=json.dumps(DENSE), input_shapes=((8, 3),), shape=(8, 2), output=1)

    assert first == second


def test_without_options_it_passes_its_input_on() -> None:
    assert Opaque().output_shape(((4, 4, 3),)) == (4, 4, 3)
