import keras
import numpy as np
import pytest

from models.arithmetic import analyse
from models.build import build_model, node_seed
from models.catalogue import architecture
from models.graph import Graph, GraphError, Node
from models.nodes import Convolution, Dense, Input
from tests.models.small_networks import (
    DETECTORS,
    INSTANCE_NETWORKS,
    LOCALISERS,
    OF_ANY_SIZE,
    QUICK,
    small_graph,
    small_shape,
)

EMPTY = ("linear",)
"""Networks whose last layer starts at zero."""
LENET_1998 = {"activation": "scaled tanh", "pooling": "sub-sampling", "connections": "table"}


def pictures(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).random(shape, "float32")


@pytest.mark.parametrize(
    ("name", "shape"), [*((name, None) for name in QUICK), *((name, (47, 40, 1)) for name in OF_ANY_SIZE)]
)
def test_the_table_of_a_network_equals_its_keras_model(name: str, shape: tuple[int, int, int] | None) -> None:
    graph = small_graph(name, shape=shape, classes=7)
    analysis = analyse(graph)

    model = build_model(graph, seed=1)

    assert model.count_params() == analysis.parameters
    assert sum(int(np.prod(weight.shape)) for weight in model.trainable_weights) == analysis.trainable_parameters
    # A node that shares the weights of another one is a further call of its layer.
    rows = [row for row in analysis.rows if not graph.node(row.name).weights_of]
    called_once = [row for row in rows if row.name not in {node.weights_of for node in graph.nodes}]
    assert {row.name: row.output_shape for row in called_once} == {
        row.name: model.get_layer(row.name).output.shape[1:] for row in called_once
    }
    assert [model.get_layer(row.name).count_params() for row in rows] == [row.parameters for row in rows]


BOXED = (*LOCALISERS, *DETECTORS, *INSTANCE_NETWORKS)


@pytest.mark.parametrize("name", [name for name in QUICK if name not in {*EMPTY, *BOXED}])
def test_a_fresh_network_tells_pictures_apart(name: str) -> None:
    graph = small_graph(name).for_prediction()
    model = build_model(graph, seed=1)

    scores = keras.ops.convert_to_numpy(model(pictures(3, *small_shape(name))))

    assert scores.sum(axis=-1) == pytest.approx(1, abs=1e-5)
    assert np.ptp(scores, axis=0).max() > 1e-4


@pytest.mark.parametrize("name", BOXED)
def test_a_fresh_detector_says_other_boxes_for_other_pictures(name: str) -> None:
    graph = small_graph(name).for_prediction()
    model = build_model(graph, seed=1)

    said = keras.ops.convert_to_numpy(model(pictures(3, *small_shape(name))))

    assert said.shape == (3, *graph.shapes()[graph.outputs[0]])
    assert np.ptp(said, axis=0).max() > 1e-4


def test_a_fresh_linear_classifier_holds_empty_templates() -> None:
    model = build_model(architecture("linear").graph((28, 28, 1), 5), seed=1)

    assert not model.get_layer("logits").kernel.numpy().any()


def test_the_same_seed_gives_the_same_weights() -> None:
    graph = architecture("lenet5").graph()

    first, same, other = (build_model(graph, seed=seed).get_layer("c1").kernel.numpy() for seed in (1, 1, 2))

    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


def test_layers_do_not_share_their_seeds() -> None:
    graph = architecture("mlp").graph((4, 4, 1), 2, width=16, depth=2)
    model = build_model(graph, seed=1)

    assert not np.array_equal(model.get_layer("hidden1").kernel.numpy(), model.get_layer("hidden2").kernel.numpy())
    assert node_seed(1, "hidden1") != node_seed(1, "hidden2")


def test_a_new_node_leaves_the_weights_of_others_alone() -> None:
    plain = build_model(architecture("lenet5").graph(), seed=1)
    longer = build_model(architecture("lenet5").graph(dropout=0.5, batch_normalisation=True), seed=1)

    assert np.array_equal(plain.get_layer("c3").kernel.numpy(), longer.get_layer("c3").kernel.numpy())


@pytest.mark.parametrize("is_normalised", [True, False])
def test_a_residual_block_starts_as_the_identity(is_normalised: bool) -> None:
    graph = architecture("resnet18").graph((32, 32, 3), 5, width=4, batch_normalisation=is_normalised)
    model = build_model(graph, seed=1)
    ends = [model.get_layer(name).output for name in ("stage1_block1_activation", "stage1_block2_activation")]

    before, after = keras.Model(model.input, ends)(pictures(2, 32, 32, 3))

    assert float(keras.ops.max(before)) > 0
    assert np.allclose(before, after, atol=1e-6)


def test_branches_of_the_small_networks_take_part_from_the_start() -> None:
    model = build_model(architecture("small-resnet-fast").graph((32, 32, 3), 5, width=4), seed=1)

    branch = keras.Model(model.input, model.get_layer("stage1_block1_convolution2_normalised").output)

    assert float(keras.ops.std(branch(pictures(2, 32, 32, 3)))) > 0.01


@pytest.mark.parametrize("policy", ["mixed_bfloat16", "mixed_float16"])
def test_scores_are_computed_in_float32_under_every_policy(policy: str) -> None:
    graph = architecture("small-resnet-fast").graph((28, 28, 1), 5, dropout=0.2)

    model = build_model(graph, seed=1, dtype_policy=policy)

    assert model.get_layer("stem").compute_dtype == policy.removeprefix("mixed_")
    assert [model.get_layer(name).compute_dtype for name in ("pooling", "dropout", "logits", "scores")] == [
        "float32"
    ] * 4
    assert {str(weight.dtype) for weight in model.weights if "seed" not in weight.path} == {"float32"}


@pytest.mark.parametrize(
    ("name", "in_full"),
    [("unet", ["logits"]), ("fcn-16s", ["score", "upscore_stride16", "fuse_pool4", "upscore", "logits"])],
)
def test_classes_of_pixels_are_computed_in_float32_too(name: str, in_full: list[str]) -> None:
    model = build_model(small_graph(name, dropout=0.0), seed=1, dtype_policy="mixed_bfloat16")

    exact = {layer.name for layer in model.layers[1:] if layer.compute_dtype == "float32"}
    assert exact == {*in_full, "scores"}


def test_graphs_with_several_inputs_and_outputs_are_built() -> None:
    nodes = (
        Node("left", Input((4,))), Node("right", Input((6,))),
        Node("a", Dense(2), ("left",)), Node("b", Dense(3), ("right",)),
    )  # fmt: skip

    model = build_model(Graph("pair", nodes, ("a", "b")), seed=1)

    assert [tensor.shape for tensor in model.outputs] == [(None, 2), (None, 3)]


def test_a_broken_graph_is_not_built() -> None:
    broken = Graph("broken", (Node("input", Input((4,))), Node("c", Convolution(2), ("input",))), ("c",))

    with pytest.raises(GraphError, match="Node 'c': Convolution needs a map"):
        build_model(broken, seed=1)


def test_the_original_lenet5_learns_a_batch_by_heart() -> None:
    keras.utils.set_random_seed(1)
    model = build_model(architecture("lenet5").graph((28, 28, 1), 4, **LENET_1998), seed=1)
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    images, labels = np.kron(pictures(16, 7, 7, 1) - 0.5, np.ones((1, 4, 4, 1))), np.arange(16) % 4

    model.fit(images, labels, batch_size=16, epochs=40, verbose=0)

    assert model.evaluate(images, labels, verbose=0)[1] == 1.0
