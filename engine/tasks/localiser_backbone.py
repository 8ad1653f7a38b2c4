"""Makes a proposed config for one box one whose network begins with a classifier that has learned. Knows no Keras.

The classifier, of a run, of a file or pretrained on ImageNet, keeps all but its head: its nodes keep their names, by
which its weights are found. Both heads are new, and what comes before them is frozen.
"""

from typing import Any

from engine.contract.config import RunConfig
from engine.contract.errors import UserError
from engine.network_plan import CUSTOM, with_graph
from engine.tasks.transfer import Because, for_a_head, start_from
from engine.tasks.wishes import Wishes
from models.architectures.localiser import with_box_head
from models.catalogue import architecture
from models.catalogue.backbones import BACKBONES
from models.catalogue.localiser import NAME
from models.graph import Graph, GraphError

BOX_UNITS = 128


def with_localising_classifier(config: RunConfig, wishes: Wishes, because: Because) -> RunConfig:
    """Return ``config`` with the classifier of the wished weights, a class head of its own and a box head.

    Args:
        config: proposed for the dataset.
        wishes: weights, and for those of a ``.keras`` file its graph.
        because: is told a reason by the dotted name of each field that is chosen here.

    Raises:
        UserError: there are no such weights, or they are no classifier's.
    """
    assert wishes.weights is not None, "only asked where weights are given"
    classifier = config if wishes.graph is None else _of_file(config, wishes)
    begun = start_from(classifier, wishes.weights, because, has_size=wishes.image_size is not None)
    try:
        whole = with_box_head(Graph.from_json(begun.network.graph), box_units=BOX_UNITS, name=NAME)
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    options = _catalogue_options(begun, whole)
    network = begun.network.model_copy(update={"name": CUSTOM if options is None else NAME, "options": options or {}})
    return for_a_head(with_graph(begun.model_copy(update={"network": network}), whole), because)


def _of_file(config: RunConfig, wishes: Wishes) -> RunConfig:
    """``config`` with the classifier of a ``.keras`` file in place of its network."""
    network = config.network.model_copy(update={"name": CUSTOM, "options": {}, "graph": dict(wishes.graph or {})})
    return config.model_copy(update={"network": network})


def _catalogue_options(begun: RunConfig, whole: Graph) -> dict[str, Any] | None:
    """The options with which the catalogue draws the same network; None where it cannot."""
    entry = BACKBONES.get(begun.network.name)
    if entry is None:
        return None
    widths = entry.options.get("width")
    factor = 1.0 if widths is None else begun.network.options.get("width", widths.default) / widths.default
    factor = begun.network.options.get("width_factor", factor)
    options = {"backbone": entry.name, "width_factor": factor, "box_units": BOX_UNITS}
    shape = (begun.input.height, begun.input.width, begun.input.channels)
    try:
        same = architecture(NAME).graph(shape, len(begun.classes), **options)
    except GraphError:
        return None
    return options if same.to_json() == whole.to_json() else None
