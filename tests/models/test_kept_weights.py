from dataclasses import replace

from models.build import build_model
from models.graph import Graph, Node
from models.kept_weights import weights_kept
from models.nodes import Activation, Convolution, Dense, Flatten, Input

SMALL = Graph(
    "small",
    (
        Node("in", Input((8, 8, 3))),
        Node("first", Convolution(4), ("in",)),
        Node("second", Convolution(6), ("first",)),
        Node("flat", Flatten(), ("second",)),
        Node("scores", Dense(3), ("flat",)),
    ),
    ("scores",),
)


def changed(name: str, operation: object) -> Graph:
    nodes = tuple(replace(node, operation=operation) if node.name == name else node for node in SMALL.nodes)
    return Graph("small", nodes, SMALL.outputs)


def test_nothing_changed_keeps_all() -> None:
    kept = weights_kept(SMALL, SMALL)

    assert (kept.kept, kept.new, kept.dropped) == (("first", "second", "scores"), (), ())
    assert kept.sentence == "kept 3, new 0, dropped 0"


def test_another_number_of_filters_starts_the_layer_and_the_next_one_anew() -> None:
    kept = weights_kept(changed("first", Convolution(5)), SMALL)

    assert (kept.kept, kept.new, kept.dropped) == (("scores",), ("first", "second"), ("first", "second"))


def test_another_kernel_with_as_many_weights_starts_anew() -> None:
    source = changed("first", Convolution(4, (1, 3)))

    kept = weights_kept(changed("first", Convolution(4, (3, 1))), source)

    assert kept.new == ("first",)


def test_another_activation_keeps_the_weights() -> None:
    assert weights_kept(changed("second", Convolution(6, activation="relu")), SMALL).new == ()


def test_a_renamed_head_is_new_and_the_old_one_is_dropped() -> None:
    nodes = (*SMALL.nodes[:-1], Node("head", Dense(3), ("flat",)))

    kept = weights_kept(Graph("small", nodes, ("head",)), SMALL)

    assert (kept.new, kept.dropped) == (("head",), ("scores",))


def test_a_broken_graph_tells_what_it_can() -> None:
    nodes = (*SMALL.nodes, Node("lost", Activation("relu"), ("nowhere",)))

    assert weights_kept(Graph("small", nodes, ("lost",)), SMALL).kept == ("first", "second", "scores")


def test_nodes_that_share_weights_count_once() -> None:
    nodes = (*SMALL.nodes, Node("again", Convolution(4), ("in",), weights_of="first"))

    kept = weights_kept(Graph("small", nodes, SMALL.outputs), SMALL)

    assert kept.kept == ("first", "second", "scores")


def test_it_says_what_happens_to_the_built_networks() -> None:
    from engine.kept_weights import keep_weights

    edited = changed("second", Convolution(7))

    told = weights_kept(edited, SMALL)
    done = keep_weights(build_model(edited, seed=1), build_model(SMALL, seed=2))

    assert told == done
