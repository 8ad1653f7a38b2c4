"""What the window has to know of a task without knowing which it is: plain values, free of Keras and of Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.contract.config import TaskName


@dataclass(frozen=True, slots=True)
class TaskTraits:
    """How a task that can be trained differs from others.

    Attributes:
        metrics: what is followed while a network learns, besides the loss; the first one says which epoch was best.
        is_dense: whether the network says something of every pixel, and not of the picture as a whole.
        has_single_answer: whether the network says one class of a picture as a whole, which is right or wrong.
        says_boxes: whether the network says boxes, each with a class.
        has_single_box: whether it says exactly one of a picture.
        takes_weights: whether a network can start with the weights of another one.
        is_by_choice: whether another task is proposed first, which learns faster from the same labels.
    """

    metrics: tuple[str, ...]
    is_dense: bool = False
    has_single_answer: bool = False
    says_boxes: bool = False
    has_single_box: bool = False
    takes_weights: bool = True
    is_by_choice: bool = False


TRAITS: Final[Mapping[TaskName, TaskTraits]] = {
    TaskName.CLASSIFICATION: TaskTraits(("accuracy",), has_single_answer=True),
    TaskName.DETECTION: TaskTraits(("map", "map50"), says_boxes=True),
    TaskName.LOCALISATION: TaskTraits(
        ("localisation_accuracy", "accuracy", "box_iou"), says_boxes=True, has_single_box=True, is_by_choice=True
    ),
    TaskName.SEMANTIC: TaskTraits(("mean_iou", "mean_dice", "pixel_accuracy"), is_dense=True),
    TaskName.INSTANCE: TaskTraits(
        ("mask_map", "mask_map50", "map", "map50"), says_boxes=True, takes_weights=False, is_by_choice=True
    ),
}
"""The tasks that can be trained."""


def has_boxes(tasks: Iterable[TaskName]) -> bool:
    """Whether a dataset that serves these tasks says where objects are."""
    return any(TRAITS[task].says_boxes for task in tasks if task in TRAITS)


def monitor_of(task: TaskName) -> str:
    """The metric on validation pictures that says which epoch of a training was best."""
    return f"val_{TRAITS[task].metrics[0]}" if task in TRAITS else "val_loss"


def trainable(tasks: Iterable[TaskName]) -> tuple[TaskName, ...]:
    """Those of a dataset's tasks that can be trained, in their order; those that somebody has to choose come last."""
    found = [task for task in tasks if task in TRAITS]
    return tuple(sorted(found, key=lambda task: TRAITS[task].is_by_choice))
