import time

import pytest

from models.arithmetic import analyse
from models.catalogue import architecture
from models.graph import Graph, GraphError, Node
from models.nodes import Add, Convolution, Dense, Flatten, GlobalAveragePooling, Input, MaximumPooling

INPUT = Node("input", Input((32, 24, 3)))


def graph(*nodes: Node) -> Graph:
    return Graph("test", nodes, (nodes[-1].name,))


def test_a_convolution_is_counted_by_hand() -> None:
    row = analyse(graph(INPUT, Node("c", Convolution(8, (5, 3), (2, 1), "valid"), ("input",)))).row("c")

    assert row.output_shape == (14, 22, 8)
    assert row.parameters == 5 * 3 * 3 * 8 + 8
    assert row.multiply_adds == 14 * 22 * 5 * 3 * 3 * 8
    assert row.activation_bytes == 14 * 22 * 8 * 4


def test_sums_are_those_of_the_rows() -> None:
    analysis = analyse(architecture("small-resnet-fast").graph())

    assert analysis.parameters == sum(row.parameters for row in analysis.rows)
    assert analysis.multiply_adds == sum(row.multiply_adds for row in analysis.rows)
    assert analysis.activation_bytes == sum(row.activation_bytes for row in analysis.rows)


def test_moving_averages_are_not_trained() -> None:
    analysis = analyse(architecture("resnet50").graph())

    assert analysis.parameters - analysis.trainable_parameters == 53_120


def test_the_receptive_field_grows_by_the_stride_before_it() -> None:
    analysis = analyse(
        graph(
            INPUT,
            Node("a", Convolution(1, (3, 3), (2, 2), (1, 1)), ("input",)),
            Node("b", MaximumPooling((2, 2), (2, 2)), ("a",)),
            Node("c", Convolution(1, (3, 5), padding=(1, 2)), ("b",)),
        )
    )

    assert [analysis.row(name).receptive_field for name in "abc"] == [(3, 3), (5, 5), (13, 21)]
    assert [analysis.row(name).stride for name in "abc"] == [(2, 2), (4, 4), (4, 4)]
    assert [analysis.row(name).offset for name in "abc"] == [(-1, -1), (-1, -1), (-5, -9)]


def test_the_receptive_field_of_a_sum_holds_those_of_its_paths() -> None:
    row = analyse(
        graph(
            INPUT,
            Node("a", Convolution(3, (5, 5)), ("input",)),
            Node("b", Convolution(3, (1, 3)), ("input",)),
            Node("sum", Add(), ("a", "b")),
        )
    ).row("sum")

    assert (row.receptive_field, row.offset) == ((5, 5), (-2, -2))


@pytest.mark.parametrize("operation", [GlobalAveragePooling(), Flatten()])
def test_everything_behind_a_global_operation_sees_the_whole_input(operation: Flatten) -> None:
    analysis = analyse(graph(INPUT, Node("all", operation, ("input",)), Node("logits", Dense(2), ("all",))))

    assert [row.effective for row in analysis.rows] == ["exact", "whole input", "whole input"]
    assert analysis.row("logits").receptive_field == (32, 24)


def test_a_broken_graph_has_no_table() -> None:
    with pytest.raises(GraphError, match="Node 'logits'"):
        analyse(graph(INPUT, Node("logits", Dense(2), ("input",))))


def test_resnet50_is_analysed_in_less_than_50_milliseconds() -> None:
    network = architecture("resnet50").graph()

    def seconds() -> float:
        start = time.thread_time()
        analyse(network)
        return time.thread_time() - start

    assert min(seconds() for _ in range(5)) < 0.05


def test_shared_weights_count_once() -> None:
    first = Node("first", Convolution(3), ("input",))
    again = Node("again", Convolution(3), ("first",), weights_of="first")

    analysis = analyse(graph(INPUT, first, again))

    assert analysis.row("again").parameters == 0
    assert analysis.parameters == 3 * 3 * 3 * 3 + 3
