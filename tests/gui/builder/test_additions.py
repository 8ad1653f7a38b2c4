"""What is taken from the palette goes where it is meant to."""

from gui.builder.additions import Place, added_entry
from gui.builder.folding import Wire
from gui.builder.layer_entries import LayerEntry, layer_entries
from models.graph import Graph, Node
from models.nodes import Add, Convolution, Input

FORK = Graph(
    "fork",
    (
        Node("input", Input((16, 16, 3))),
        Node("left", Convolution(8), ("input",)),
        Node("right", Convolution(8), ("input",)),
        Node("sum", Add(), ("left", "right")),
    ),
    ("sum",),
)


def _entry(name: str) -> LayerEntry:
    return next(entry for entry in layer_entries() if entry.name == name)


def test_without_a_place_it_goes_behind_the_output() -> None:
    added = added_entry(FORK, _entry("node/dropout"), Place(), classes=None)

    assert added.graph.node("dropout").inputs == ("sum",)
    assert added.graph.outputs == ("dropout",)


def test_on_a_wire_it_is_inserted_and_other_readers_stay() -> None:
    place = Place(wire=Wire("input", "left", 0))

    added = added_entry(FORK, _entry("node/dropout"), place, classes=None)

    assert added.graph.node("left").inputs == ("dropout",)
    assert added.graph.node("right").inputs == ("input",)


def test_a_block_on_a_wire_leaves_other_readers_alone() -> None:
    place = Place(wire=Wire("input", "left", 0))

    added = added_entry(FORK, _entry("block/vgg_stage"), place, classes=None)

    assert added.graph.node("left").inputs == (added.names[-1],)
    assert added.graph.node("right").inputs == ("input",)


def test_a_merge_reads_all_selected_nodes() -> None:
    place = Place(behind=("left", "right"))

    added = added_entry(FORK, _entry("node/concatenate"), place, classes=None)

    assert added.graph.node("concatenate").inputs == ("left", "right")


def test_behind_a_loose_wire_the_others_keep_their_source() -> None:
    added = added_entry(FORK, _entry("node/convolution"), Place(reads="left"), classes=None)

    assert added.graph.node("convolution").inputs == ("left",)
    assert added.graph.node("sum").inputs == ("left", "right")


def test_alone_it_is_connected_to_nothing() -> None:
    added = added_entry(FORK, _entry("node/convolution"), Place(is_alone=True), classes=None)

    assert added.graph.node("convolution").inputs == ()
    assert added.graph.outputs == ("sum",)


def test_a_classifier_has_as_many_outputs_as_there_are_classes() -> None:
    vector = added_entry(FORK, _entry("node/global_average_pooling"), Place(), classes=4)

    added = added_entry(vector.graph, _entry("block/classifier"), Place(), classes=4)

    assert added.names == ("logits", "scores")
    assert added.graph.shapes()["scores"] == (4,)


def test_behind_a_whole_block_it_stands_outside_of_it() -> None:
    block = added_entry(FORK, _entry("block/vgg_stage"), Place(), classes=None)

    added = added_entry(block.graph, _entry("node/dropout"), Place(behind=block.names), classes=None)

    assert added.graph.node("dropout").block == ""
    assert added.graph.node("dropout").inputs == (block.names[-1],)


def test_behind_a_node_of_a_block_it_belongs_to_the_block() -> None:
    block = added_entry(FORK, _entry("block/vgg_stage"), Place(), classes=None)

    added = added_entry(block.graph, _entry("node/dropout"), Place(behind=block.names[:1]), classes=None)

    assert added.graph.node("dropout").block == "vgg_stage"
