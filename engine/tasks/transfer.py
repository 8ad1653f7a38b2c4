"""Makes a proposed config one that starts with what another network has learned. Knows no Keras.

A backbone that saw many pictures knows edges, textures and parts; only the head is new. Frozen, it cannot forget, and
few parameters are left to learn from few pictures.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.contract.config import InputConfig, NetworkConfig, RunConfig, WeightsSource
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.contract.tasks import TRAITS
from engine.network_plan import CUSTOM, with_catalogue_graph, with_graph
from engine.pretrained.files import WEIGHTS_FILES, WeightsFile, weights_file
from models.catalogue.preprocessing import Preprocessing
from models.graph import Graph, GraphError
from models.heads import backbone_end, frozen_up_to, head_nodes, last_map, replace_head

LEAST_PRETRAINED_PX = 96
MOST_EPOCHS = 100
SUFFIXES_OF_WEIGHTS = (".h5", ".hdf5")
_PREPARATIONS: dict[Preprocessing, dict[str, Any]] = {
    Preprocessing.CAFFE: {"scale": "0..255", "subtract": "Caffe means", "divide_by_deviation": False},
    Preprocessing.TORCH: {"scale": "0..1", "subtract": "ImageNet means", "divide_by_deviation": True},
    Preprocessing.SIGNED: {"scale": "-1..1", "subtract": "nothing", "divide_by_deviation": False},
}
_AS_FOREIGN: dict[str, Any] = {"scale": "0..1", "subtract": "nothing", "divide_by_deviation": False}

Because = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Backbone:
    """A network to start from, before its head is replaced.

    Attributes:
        network: its name, options and graph.
        input: how it wants pictures.
    """

    network: NetworkConfig
    input: InputConfig


def source_of(place: str, *, network: str | None) -> WeightsSource:
    """What somebody means by a place: "imagenet", the path of a run, of a ``.keras`` file, of downloaded weights.

    Args:
        place: as it was typed.
        network: the chosen network of the catalogue, or the key of weights.

    Raises:
        UserError: there are no such weights.
    """
    path = Path(place)
    if place == "imagenet" or path.suffix in SUFFIXES_OF_WEIGHTS:
        local = "" if place == "imagenet" else str(path.resolve())
        return WeightsSource(origin="imagenet", network=_key_of(network), path=local)
    return WeightsSource(origin="run" if path.is_dir() else "file", path=str(path.resolve()))


def start_from(config: RunConfig, source: WeightsSource, because: Because, *, has_size: bool) -> RunConfig:
    """Return ``config`` with the network of the source, a head for its own classes, and everything else frozen.

    Args:
        config: proposed for the dataset; for a ``.keras`` file, with the graph of the file.
        source: where the weights come from.
        because: is told a reason by the dotted name of each field that is chosen here.
        has_size: whether somebody asked for the input size that the config has.

    Raises:
        UserError: there is no such network, or it has no head.
    """
    try:
        chosen = backbone_of(config, source, because, has_size=has_size)
        placed = _for_classes(config.model_copy(update={"network": chosen.network, "input": chosen.input}))
        graph = Graph.from_json(placed.network.graph)
        until = last_map(graph) if source.origin == "imagenet" else backbone_end(graph)
        weights = source.model_copy(update={"new": head_nodes(graph)})
        frozen = frozen_up_to(graph, until)
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    because("network.name", "The network whose weights are taken over.")
    because("network.options", "Those that its weights were learned with.")
    because("network.frozen", f"Everything up to {until} keeps what it has learned; only what follows is new.")
    network = placed.network.model_copy(update={"weights": weights, "frozen": frozen})
    return placed.model_copy(update={"network": network})


def for_a_head(config: RunConfig, because: Because) -> RunConfig:
    """Return ``config``, proposed for a whole network, with the epochs that a new head needs."""
    if config.training.epochs <= MOST_EPOCHS:
        return config
    because("training.epochs", "A head on a frozen backbone is learned in fewer epochs than a whole network.")
    return config.model_copy(update={"training": config.training.model_copy(update={"epochs": MOST_EPOCHS})})


def backbone_of(config: RunConfig, source: WeightsSource, because: Because, *, has_size: bool) -> Backbone:
    """The classifier of a source, and how it wants pictures; the arguments are those of ``start_from``.

    Raises:
        UserError: there is no such network, or it is none that says a class of a whole picture.
    """
    match source.origin:
        case "imagenet":
            return _pretrained(config, weights_file(source.network), because, has_size=has_size)
        case "run":
            run = RunFolder(Path(source.path)).read_config()
            _require_classifier(run, source)
            because("input.scale", "As the backbone has learned: its preparation is kept.")
            return Backbone(run.network.model_copy(update={"weights": None, "frozen": ()}), run.input)
        case "file":
            because("input.scale", "A file does not say how pictures are prepared: from 0 to 1, as most do.")
            return Backbone(config.network, config.input.model_copy(update=_AS_FOREIGN))


def _require_classifier(run: RunConfig, source: WeightsSource) -> None:
    if not TRAITS[run.task].has_single_answer:
        raise UserError(
            f"This run did not learn classes of whole pictures. Received: {source.path}, which learned {run.task}.",
            "Give the folder of a run of a classifier.",
        )


def _pretrained(config: RunConfig, file: WeightsFile, because: Because, *, has_size: bool) -> Backbone:
    because("network.weights", f"{file.title} has learned from 1.2 million pictures of ImageNet.")
    because("input.subtract", "As the pretrained network has learned: its preparation is kept.")
    because("input.channels", "The pretrained network looks at colours; grey pictures are given to it as colours.")
    size = (config.input.height, config.input.width)
    if min(size) < LEAST_PRETRAINED_PX and not has_size:
        because("input.height", "Enlarged: a pretrained network sees little in smaller pictures.")
        factor = LEAST_PRETRAINED_PX / min(size)
        size = (round(size[0] * factor), round(size[1] * factor))
    changes = {"height": size[0], "width": size[1], "channels": 3, **_PREPARATIONS[file.preprocessing]}
    network = NetworkConfig(name=file.network, options=dict(file.options), graph={})
    return Backbone(network, config.input.model_copy(update=changes))


def _for_classes(config: RunConfig) -> RunConfig:
    """``config`` whose network has its classes."""
    if config.network.name != CUSTOM:
        return with_catalogue_graph(config)
    graph = replace_head(Graph.from_json(config.network.graph), len(config.classes))
    return with_graph(config, graph)


def _key_of(network: str | None) -> str:
    """The key of the weights for a network of the catalogue.

    Raises:
        UserError: there are none.
    """
    if network is not None and network in WEIGHTS_FILES:
        return network
    message = f"There are no weights learned on ImageNet for this network. Received: {network or 'no network'}."
    raise UserError(message, f"Choose one of {', '.join(WEIGHTS_FILES)}.")
