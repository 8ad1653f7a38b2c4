"""Layouts have no overlaps, and wires go from port to port around all boxes."""

from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.builder.boxes import BORDER_PX, TITLE_PX
from gui.builder.folding import Folded, VisibleEdge, blocks, fold, open_at_start
from gui.builder.layout import Box, Layout, Route, lay_out
from gui.builder.moved import find_way
from models.catalogue import architecture
from models.graph import Graph, Node
from models.nodes import Activation, Concatenate, Convolution, Input, MaximumPooling, Upsampling
from tests.models.editing.random_graphs import BLOCKS, broken_graphs, sound_graphs

KNOWN = ("lenet5", "googlenet", "resnet50", "densenet121", "inception-v3", "mobilenet-v2")


def overlapping(layout: Layout) -> list[tuple[str, str]]:
    return [(one, other) for (one, box), (other, second) in combinations(layout.boxes.items(), 2) if box.meets(second)]


def strangers(layout: Layout, folded: Folded) -> list[tuple[str, str]]:
    """Pairs of a frame and a box that meet though the box is no member."""
    return [
        (frame.path, item.key)
        for frame in folded.frames
        for item in folded.items
        if layout.frames[frame.path].meets(layout.boxes[item.key]) and not set(item.nodes) <= set(frame.nodes)
    ]


def outside(layout: Layout, folded: Folded) -> list[str]:
    """Items that are not below the title and within the border of their frame."""
    frames = [(item.key, layout.boxes[item.key], layout.frames[item.frame]) for item in folded.items if item.frame]
    return [
        key
        for key, box, frame in frames
        if box.x < frame.x + BORDER_PX
        or box.right > frame.right - BORDER_PX
        or box.y < frame.y + TITLE_PX
        or box.bottom > frame.bottom - BORDER_PX
    ]


def lines(route: Route) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    return pairwise(route.points)


def crossed(layout: Layout) -> list[tuple[VisibleEdge, str]]:
    return [
        (route.edge, key)
        for route in layout.routes
        for key, box in layout.boxes.items()
        if any(box.is_crossed_by(*line) for line in lines(route))
    ]


def loose(layout: Layout) -> list[VisibleEdge]:
    """Edges that do not lead from the bottom of their source to the top of their target in right angles."""
    found = []
    for route in layout.routes:
        source, target = layout.boxes[route.edge.source], layout.boxes[route.edge.target]
        (start_x, start_y), (end_x, end_y) = route.points[0], route.points[-1]
        is_joined = (
            start_y == source.bottom
            and end_y == target.y
            and source.x <= start_x <= source.right
            and target.x <= end_x <= target.right
        )
        if not is_joined or any(start[0] != end[0] and start[1] != end[1] for start, end in lines(route)):
            found.append(route.edge)
    return found


def faults(folded: Folded, layout: Layout) -> dict[str, object]:
    found = {
        "overlapping": overlapping(layout),
        "strangers": strangers(layout, folded),
        "outside": outside(layout, folded),
        "crossed": crossed(layout),
        "loose": loose(layout),
    }
    return {name: places for name, places in found.items() if places}


def u_net(depth: int) -> Graph:
    nodes = [Node("input", Input((64, 64, 4)))]
    last = "input"
    for level in range(depth):
        nodes.append(Node(f"down{level}", Convolution(4), (last,), f"down{level}"))
        nodes.append(Node(f"down{level}_activation", Activation(), (f"down{level}",), f"down{level}"))
        nodes.append(Node(f"pool{level}", MaximumPooling(), (f"down{level}_activation",)))
        last = f"pool{level}"
    for level in reversed(range(depth)):
        nodes.append(Node(f"up{level}", Upsampling(), (last,), f"up{level}"))
        nodes.append(Node(f"join{level}", Concatenate(), (f"up{level}", f"down{level}_activation"), f"up{level}"))
        last = f"join{level}"
    return Graph("u-net", tuple(nodes), (last,))


@pytest.mark.parametrize("name", KNOWN)
def test_known_networks_are_laid_out_as_they_begin(name: str) -> None:
    graph = architecture(name).graph()
    folded = fold(graph, open_at_start(graph))

    assert faults(folded, lay_out(folded)) == {}


@pytest.mark.parametrize("name", ["lenet5", "googlenet", "resnet50", "inception-v3"])
def test_known_networks_are_laid_out_with_all_blocks_open(name: str) -> None:
    graph = architecture(name).graph()
    folded = fold(graph, blocks(graph))

    assert faults(folded, lay_out(folded)) == {}


def test_a_dense_network_is_laid_out_with_two_blocks_open() -> None:
    graph = architecture("densenet121").graph()
    folded = fold(graph, {"dense1", "dense2", "dense1/layer1", "dense1/layer2", "transition1"})

    assert faults(folded, lay_out(folded)) == {}


@pytest.mark.parametrize("is_open", [False, True])
def test_wires_that_skip_levels_are_laid_out(is_open: bool) -> None:
    graph = u_net(4)
    folded = fold(graph, blocks(graph) if is_open else ())

    assert faults(folded, lay_out(folded)) == {}


@settings(max_examples=60, deadline=None)
@given(sound_graphs(), st.sets(st.sampled_from(BLOCKS)))
def test_random_networks_are_laid_out(graph: Graph, opened: set[str]) -> None:
    folded = fold(graph, opened)

    assert faults(folded, lay_out(folded)) == {}


@settings(max_examples=40, deadline=None)
@given(broken_graphs())
def test_broken_graphs_are_laid_out_without_overlaps(graph: Graph) -> None:
    folded = fold(graph, {"one", "two"})
    layout = lay_out(folded)

    assert overlapping(layout) == []
    assert loose(layout) == []


def test_a_chain_is_straight() -> None:
    graph = architecture("lenet5").graph()
    layout = lay_out(fold(graph, blocks(graph)), column_height_px=10_000)

    assert {len(route.points) for route in layout.routes} == {2}


def test_a_trunk_stays_straight_beside_side_branches() -> None:
    graph = architecture("googlenet").graph()
    layout = lay_out(fold(graph, ()), column_height_px=10_000)

    assert len({box.x for key, box in layout.boxes.items() if not key.startswith("auxiliary")}) == 1


def test_long_chains_continue_in_a_next_column() -> None:
    graph = architecture("vgg19").graph()
    layout = lay_out(fold(graph, blocks(graph)))

    assert len({box.x for box in layout.boxes.values()}) > 1
    assert layout.bounds.width > layout.bounds.height / 2


def test_an_empty_graph_has_an_empty_layout() -> None:
    layout = lay_out(fold(Graph("", (), ()), ()))

    assert (layout.boxes, layout.routes, layout.bounds) == ({}, (), Box(0, 0, 0, 0))


def test_a_moved_item_stands_where_it_was_put_and_its_wires_follow() -> None:
    graph = architecture("lenet5").graph()
    folded = fold(graph, blocks(graph))

    layout = lay_out(folded, moved={"s2": (900.0, 40.0)})

    assert layout.boxes["s2"][:2] == (900.0, 40.0)
    assert loose(layout) == []
    assert crossed(layout) == []


def test_a_frame_grows_with_a_moved_member() -> None:
    graph = architecture("lenet5").graph()
    folded = fold(graph, blocks(graph))

    layout = lay_out(folded, moved={"c1": (-400.0, 10.0)})

    assert outside(layout, folded) == []


def test_a_moved_item_that_is_not_shown_changes_nothing() -> None:
    folded = fold(u_net(2), ())

    assert lay_out(folded, moved={"nowhere": (1.0, 2.0)}) == lay_out(folded)


def test_a_way_leads_around_a_box() -> None:
    wall = Box(-100, 40, 200, 40)

    way = find_way((0, 0), (0, 120), [wall])

    assert not any(wall.is_crossed_by(*line) for line in pairwise(way))
