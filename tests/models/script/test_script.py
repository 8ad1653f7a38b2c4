from collections.abc import Mapping

import keras
import pytest

from models import nodes
from models.architectures.chain import Chain
from models.catalogue import architecture
from models.graph import Auxiliary, Graph, Node
from models.nodes import (
    NODE_TYPES,
    Activation,
    Add,
    BatchNormalisation,
    Convolution,
    Dense,
    GlobalAveragePooling,
    Input,
)
from models.problems import GraphError
from models.read_keras import read_model
from models.script import write_script
from models.script.layer_calls import WRITERS
from tests.models.script.running import Compared, compare_scripts


def forked() -> Graph:
    """Two inputs, shared weights, two outputs, and a side output."""
    return Graph(
        "two eyes",
        (
            Node("left", Input((8, 8, 3))),
            Node("right", Input((8, 8, 3))),
            Node("eye", Convolution(4), ("left",)),
            Node("eye_again", Convolution(4), ("right",), weights_of="eye"),
            Node("both", Add(), ("eye", "eye_again")),
            Node("normalised", BatchNormalisation(initial_scale=0.5), ("both",)),
            Node("side_pooling", GlobalAveragePooling(), ("eye",)),
            Node("side", Dense(2), ("side_pooling",)),
            Node("pooling", GlobalAveragePooling(), ("normalised",)),
            Node("logits", Dense(3), ("pooling",)),
            Node("scores", Activation("softmax"), ("logits",)),
        ),
        ("scores", "logits"),
        (Auxiliary("side", 0.3),),
    )


def mixed() -> Graph:
    pictures = keras.Input((8, 8, 3), name="pictures")
    x = keras.layers.Conv2D(4, 3, name="first")(pictures)
    x = keras.layers.UnitNormalization(name="unit")(x)
    return read_model(keras.Model(pictures, keras.ops.reshape(x * 2.0, (-1, 8)), name="mixed"))


def rare() -> Graph:
    """A network of the node types that no architecture of the catalogue has."""
    chain = Chain((8, 8, 4))
    entrance = chain.add("separable", nodes.SeparableConvolution(4, activation="scaled tanh"))
    pooled = chain.add("pooled", nodes.MaximumPooling((2, 2), (2, 2)))
    chain.add("slopes", nodes.ParametricRelu(initial_slope=0.1))
    chain.add("normalised", nodes.LayerNormalisation(shift=False))
    chain.add("groups", nodes.GroupNormalisation(2))
    chain.add("lengths", nodes.ChannelNormalisation())
    chain.add("shuffled", nodes.ChannelShuffle(2))
    chain.join("unpooled", nodes.MaximumUnpooling((2, 2)), (pooled, entrance))
    chain.add("nails", nodes.BedOfNails((2, 2)))
    chain.add("grown", nodes.TransposedConvolution(4, (4, 4), (2, 2), (1, 1), initial_weights="bilinear"))
    chain.add("grown_again", nodes.TransposedConvolution(4, (3, 3), padding="same"))
    chain.join("cropped", nodes.CropTo(), (chain.last, entrance))
    chain.add("slice", nodes.ChannelSlice(1, 2))
    chain.add("dropped", nodes.SpatialDropout(0.2))
    chain.add("turned", nodes.Permute((3, 1, 2)))
    chain.add("reshaped", nodes.Reshape((8, 16)))
    return chain.finish("rare")


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Compared]:
    graphs = {"own": ORIGINAL, "forked": forked(), "mixed": mixed(), "rare": rare()}
    return compare_scripts(graphs, tmp_path_factory.mktemp("scripts"))


ORIGINAL = architecture("lenet5").graph(pooling="sub-sampling", connections="table", activation="scaled tanh")


def block(name: str, source: str, filters: int, expansion: int = 1) -> tuple[Node, ...]:
    prefix = name.replace("/", "_")
    return (
        Node(f"{prefix}_narrow", Convolution(filters, (1, 1)), (source,), name),
        Node(f"{prefix}_wide", Convolution(expansion * filters), (f"{prefix}_narrow",), name),
        Node(f"{prefix}_activation", Activation("relu"), (f"{prefix}_wide",), name),
    )


def test_every_node_type_can_be_written() -> None:
    assert set(NODE_TYPES.values()) - WRITERS.keys() == set()


def test_blocks_of_one_structure_become_one_function() -> None:
    script = write_script(architecture("resnet18").graph())

    assert "def residual_block(x, filters, name):" in script
    assert "def residual_block_with_shortcut(x, filters, name):" in script
    assert script.count("residual_block(x, filters=64") == 2


def test_a_parameter_that_is_a_multiple_of_another_is_written_as_one() -> None:
    nodes = (Node("input", Input((8, 8, 3))), *block("early", "input", 4, 4), *block("late", "early_activation", 6, 4))

    script = write_script(Graph("bottlenecks", nodes, ("late_activation",)))

    assert "def early(x, filters, name):" in script
    assert "layers.Conv2D(4 * filters, 3, " in script
    assert 'x = early(x, filters=6, name="late")' in script


def test_blocks_that_follow_each_other_become_a_loop() -> None:
    blocks = [block(f"part/block{number}", f"part_block{number - 1}_activation", 4) for number in (2, 3, 4)]
    first = block("part/block1", "input", 4)
    graph = Graph("loop", (Node("input", Input((8, 8, 4))), *first, *sum(blocks, ())), ("part_block4_activation",))

    script = write_script(graph)

    assert "    for number in range(2, 5):\n" in script
    assert '        x = block(x, name=f"part_block{number}")' in script


def test_layers_of_our_own_are_written_out_only_where_they_are_used() -> None:
    script = write_script(ORIGINAL)

    assert "class SubSampling(layers.Layer):" in script
    assert "class TableConvolution(layers.Layer):" in script
    assert "def scaled_tanh(" in script
    assert "class SubSampling" not in write_script(architecture("lenet5").graph())


def test_our_own_layers_work_without_fovea(compared: Mapping[str, Compared]) -> None:
    assert compared["own"].difference <= 1e-6
    assert compared["own"].weights == compared["own"].our_weights
    assert compared["own"].our_modules == []


def test_shared_layers_several_inputs_and_side_outputs_are_kept(compared: Mapping[str, Compared]) -> None:
    assert compared["forked"].difference <= 1e-6
    assert compared["forked"].weights == compared["forked"].our_weights
    assert compared["forked"].layers == compared["forked"].our_layers


def test_rare_node_types_are_kept(compared: Mapping[str, Compared]) -> None:
    assert compared["rare"].difference <= 1e-6
    assert compared["rare"].weights == compared["rare"].our_weights
    assert compared["rare"].layers == compared["rare"].our_layers


def test_layers_without_a_node_type_are_written_as_keras_describes_them(compared: Mapping[str, Compared]) -> None:
    assert compared["mixed"].difference <= 1e-6
    assert compared["mixed"].weights == compared["mixed"].our_weights


def test_a_name_with_quotes_stays_text() -> None:
    nodes = (Node("input", Input((4, 4, 3))), Node('x", print("no"), "', Activation("relu"), ("input",)))

    script = write_script(Graph('"""\nprint("no")', nodes, ('x", print("no"), "',)))

    compile(script, "script", "exec")
    assert script.splitlines()[0].endswith("4x4x3 in, 4x4x3 out, 0 parameters.")


def test_a_broken_graph_is_refused() -> None:
    with pytest.raises(GraphError, match="no input"):
        write_script(Graph("empty", (), ()))
