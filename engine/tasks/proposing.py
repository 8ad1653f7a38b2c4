"""A complete config from nothing but a dataset, whatever it can teach, with reasons. Knows no Keras."""

from collections.abc import Callable, Mapping
from typing import Final

from engine.contract.config import RunConfig, TaskName
from engine.contract.dataset import DatasetSummary
from engine.contract.errors import UserError
from engine.contract.tasks import TRAITS, trainable
from engine.dataset.index.dataset_index import DatasetIndex
from engine.tasks.classifier_detector_defaults import NAMES as CLASSIFIER_DETECTORS
from engine.tasks.classifier_detector_defaults import propose_classifier_detector
from engine.tasks.defaults import propose_classification
from engine.tasks.detection_defaults import propose_detection
from engine.tasks.instance_defaults import propose_instance
from engine.tasks.localisation_defaults import propose_localisation
from engine.tasks.semantic_defaults import propose_semantic
from engine.tasks.wishes import NO_WISHES, Wishes
from models.catalogue import ARCHITECTURES

Proposal = tuple[RunConfig, dict[str, str]]

PROPOSALS: Final[Mapping[TaskName, Callable[[DatasetIndex, Wishes], Proposal]]] = {
    TaskName.CLASSIFICATION: propose_classification,
    TaskName.DETECTION: propose_detection,
    TaskName.LOCALISATION: propose_localisation,
    TaskName.SEMANTIC: propose_semantic,
    TaskName.INSTANCE: propose_instance,
}


def propose_config(index: DatasetIndex, wishes: Wishes = NO_WISHES, *, task: TaskName | None = None) -> Proposal:
    """Choose everything that was not given.

    Args:
        index: the dataset.
        wishes: what is given.
        task: what is to be learned; None for what the dataset's labels say most about.

    Returns:
        The config, and one sentence of reason by the dotted name of each field that was chosen.

    Raises:
        UserError: the dataset has nothing to learn, or the network does not exist or does not fit.
    """
    if wishes.network in CLASSIFIER_DETECTORS and task in (None, TaskName.DETECTION):
        return propose_classifier_detector(index, wishes.network, wishes.weights)
    wanted = task or task_for(index.summary(), wishes.network)
    propose = PROPOSALS.get(wanted)
    if propose is None:
        raise UserError(f"This task cannot be trained yet. Received: {wanted}.", f"Choose one of: {', '.join(TRAITS)}.")
    return propose(index, wishes)


def task_for(summary: DatasetSummary, network: str | None = None) -> TaskName:
    """The first of a dataset's tasks that can be trained, with the network if one is named.

    Classification for a dataset that says nothing, so that it is told what is missing.
    """
    entry = ARCHITECTURES.get(network or "")
    served = entry.tasks if entry else tuple(TRAITS)
    return next((task for task in trainable(summary.tasks) if task in served), TaskName.CLASSIFICATION)
