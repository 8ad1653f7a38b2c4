"""The task of a run: the one place that knows all of them."""

from engine.contract.config import RunConfig, TaskName
from engine.contract.errors import UserError
from engine.contract.tasks import TRAITS
from engine.detectors.registry import head_of, instance_head_of
from engine.network_plan import graph_of
from engine.tasks.base import Task
from engine.tasks.classification import Classification
from engine.tasks.detection import Detection
from engine.tasks.instance import InstanceSegmentation
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
        case TaskName.SEMANTIC:
            return SemanticSegmentation(config.classes, config.masks)
        case _:
            raise UserError(
                f"This task cannot be trained yet. Received: {config.task}.",
                f"Choose one of: {', '.join(TRAITS)}.",
            )
