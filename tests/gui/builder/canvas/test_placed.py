"""What is drawn follows the graph: ports, wrong wires, folded blocks."""

from gui.builder.canvas.placed import PlacedCard, PlacedNetwork, Placer
from models.arithmetic import examine
from models.catalogue import architecture
from models.editing.edits import set_option
from models.editing.wires import connect
from models.graph import Graph, Node
from models.nodes import Add, Convolution, Input


def _placed(graph: Graph, *, open_blocks: frozenset[str] = frozenset()) -> PlacedNetwork:
    examination = examine(graph)
    return Placer().place(graph, examination, examination.problems, open_blocks=open_blocks, moved={})


def _card(network: PlacedNetwork, key: str) -> PlacedCard:
    return next(card for card in network.cards if card.key == key)


def test_a_merge_has_a_port_for_each_wire() -> None:
    nodes = (
        Node("input", Input((16, 16, 8))),
        Node("conv", Convolution(8), ("input",)),
        Node("sum", Add(), ("conv", "input")),
    )

    card = _card(_placed(Graph("", nodes, ("sum",))), "sum")

    assert len(set(card.ports)) == 2
    assert not card.wrong_ports


def test_a_missing_wire_leaves_an_open_port_that_is_marked() -> None:
    nodes = (Node("input", Input((16, 16, 8))), Node("sum", Add(), ("input",)))

    card = _card(_placed(Graph("", nodes, ("sum",))), "sum")

    assert len(card.ports) == 2
    assert card.wrong_ports == {1}


def test_wires_end_at_the_ports_of_their_cards() -> None:
    network = _placed(architecture("small-resnet-accurate").graph(), open_blocks=frozenset({"stage1", "stage1/block1"}))
    cards = {card.key: card for card in network.cards}

    for wire in network.wires:
        target = cards[wire.target]
        assert wire.points[-1] == (target.box.x + target.ports[wire.port], target.box.y)


def test_a_problem_in_a_folded_block_is_told_by_its_card() -> None:
    graph = set_option(architecture("lenet5").graph(), "c1", "kernel", (99, 99))

    card = _card(_placed(graph), "c1/")

    assert card.is_folded
    assert card.card.problem.startswith("c1: ")


def test_the_layout_is_kept_while_only_options_change() -> None:
    graph = architecture("lenet5").graph()
    placer, examination = Placer(), examine(graph)
    first = placer.place(graph, examination, (), open_blocks=frozenset(), moved={})

    again = placer.place(graph, examination, (), open_blocks=frozenset(), moved={})

    assert again.wires[0].points is first.wires[0].points


def test_a_new_wire_is_laid_out_anew() -> None:
    nodes = (Node("input", Input((16, 16, 8))), Node("left", Convolution(8), ("input",)), Node("right", Convolution(8)))
    graph = Graph("", nodes, ("left",))
    placer = Placer()
    placer.place(graph, examine(graph), (), open_blocks=frozenset(), moved={})

    changed = connect(graph, "input", "right")
    network = placer.place(changed, examine(changed), (), open_blocks=frozenset(), moved={})

    assert {(wire.source, wire.target) for wire in network.wires} == {("input", "left"), ("input", "right")}
