"""A classifier that also says where: one network, the class of a picture and one box.

Sermanet et al., "OverFeat", 2013 (1312.6229, section 4.2), and Simonyan and Zisserman, "Very deep convolutional
networks", 2014 (1409.1556, appendix A.1), regress a box from the features that the classes are told apart by. Here the
classifier stays as it is, with its own input and its own head, so that its weights and its class activation maps stay
what they are. The box is read from its last map with all places, since an average over them no longer says where: a
1x1 convolution, one hidden dense layer, and four values.
"""

from dataclasses import replace

from models.architectures.chain import Chain
from models.graph import Graph, Node
from models.heads import ancestors, last_map
from models.nodes import Activation, Convolution, Dense, Flatten, PictureBox
from models.nodes.picture_box import CORNERS

REDUCED_FILTERS = 32
ACTIVATION = "relu"


def with_box_head(classifier: Graph, *, box_units: int, name: str) -> Graph:
    """Return a classifier that says a box beside its classes; side outputs are left out.

    Args:
        classifier: ends in a softmax.
        box_units: units of the hidden dense layer before the box.
        name: of the graph.

    Raises:
        GraphError: the classifier has no head.
    """
    logits = _logits_of(classifier)
    features = last_map(classifier)
    needed = ancestors(classifier, logits)
    nodes = tuple(_without_softmax(node) for node in classifier.nodes if node.name in needed)
    chain = Chain.behind(Graph(name, nodes, (logits,)))
    chain.go_back_to(features)
    chain.add("box_channels", Convolution(REDUCED_FILTERS, (1, 1)), block="box")
    chain.add("box_channels_activation", Activation(ACTIVATION), block="box")
    chain.add("box_flatten", Flatten(), block="box")
    chain.add("box_dense", Dense(box_units, initial_weights="he normal"), block="box")
    chain.add("box_dense_activation", Activation(ACTIVATION), block="box")
    chain.add("box", Dense(CORNERS), block="box")
    return chain.ending_in("answer", PictureBox(), (logits, chain.last), name=name)


def _logits_of(classifier: Graph) -> str:
    """Return what the last softmax reads; the output where there is none."""
    output = classifier.node(classifier.outputs[0])
    is_softmax = isinstance(output.operation, Activation) and output.operation.function == "softmax"
    return output.inputs[0] if is_softmax else output.name


def _without_softmax(node: Node) -> Node:
    """Return a dense layer or convolution that squashes its own values without that; other nodes as they are."""
    if node.operation.options.get("activation") != "softmax":
        return node
    return replace(node, operation=replace(node.operation, activation="linear"))  # type: ignore[call-arg]  # has one
