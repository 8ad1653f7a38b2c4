"""Makes a proposed config one whose network begins with a classifier that has learned. Knows no Keras.

The classifier, of a run, of a file or pretrained on ImageNet, becomes the way down of a network that says where things
are: its nodes keep their names, by which its weights are found, and the way up is new. As what it has learned is
frozen, few masks or boxes cannot make it forget.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.contract.config import InputConfig, RunConfig, WeightsSource
from engine.contract.errors import UserError
from engine.network_plan import CUSTOM, with_graph
from engine.tasks.networks import input_of
from engine.tasks.transfer import Backbone, Because, backbone_of
from models.architectures.backbone import backbone
from models.catalogue import ARCHITECTURES, architecture
from models.catalogue.backbones import BACKBONES
from models.editing.edits import change_operation
from models.graph import Graph, GraphError
from models.heads import frozen_up_to
from models.nodes import Input
from models.nodes.base import Shape


@dataclass(frozen=True, slots=True)
class WayUp:
    """What comes behind a classifier.

    Attributes:
        network: name in the catalogue of both together.
        title: what people call it, with an article.
        options: of the way up, as the catalogue knows them.
        draw: both together, from the classifier up to its last map and the number of classes.
    """

    network: str
    title: str
    options: Mapping[str, Any]
    draw: Callable[[Graph, int], Graph]


def with_classifier_below(
    config: RunConfig, source: WeightsSource, way_up: WayUp, because: Because, *, has_size: bool
) -> RunConfig:
    """Return ``config`` with a network whose way down is the classifier of the source, frozen.

    Args:
        config: proposed for the dataset; for a ``.keras`` file, with the graph of the file.
        source: where the weights come from.
        way_up: what comes behind it.
        because: is told a reason by the dotted name of each field that is chosen here.
        has_size: whether somebody asked for the input size that the config has.

    Raises:
        UserError: there is no such network, or nothing in it says what lies where.
    """
    chosen = backbone_of(config, source, because, has_size=has_size)
    shown = _input_of(config.input, chosen, source)
    shape = (shown.height, shown.width, shown.channels)
    try:
        way_down = backbone(_drawn(chosen, shape))
        whole = way_up.draw(way_down, len(config.classes))
        whole.shapes()
        frozen = frozen_up_to(whole, way_down.outputs[0])
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    if not frozen:
        raise UserError(
            f"This network has no map between a picture and its classes. Received: {chosen.network.name}.",
            "Choose a convolutional network, as a small residual one.",
        )
    options = _catalogue_options(chosen, whole, way_up, shape, len(config.classes))
    because("network.name", f"The network whose weights are taken over, as the way down of {way_up.title}.")
    because("network.options", "Those that its weights were learned with.")
    because("network.frozen", f"Everything up to {way_down.outputs[0]} keeps what it has learned; the way up is new.")
    network = config.network.model_copy(
        update={
            "name": CUSTOM if options is None else way_up.network,
            "options": options or {},
            "weights": source,
            "frozen": frozen,
        }
    )
    return with_graph(config.model_copy(update={"network": network, "input": shown}), whole)


def _input_of(wanted: InputConfig, chosen: Backbone, source: WeightsSource) -> InputConfig:
    """The pixels that the backbone has learned from, in the size and the fit that suit the task."""
    match source.origin:
        case "imagenet":
            return chosen.input
        case "run":
            names = ("channels", "scale", "subtract", "divide_by_deviation")
            return wanted.model_copy(update={name: getattr(chosen.input, name) for name in names})
        case "file":
            return chosen.input.model_copy(update={"channels": input_of(chosen.network.graph).channels})


def _drawn(chosen: Backbone, shape: Shape) -> Graph:
    """The classifier for pictures of a size."""
    network = chosen.network
    if network.name in ARCHITECTURES:
        entry = architecture(network.name)
        return entry.graph(shape, entry.default_classes, **network.options)
    graph = Graph.from_json(network.graph)
    return change_operation(graph, graph.inputs[0], Input(shape))


def _catalogue_options(
    chosen: Backbone, whole: Graph, way_up: WayUp, shape: Shape, classes: int
) -> dict[str, Any] | None:
    """The options with which the catalogue draws the same network; None where it cannot."""
    entry = BACKBONES.get(chosen.network.name)
    if entry is None:
        return None
    widths = entry.options.get("width")
    factor = 1.0 if widths is None else chosen.network.options.get("width", widths.default) / widths.default
    factor = chosen.network.options.get("width_factor", factor)
    options = {"backbone": entry.name, "width_factor": factor, **way_up.options}
    try:
        same = architecture(way_up.network).graph(shape, classes, **options)
    except GraphError:
        return None
    return options if same.to_json() == whole.to_json() else None
