"""What is said of the backbone of the next run, in words. Free of Qt."""

from dataclasses import dataclass
from pathlib import Path

from engine.contract.config import RunConfig, WeightsSource
from engine.contract.tasks import TRAITS
from engine.pretrained.files import WEIGHTS_FILES, WeightsFile
from gui.words import plural

RANDOM = "Random weights"
_RANDOM_NOTE = (
    "Everything is learned from your pictures. With few of them, start from a network that has seen many: choose a "
    "backbone, and only what follows it learns at first."
)
_ONLY_RANDOM_NOTE = "Everything is learned from your pictures."
_TAKES_NONE = "A network for this task cannot start with the weights of another one yet."
_ALL_LEARN = "All layers learn. Right-click a layer of the canvas to freeze the network up to there."


@dataclass(frozen=True, slots=True)
class BackboneFacts:
    """What the section shows.

    Attributes:
        title: where the first weights come from.
        note: what that means.
        frozen: how much is frozen, up to where.
        has_frozen: whether something is.
        has_backbone: whether the weights are those of another network.
        file: what has to be downloaded; None where nothing has to.
        obstacle: why no backbone can be chosen; empty where one can.
    """

    title: str
    note: str
    frozen: str
    has_frozen: bool
    has_backbone: bool
    file: WeightsFile | None
    obstacle: str = ""


def backbone_facts(config: RunConfig | None) -> BackboneFacts:
    """The facts of a plan; None before there is one."""
    if config is None:
        return BackboneFacts(RANDOM, _RANDOM_NOTE, "", has_frozen=False, has_backbone=False, file=None)
    source, names = config.network.weights, frozen_names(config)
    layers = len(config.network.graph.get("nodes", ()))
    frozen = f"{len(names)} of {plural(layers, 'layer')} frozen, up to {names[-1]}." if names else _ALL_LEARN
    takes_weights = TRAITS[config.task].takes_weights
    return BackboneFacts(
        title_of(source),
        _note_of(source) if takes_weights else _ONLY_RANDOM_NOTE,
        frozen,
        has_frozen=bool(names),
        has_backbone=source is not None,
        file=_file_of(source),
        obstacle="" if takes_weights else _TAKES_NONE,
    )


def frozen_names(config: RunConfig) -> tuple[str, ...]:
    """The frozen nodes that the graph has, in its order."""
    frozen = set(config.network.frozen)
    names = (str(node.get("name")) for node in config.network.graph.get("nodes", ()))
    return tuple(name for name in names if name in frozen)


def title_of(source: WeightsSource | None) -> str:
    """Where first weights come from, in a few words."""
    if source is None:
        return RANDOM
    match source.origin:
        case "imagenet":
            file = WEIGHTS_FILES.get(source.network)
            return f"{file.title if file else source.network}, ImageNet"
        case "run":
            return f"Run {Path(source.path).name}"
        case "file":
            return Path(source.path).name


def _note_of(source: WeightsSource | None) -> str:
    if source is None:
        return _RANDOM_NOTE
    what = {
        "imagenet": "Learned from 1.2 million photos of 1,000 kinds; pictures are prepared as it has learned.",
        "run": "Its weights and its preparation of pictures are taken over.",
        "file": "Its weights are taken over wherever a layer is unchanged.",
    }[source.origin]
    rest = "The head is new, for your classes." if source.new else "What it does not have is new."
    return f"{what} {rest}"


def _file_of(source: WeightsSource | None) -> WeightsFile | None:
    if source is None or source.origin != "imagenet" or source.path:
        return None
    return WEIGHTS_FILES.get(source.network)
