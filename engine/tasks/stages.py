"""Learning in stages: a network for pixels or boxes starts with what another run has learned. Knows no Keras.

As FCN-32s starts with the weights of a classifier, whose coarse answer is the direct heat map, FCN-16s with those of
FCN-32s, and FCN-8s with those of FCN-16s (Long, Shelhamer, Darrell, 2015, 1411.4038, section 4): layers with the same
name and shapes keep their weights, others start anew, and all of them learn on. Nothing is frozen.
"""

from pathlib import Path
from typing import Any

from engine.contract.config import InputConfig, RunConfig, TaskName, WeightsSource
from engine.contract.run_folder import RunFolder
from engine.network_plan import CUSTOM
from models.catalogue import ARCHITECTURES

TRUNK_OPTIONS = frozenset({"layers", "width", "dense_units", "activation", "batch_normalisation"})
"""What decides about names and shapes of the layers that a direct heat map and the FCNs share."""


def stage_before(weights: WeightsSource | None, task: TaskName) -> RunConfig | None:
    """The config of the run that a network for ``task`` learns on from; None where it starts at random or with the
    run of another task.

    Raises:
        UserError: the run cannot be read.
    """
    if weights is None or weights.origin != "run":
        return None
    config = RunFolder(Path(weights.path)).read_config()
    return config if config.task is task else None


def graph_after(before: RunConfig | None, network: str | None) -> dict[str, Any] | None:
    """The edited graph of the stage before, where no other network is asked for; None where it is of the catalogue."""
    if before is None or network not in (None, CUSTOM) or before.network.name != CUSTOM:
        return None
    return before.network.graph


def options_after(before: RunConfig, name: str) -> dict[str, Any]:
    """The options of the stage before, where they mean the same for the network ``name``.

    All of them for a network with the same options; those of the trunk for another one on the same trunk.
    """
    if before.network.name == CUSTOM or name not in ARCHITECTURES:
        return {}
    own, its = ARCHITECTURES[name].options, ARCHITECTURES[before.network.name].options
    if own.keys() == its.keys():
        return dict(before.network.options)
    if own.keys() & its.keys() >= TRUNK_OPTIONS:
        return {key: value for key, value in before.network.options.items() if key in TRUNK_OPTIONS}
    return {}


def input_after(before: RunConfig, shown: InputConfig | tuple[int, int] | None) -> InputConfig:
    """The input of the stage before, whose preparation its weights expect, in the size that was asked for."""
    match shown:
        case None:
            return before.input
        case InputConfig():
            sizes = {"height": shown.height, "width": shown.width, "channels": shown.channels}
        case (height, width):
            sizes = {"height": height, "width": width}
    return before.input.model_copy(update=sizes)
