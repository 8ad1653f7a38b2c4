import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue import ARCHITECTURES
from models.graph import Auxiliary, Graph, GraphError, Node
from models.nodes import NODE_TYPES, Activation, Add, Convolution, Dense, Flatten, Input
from models.problems import GraphProblem

INPUT = Node("input", Input((8, 8, 3)))
CONVOLUTION = Node("convolution", Convolution(4), ("input",))


def graph(*nodes: Node) -> Graph:
    return Graph("test", nodes, (nodes[-1].name,))


def only_problem(broken: Graph) -> GraphProblem:
    (problem,) = broken.problems()
    return problem


def test_shapes_are_known_for_every_node() -> None:
    network = graph(INPUT, CONVOLUTION, Node("flatten", Flatten(), ("convolution",)))

    assert network.shapes() == {"input": (8, 8, 3), "convolution": (8, 8, 4), "flatten": (256,)}


def test_nodes_may_stand_in_any_order() -> None:
    network = Graph("test", (CONVOLUTION, INPUT), ("convolution",))

    assert [node.name for node in network.ordered()] == ["input", "convolution"]
    assert network.problems() == []


def test_dense_on_a_map_is_a_problem_of_its_node_and_edge() -> None:
    problem = only_problem(graph(INPUT, Node("dense", Dense(3), ("input",))))

    assert (problem.node, problem.edge) == ("dense", ("input", "dense"))
    assert "a map of 8x8x3" in problem.message
    assert problem.repair == "Insert flatten or global average pooling before it."


def test_a_sum_of_different_shapes_proposes_a_convolution() -> None:
    problem = only_problem(graph(INPUT, CONVOLUTION, Node("sum", Add(), ("input", "convolution"))))

    assert problem.node == "sum"
    assert "8x8x3 and a map of 8x8x4" in problem.message
    assert "1x1 convolution" in problem.repair


def test_a_window_larger_than_its_map_is_a_problem() -> None:
    problem = only_problem(graph(INPUT, Node("large", Convolution(4, (9, 9), padding="valid"), ("input",))))

    assert problem.node == "large"
    assert "a window of 9x9 on a map of 8x8" in problem.message


def test_nodes_behind_a_problem_are_not_blamed() -> None:
    broken = graph(INPUT, Node("dense", Dense(3), ("input",)), Node("logits", Dense(3), ("dense",)))

    assert only_problem(broken).node == "dense"


def test_an_edge_from_nowhere_is_a_problem() -> None:
    problem = only_problem(graph(INPUT, Node("convolution", Convolution(4), ("missing",))))

    assert problem.edge == ("missing", "convolution")


def test_a_missing_connection_is_a_problem() -> None:
    problem = only_problem(graph(INPUT, Node("convolution", Convolution(4))))

    assert problem.message == "Convolution takes 1 input. Received: 0."
    assert problem.repair == "Connect a node to it."


def test_a_cycle_is_a_problem_of_its_edges() -> None:
    problems = graph(
        INPUT, Node("a", Add(), ("input", "b")), Node("b", Activation(), ("a",)), Node("c", Activation(), ("b",))
    ).problems()

    assert [problem.edge for problem in problems] == [("b", "a"), ("a", "b")]


def test_a_name_used_twice_is_a_problem() -> None:
    assert only_problem(graph(INPUT, CONVOLUTION, CONVOLUTION)).message == "The name is used twice."


def test_an_output_that_is_no_node_is_a_problem() -> None:
    assert only_problem(Graph("test", (INPUT,), ("scores",))).node == "scores"


def test_a_graph_without_input_is_a_problem() -> None:
    messages = [problem.message for problem in Graph("test", (), ()).problems()]

    assert messages == ["The graph has no input.", "The graph has no output."]


def test_the_first_problem_is_the_message_of_the_error() -> None:
    broken = graph(INPUT, Node("one", Dense(3), ("input",)), Node("two", Dense(3), ("input",)))

    with pytest.raises(GraphError, match=r"Node 'one': .* \(and 1 more\)"):
        broken.shapes()


def test_an_unknown_node_is_answered_with_close_names() -> None:
    with pytest.raises(GraphError, match="Choose convolution"):
        graph(INPUT, CONVOLUTION).node("convolutoin")


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_a_graph_comes_back_from_json_as_it_was(name: str) -> None:
    written = ARCHITECTURES[name].graph()

    assert Graph.from_json(json.loads(json.dumps(written.to_json()))) == written


@pytest.mark.parametrize("name", NODE_TYPES)
def test_every_node_type_comes_back_from_json_with_its_options(name: str) -> None:
    written = Graph("test", (Node("node", NODE_TYPES[name](), ("a", "b"), "stage1/block1"),), ("node",))

    assert Graph.from_json(json.loads(json.dumps(written.to_json()))) == written


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"type": "convolutoin"}, "Unknown node type. Received: convolutoin. Choose convolution"),
        ({"options": {"filters": 0}}, "Filters has no such value. Received: 0. Give 1 or more."),
        ({"options": {"filter": 3}}, "Unknown option. Received: filter. Choose filters"),
        ({"options": [1]}, "Options or inputs have a wrong form."),
    ],
)
def test_a_wrong_node_in_json_is_named(change: dict[str, object], sentence: str) -> None:
    document = graph(INPUT, CONVOLUTION).to_json()
    document["nodes"][1].update(change)

    with pytest.raises(GraphError) as caught:
        Graph.from_json(document)

    assert str(caught.value).startswith(f"Node 'convolution': {sentence}")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["version", "nodes", "name", "type"]), inner)
    ),
    max_leaves=8,
)


@given(nodes=JSON, outputs=JSON)
def test_any_other_json_is_refused_with_a_sentence(nodes: object, outputs: object) -> None:
    try:
        found = Graph.from_json({"version": 1, "nodes": nodes, "outputs": outputs}).problems()
    except GraphError as error:
        found = list(error.problems)

    assert all(problem.message.endswith(".") for problem in found)


SIDE = Node("side", Flatten(), ("convolution",))
MAIN = Node("main", Dense(2), ("flatten",))
FORKED = Graph(
    "forked",
    (INPUT, CONVOLUTION, Node("flatten", Flatten(), ("convolution",)), MAIN, SIDE),
    ("main",),
    (Auxiliary("side", 0.3),),
)


def test_side_outputs_survive_json() -> None:
    assert Graph.from_json(json.loads(json.dumps(FORKED.to_json()))) == FORKED


def test_a_graph_for_prediction_has_no_side_outputs_and_nothing_that_only_they_need() -> None:
    assert [node.name for node in FORKED.for_prediction().nodes] == ["input", "convolution", "flatten", "main"]
    assert FORKED.for_prediction().auxiliary == ()


def test_a_side_output_must_be_a_node() -> None:
    problem = only_problem(Graph("test", (INPUT, CONVOLUTION), ("convolution",), (Auxiliary("nowhere", 0.3),)))

    assert problem.node == "nowhere"


@pytest.mark.parametrize("sides", [7, [7], [{"node": "a"}], [{"node": "a", "weight": "much"}]])
def test_side_outputs_of_a_wrong_form_are_refused(sides: object) -> None:
    with pytest.raises(GraphError, match="side output"):
        Graph.from_json(FORKED.to_json() | {"auxiliary": sides})


def test_shared_weights_survive_json() -> None:
    shared = Node("again", Convolution(3), ("first",), weights_of="first")
    network = graph(INPUT, Node("first", Convolution(3), ("input",)), shared)

    assert network.problems() == []
    assert Graph.from_json(json.loads(json.dumps(network.to_json()))) == network


@pytest.mark.parametrize(
    "owner", [Node("first", Convolution(4), ("input",)), Node("other", Convolution(3), ("input",))]
)
def test_weights_can_only_be_shared_with_an_equal_node(owner: Node) -> None:
    problem = only_problem(graph(INPUT, owner, Node("again", Convolution(3), ("input",), weights_of="first")))

    assert problem.node == "again"
    assert "share" in problem.message
