"""The task of a run: the one place that knows all of them."""

from dataclasses import replace

from engine.contract.config import RunConfig, TaskName
from engine.contract.errors import UserError
from engine.contract.tasks import TRAITS
from engine.detectors.picture_box import PictureBoxHead
from engine.detectors.registry import head_of, instance_head_of
from engine.losses.picture_box import PictureBoxLoss
from engine.network_plan import graph_of
from engine.tasks.base import Task
from engine.tasks.classification import Classification
from engine.tasks.detection import Detection
from engine.tasks.instance import InstanceSegmentation
from engine.tasks.localisation import Localisation
from engine.tasks.semantic import SemanticSegmentation


def task_of(config: RunConfig) -> Task:
    """What a run's network is asked to do.

    Raises:
        UserError: nothing can be trained for this task yet.
    """
    match config.task:
        case TaskName.CLASSIFICATION:
            return Classification(config.classes)
        case TaskName.DETECTION:
            return Detection(config.classes, head_of(graph_of(config)))
        case TaskName.INSTANCE:
            return InstanceSegmentation(config.classes, head=instance_head_of(graph_of(config)))
        case TaskName.LOCALISATION:
            return Localisation(config.classes, _one_box_head(config), config.localisation)
        case TaskName.SEMANTIC:
            return SemanticSegmentation(config.classes, config.masks)
        case _:
            raise UserError(
                f"This task cannot be trained yet. Received: {config.task}.",
                f"Choose one of: {', '.join(TRAITS)}.",
            )


def _one_box_head(config: RunConfig) -> PictureBoxHead:
    """What the answer of a localiser means, and costs with the settings of the run."""
    chosen = config.localisation
    return replace(
        PictureBoxHead.of(graph_of(config)),
        costs=PictureBoxLoss(box_weight=chosen.box_weight, box_loss=chosen.box_loss),
    )
