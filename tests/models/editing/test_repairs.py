"""Every problem of a graph has a repair that makes it better."""

import pytest
from hypothesis import example, given, settings

from models.editing.repair import badness
from models.editing.repairs import Repair, repairs_for
from models.graph import Auxiliary, Graph, Node
from models.nodes import (
    Add,
    Concatenate,
    Convolution,
    Crop,
    CropTo,
    Dense,
    Flatten,
    GlobalAveragePooling,
    Input,
    MaximumPooling,
    Multiply,
)  # fmt: skip
from models.nodes.base import NodeType
from tests.models.editing.random_graphs import broken_graphs

MOST_STEPS = 60
INPUT = Node("input", Input((32, 32, 3)))


def chain(*operations: NodeType) -> Graph:
    nodes = [INPUT]
    for operation in operations:
        nodes.append(Node(f"{operation.type}{len(nodes)}", operation, (nodes[-1].name,)))
    return Graph("test", tuple(nodes), (nodes[-1].name,))


def graph(*nodes: Node) -> Graph:
    return Graph("test", (INPUT, *nodes), (nodes[-1].name,))


def repairs(network: Graph) -> dict[str, Graph]:
    return {repair.title: repair.graph for repair in repairs_for(network, network.problems()[0])}


def first(network: Graph) -> Repair:
    return repairs_for(network, network.problems()[0])[0]


def repaired(network: Graph) -> Graph:
    for _ in range(MOST_STEPS):
        problems = network.problems()
        if not problems:
            break
        network = repairs_for(network, problems[0])[0].graph
    return network


def test_a_kernel_that_is_too_large_becomes_smaller() -> None:
    network = chain(Convolution(8, (41, 41), padding="valid"))

    assert list(repairs(network))[:2] == ["Use a kernel of 31 x 31", "Use a kernel of 1 x 1"]
    assert first(network).graph.shapes()["convolution1"] == (2, 2, 8)


def test_padding_is_a_repair_of_a_kernel_that_is_too_large() -> None:
    assert "Use padding 'same'" in repairs(chain(Convolution(8, (41, 41), padding="valid")))


def test_a_pooling_window_that_is_too_large_becomes_smaller() -> None:
    network = chain(MaximumPooling((16, 16), (16, 16)), MaximumPooling((3, 3)))

    assert first(network).title == "Use a window of 2 x 2"
    assert first(network).graph.problems() == []


def test_dense_behind_a_map_offers_flatten_and_global_average_pooling() -> None:
    found = repairs(chain(Convolution(8), Dense(10)))

    assert list(found)[:2] == ["Insert flatten before 'dense2'", "Insert global average pooling before 'dense2'"]
    assert [found[title].problems() for title in found] == [[]] * len(found)


def test_a_sum_of_paths_with_other_filters_gets_a_convolution_on_one_path() -> None:
    network = graph(
        Node("wide", Convolution(64, stride=(2, 2)), ("input",)),
        Node("sum", Add(), ("wide", "input")),
    )

    assert first(network).title == "Put a 1x1 convolution with 64 filters and stride 2 on the path from 'input'"
    assert first(network).graph.shapes()["sum"] == (16, 16, 64)


def test_the_larger_of_two_maps_is_brought_to_the_smaller_one() -> None:
    network = graph(
        Node("small", MaximumPooling((2, 2)), ("input",)),
        Node("sum", Add(), ("input", "small")),
    )

    assert "Put a 1x1 convolution with 3 filters and stride 2 on the path from 'input'" in repairs(network)


def test_concatenated_maps_of_different_size_are_padded_or_cropped() -> None:
    network = graph(
        Node("one", Convolution(4, (1, 1)), ("input",)),
        Node("five", Convolution(4, (5, 5), padding="valid"), ("input",)),
        Node("both", Concatenate(), ("one", "five")),
    )
    found = repairs(network)

    assert next(iter(found)) == "Use padding 'same' in 'five'"
    assert "Put zero padding on the path from 'five'" in found
    assert [found[title].problems() for title in found] == [[]] * len(found)


def test_a_sum_of_other_channels_can_be_concatenated() -> None:
    network = graph(
        Node("one", Convolution(4, (1, 1)), ("input",)),
        Node("two", Convolution(5, (1, 1)), ("input",)),
        Node("sum", Add(), ("one", "two")),
    )

    assert repairs(network)["Concatenate the inputs instead"].shapes()["sum"] == (32, 32, 9)


def test_a_map_and_a_vector_meet_as_vectors() -> None:
    network = graph(
        Node("pooled", GlobalAveragePooling(), ("input",)),
        Node("both", Concatenate(), ("pooled", "input")),
    )

    assert first(network).title == "Put global average pooling on the path from 'input'"
    assert first(network).graph.shapes()["both"] == (6,)


def test_weights_of_channels_are_reshaped_to_a_map() -> None:
    network = graph(
        Node("weights", GlobalAveragePooling(), ("input",)),
        Node("weighted", Multiply(), ("input", "weights")),
    )

    assert first(network).title == "Put a reshape to 1 x 1 x 3 on the path from 'weights'"


def test_a_convolution_behind_flatten_is_connected_before_it() -> None:
    network = chain(Convolution(8), Flatten(), Convolution(4))

    assert first(network).title == "Remove 'flatten2'"
    assert first(network).graph.shapes()["convolution3"] == (32, 32, 4)


def test_groups_become_a_divisor() -> None:
    found = repairs(chain(Convolution(8), Convolution(12, groups=3)))

    assert "Use 1 group" in found


def test_an_unconnected_node_is_connected_to_the_open_end() -> None:
    network = Graph("test", (*chain(Convolution(8)).nodes, Node("next", Convolution(4))), ("next",))

    assert first(network).title == "Connect 'next' to 'convolution1'"
    assert first(network).graph.outputs == ("next",)


def test_an_unconnected_dense_layer_is_connected_through_flatten() -> None:
    network = Graph("test", (*chain(Convolution(8)).nodes, Node("dense", Dense(4))), ("dense",))

    assert first(network).title == "Connect 'dense' to 'convolution1' with flatten between"
    assert first(network).graph.problems() == []


def test_a_network_without_input_gets_one() -> None:
    network = Graph("test", (Node("convolution", Convolution(4)),), ("convolution",))

    assert first(network).title == "Add an input of 64 x 64 x 3"
    assert first(network).graph.problems() == []


def test_an_empty_network_gets_an_input() -> None:
    assert first(Graph("test", (), ())).graph.problems() == []


def test_the_last_node_becomes_the_output() -> None:
    network = Graph("test", chain(Convolution(8)).nodes, ())

    assert first(network).title == "Make 'convolution1' the output"


def test_a_side_output_that_is_no_node_is_removed() -> None:
    network = Graph("test", chain(Convolution(8)).nodes, ("convolution1",), (Auxiliary("nowhere", 0.3),))

    assert first(network).title == "Remove the side output 'nowhere'"


def test_a_wrong_name_of_a_source_is_corrected() -> None:
    network = graph(Node("convolution", Convolution(4), ("input",)), Node("next", Convolution(4), ("convolutoin",)))

    assert first(network).title == "Connect 'next' to 'convolution'"


def test_a_second_node_of_one_name_is_renamed() -> None:
    network = graph(Node("a", Convolution(4), ("input",)), Node("a", Convolution(4), ("input",)))

    assert first(network).title == "Rename the second one to 'a_2'"


def test_a_cycle_is_opened() -> None:
    network = graph(Node("a", Add(), ("input", "b")), Node("b", Convolution(3), ("a",)))

    assert "Remove the edge from 'b' to 'a'" in repairs(network)


def test_inputs_that_are_too_many_are_merged_first() -> None:
    network = graph(
        Node("one", Convolution(4), ("input",)),
        Node("two", Convolution(4), ("input",)),
        Node("next", Convolution(4), ("one", "two")),
    )

    assert list(repairs(network))[:2] == ["Add the inputs up first", "Concatenate the inputs first"]


def test_weights_that_cannot_be_shared_become_its_own() -> None:
    network = graph(Node("a", Convolution(4), ("input",), weights_of="nowhere"))

    assert first(network).title == "Give 'a' weights of its own"


def test_a_crop_that_leaves_nothing_takes_less() -> None:
    assert first(chain(Crop((20, 20, 1, 1)))).title == "Crop 15, 15, 1, 1 px"


def test_inputs_in_the_wrong_order_are_swapped() -> None:
    network = graph(Node("small", MaximumPooling(), ("input",)), Node("cropped", CropTo(), ("small", "input")))

    assert first(network).title == "Swap the inputs"


def test_removing_is_always_offered_for_a_broken_node() -> None:
    found = repairs_for(chain(Dense(3)), chain(Dense(3)).problems()[0])

    assert found[-1].title == "Remove 'dense1'"


def test_nothing_is_proposed_for_a_problem_that_is_gone() -> None:
    problem = chain(Dense(3)).problems()[0]

    assert repairs_for(chain(Flatten(), Dense(3)), problem) == ()


@settings(max_examples=60, deadline=None)
@given(broken_graphs())
@example(Graph("random", (Node("a", Add(), ("a", "a")),), ("a",)))
def test_first_repairs_end_in_a_network(network: Graph) -> None:
    assert repaired(network).problems() == []


@settings(max_examples=40, deadline=None)
@given(broken_graphs())
def test_every_repair_makes_its_graph_better(network: Graph) -> None:
    proposed = [repair for problem in network.problems() for repair in repairs_for(network, problem)]

    assert all(badness(repair.graph) < badness(network) for repair in proposed)


@pytest.mark.parametrize("operation", [Dense(3), Convolution(4, (99, 99), padding="valid")])
def test_repairs_keep_the_output(operation: NodeType) -> None:
    network = chain(Convolution(8), operation)

    assert first(network).graph.outputs == network.outputs
