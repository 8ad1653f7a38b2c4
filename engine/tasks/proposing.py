"""A complete config from nothing but a dataset, whatever it can teach, with reasons. Knows no Keras."""

from collections.abc import Mapping
from typing import Any

from engine.contract.config import RunConfig, TaskName, WeightsSource
from engine.contract.dataset import DatasetSummary
from engine.contract.errors import UserError
from engine.contract.tasks import TRAITS, trainable
from engine.dataset.index.dataset_index import DatasetIndex
from engine.tasks.defaults import propose_classification
from engine.tasks.detection_defaults import propose_detection
from engine.tasks.semantic_defaults import propose_semantic
from models.catalogue import ARCHITECTURES


def propose_config(
    index: DatasetIndex,
    *,
    task: TaskName | None = None,
    network: str | None = None,
    options: Mapping[str, Any] | None = None,
    graph: Mapping[str, Any] | None = None,
    image_size: tuple[int, int] | None = None,
    weights: WeightsSource | None = None,
) -> tuple[RunConfig, dict[str, str]]:
    """Choose everything that was not given.

    Args:
        index: the dataset.
        task: what is to be learned; None for what the dataset's labels say most about.
        network: name in the catalogue; None for the best fitting one.
        options: options of the network.
        graph: an edited graph, which is trained as it is.
        image_size: (height, width) in pixels of the network's input.
        weights: what another network has learned; decides about a classifier, unless it is that of a given graph,
            and about a network for pixels, unless one is named.

    Returns:
        The config, and one sentence of reason by the dotted name of each field that was chosen.

    Raises:
        UserError: the dataset has nothing to learn, or the network does not exist or does not fit.
    """
    match task or task_for(index.summary(), network):
        case TaskName.CLASSIFICATION:
            return propose_classification(
                index, network=network, options=options, graph=graph, image_size=image_size, weights=weights
            )
        case TaskName.DETECTION:
            return propose_detection(
                index, network=network, options=options, graph=graph, image_size=image_size, weights=weights
            )
        case TaskName.SEMANTIC:
            return propose_semantic(
                index, network=network, options=options, graph=graph, image_size=image_size, weights=weights
            )
        case other:
            raise UserError(
                f"This task cannot be trained yet. Received: {other}.", f"Choose one of: {', '.join(TRAITS)}."
            )


def task_for(summary: DatasetSummary, network: str | None = None) -> TaskName:
    """The first of a dataset's tasks that can be trained, with the network if one is named.

    Classification for a dataset that says nothing, so that it is told what is missing.
    """
    entry = ARCHITECTURES.get(network or "")
    served = entry.tasks if entry else tuple(TRAITS)
    return next((task for task in trainable(summary.tasks) if task in served), TaskName.CLASSIFICATION)
