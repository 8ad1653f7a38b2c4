"""Whether a graph can tell classes of pictures, pixels or boxes apart, and how to make it so. Knows no Keras."""

from collections.abc import Callable
from dataclasses import dataclass

from models.architectures.dense_detector import SIDES, STRIDE_PX
from models.box_answers import told_classes
from models.editing.edits import add_node, change_operation, remove_nodes, rename, set_outputs
from models.editing.repairs import Repair
from models.editing.wires import insert_behind
from models.graph import Graph, Node
from models.heads import MAP_RANK, replace_head
from models.nodes import Activation, Convolution, Dense, Flatten, GlobalAveragePooling, Input, NodeType, PictureBox
from models.nodes.base import Shape, describe
from models.problems import GraphError, GraphProblem

LOGITS = "logits"
SCORES = "scores"
PICTURE_CHANNELS = (1, 3)
SMALLEST_PX, LARGEST_PX = 8, 4096
_INPUT = "Pictures have 1 or 3 channels and sides from 8 to 4,096 pixels. Received: {}."


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a network is for.

    Attributes:
        classes: number of classes to tell apart.
        picture: (height, width, channels) of a picture as it is given to the network.
        is_dense: whether every pixel has a class, and not the picture as a whole.
        says_boxes: whether it says boxes with a score for each class.
        has_single_box: whether it says exactly one of a picture.
    """

    classes: int
    picture: Shape
    is_dense: bool = False
    says_boxes: bool = False
    has_single_box: bool = False


@dataclass(frozen=True, slots=True)
class Unfit:
    """One reason why a sound graph cannot learn for its purpose, with its repairs."""

    problem: GraphProblem
    repairs: tuple[Repair, ...]


def empty_network(picture: Shape, name: str = "network") -> Graph:
    """Return a graph with nothing but an input for such pictures."""
    return add_node(Graph(name, (), ()), Input(picture), name="input").graph


def with_classifier(graph: Graph, source: str, classes: int) -> Graph:
    """Return the graph with a dense layer for the classes and softmax behind a node."""
    dense = insert_behind(graph, source, Dense(classes), name=LOGITS)
    return insert_behind(dense.graph, dense.names[0], Activation("softmax"), name=SCORES).graph


def with_pixel_classifier(graph: Graph, source: str, classes: int) -> Graph:
    """Return the graph with a convolution of one pixel for the classes and softmax behind a node."""
    convolution = insert_behind(graph, source, Convolution(classes, (1, 1)), name=LOGITS)
    return insert_behind(convolution.graph, convolution.names[0], Activation("softmax"), name=SCORES).graph


def unfit(graph: Graph, purpose: Purpose) -> Unfit | None:
    """Return the first reason why a graph without problems of its own cannot learn for ``purpose``, or None."""
    shapes, _ = graph.measure()
    ends = (_wrong_boxes,) if purpose.says_boxes else (_wrong_output, _no_scores, _misnamed_logits)
    checks: tuple[Callable[[Graph, Purpose, dict[str, Shape]], Unfit | None], ...] = (
        _wrong_input, _several_outputs, _dead_end, *ends,
    )  # fmt: skip
    return next((found for check in checks if (found := check(graph, purpose, shapes)) is not None), None)


def _wrong_input(graph: Graph, purpose: Purpose, shapes: dict[str, Shape]) -> Unfit | None:
    if len(graph.inputs) != 1:
        message = f"A network for pictures has one input. Received: {len(graph.inputs)}."
        return _unfit(graph.inputs[-1], message, "Remove the others.", _removal(graph, graph.inputs[-1]))
    name = graph.inputs[0]
    shape = shapes[name]
    if (
        len(shape) == 3
        and shape[2] in PICTURE_CHANNELS
        and all(SMALLEST_PX <= side <= LARGEST_PX for side in shape[:2])
    ):
        return None
    fitting = Repair(
        f"Take pictures of {_size(purpose.picture)}", change_operation(graph, name, Input(purpose.picture))
    )
    return _unfit(name, _INPUT.format(describe(shape)), "Change the input.", fitting)


def _several_outputs(graph: Graph, purpose: Purpose, shapes: dict[str, Shape]) -> Unfit | None:
    if len(graph.outputs) == 1:
        return None
    repairs = (Repair(f"Keep '{name}' only", set_outputs(graph, (name,))) for name in graph.outputs)
    message = f"A classifier has one output. Received: {len(graph.outputs)}."
    return _unfit(graph.outputs[-1], message, "Keep one of them.", *repairs)


def _dead_end(graph: Graph, purpose: Purpose, shapes: dict[str, Shape]) -> Unfit | None:
    wanted = {source for node in graph.nodes for source in node.inputs}
    wanted.update(graph.outputs, (side.node for side in graph.auxiliary))
    name = next((node.name for node in graph.nodes if node.name not in wanted), "")
    if not name:
        return None
    as_output = Repair(f"Make '{name}' the output", set_outputs(graph, (name,)))
    message = f"Nothing reads '{name}', so that it would be left out."
    return _unfit(name, message, "Connect it, or remove it.", _removal(graph, name), as_output)


def _wrong_output(graph: Graph, purpose: Purpose, shapes: dict[str, Shape]) -> Unfit | None:
    return (_wrong_map if purpose.is_dense else _wrong_vector)(graph, purpose, shapes)


def _wrong_boxes(graph: Graph, purpose: Purpose, shapes: dict[str, Shape]) -> Unfit | None:
    """Why an output says no boxes of so many classes."""
    name, told = graph.outputs[0], told_classes(graph, shapes)
    if purpose.has_single_box and not isinstance(graph.node(name).operation, PictureBox):
        message = f"One class and one box are said by a node of their own. Received: {describe(shapes[name])}."
        return _unfit(name, message, "Choose a network for one box in the catalogue.")
    if told == purpose.classes:
        return None
    if told is not None and len(shapes[name]) != MAP_RANK:
        message = f"The network tells {told:,} classes of boxes apart, but there are {purpose.classes:,}."
        return _unfit(name, message, "Choose the network in the catalogue again, for these classes.")
    message = (
        f"Boxes are said by a map with a cell for every {STRIDE_PX} pixels and {purpose.classes + SIDES:,} values in "
        f"each: {purpose.classes:,} classes and {SIDES} sides. Received: {describe(shapes[name])}."
    )
    return _unfit(name, message, "Choose a network for boxes in the catalogue.")


def _wrong_map(graph: Graph, purpose: Purpose, shapes: dict[str, Shape]) -> Unfit | None:
    """Why an output is no map with one channel for each class."""
    classes = purpose.classes
    ends = (graph.outputs[0], *(side.node for side in graph.auxiliary))
    name = next((end for end in ends if len(shapes[end]) != MAP_RANK or shapes[end][-1] != classes), "")
    if not name:
        return None
    shape = shapes[name]
    if len(shape) != MAP_RANK:
        message = f"Every pixel has a class, but the network ends in one answer for the picture: {describe(shape)}."
        return _unfit(name, message, "Choose a network for masks in the catalogue.")
    message = f"The network says {shape[-1]:,} values of each pixel, but there are {classes:,} classes."
    return _unfit(name, message, f"It has to end in {classes:,} channels.", *_resized(graph, purpose))


def _wrong_vector(graph: Graph, purpose: Purpose, shapes: dict[str, Shape]) -> Unfit | None:
    """Why an output is no vector with one value for each class."""
    classes = purpose.classes
    ends = (graph.outputs[0], *(side.node for side in graph.auxiliary))
    name = next((end for end in ends if shapes[end] != (classes,)), "")
    if not name:
        return None
    shape = shapes[name]
    if len(shape) == 1:
        message = f"The network says {shape[0]:,} values, but there are {classes:,} classes."
        return _unfit(name, message, f"It has to end in {classes:,} values.", *_resized(graph, purpose))
    message = f"A classifier ends in one value for each class. Received: {describe(shape)}."
    repairs = (
        Repair(title, with_classifier(added.graph, added.names[0], classes))
        for title, operation in (
            ("Append global average pooling and a classifier", GlobalAveragePooling()),
            ("Append flatten and a classifier", Flatten()),
        )
        for added in (insert_behind(graph, name, operation),)
    )
    return _unfit(name, message, "Make a vector of it, and append a dense layer.", *repairs)


def _resized(graph: Graph, purpose: Purpose) -> tuple[Repair, ...]:
    classes = purpose.classes
    append = Repair("Append a classifier", _appended(graph, purpose))
    try:
        resized = replace_head(graph, classes)
    except GraphError:
        return (append,)
    shapes, _ = resized.measure()
    ends = (*graph.outputs, *(side.node for side in graph.auxiliary))
    if any(end not in shapes or shapes[end][-1] != classes for end in ends):
        return (append,)
    return Repair(f"Give it {classes:,} outputs", resized), append


def _appended(graph: Graph, purpose: Purpose) -> Graph:
    if purpose.is_dense:
        return with_pixel_classifier(graph, graph.outputs[0], purpose.classes)
    return with_classifier(graph, graph.outputs[0], purpose.classes)


def _no_scores(graph: Graph, purpose: Purpose, shapes: dict[str, Shape]) -> Unfit | None:
    name = graph.outputs[0]
    if _is_softmax(graph.node(name).operation):
        return None
    graph_with_scores = insert_behind(graph, name, Activation("softmax"), name=SCORES).graph
    message = f"The values of '{name}' are no scores: they need not lie between 0 and 1 and add up to 1."
    return _unfit(name, message, "End with softmax.", Repair("Append softmax", graph_with_scores))


def _misnamed_logits(graph: Graph, purpose: Purpose, shapes: dict[str, Shape]) -> Unfit | None:
    """Training compares the layer with this name with the truth, so that it must be what softmax reads."""
    names = {node.name for node in graph.nodes}
    output = graph.node(graph.outputs[0])
    if LOGITS not in names or (isinstance(output.operation, Activation) and output.inputs == (LOGITS,)):
        return None
    other = rename(graph, LOGITS, _other_name(graph.node(LOGITS)))
    message = f"'{LOGITS}' is the name of the values that the last softmax reads; training looks for it."
    return _unfit(LOGITS, message, "Call this node otherwise.", Repair("Rename it", other))


def _other_name(node: Node) -> str:
    return node.operation.type


def _is_softmax(operation: NodeType) -> bool:
    options = operation.options
    return "softmax" in (options.get("activation"), options.get("function"))


def _removal(graph: Graph, name: str) -> Repair:
    return Repair(f"Remove '{name}'", remove_nodes(graph, (name,)))


def _unfit(name: str, message: str, repair: str, *repairs: Repair) -> Unfit:
    return Unfit(GraphProblem(name, None, message, repair), repairs)


def _size(shape: Shape) -> str:
    return " × ".join(map(str, shape))
