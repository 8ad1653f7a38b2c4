"""Runs in words: tasks, metrics and states as people read them. Free of Qt."""

from engine.contract.config import TaskName
from engine.contract.run_events import RunState, RunStatus
from gui.words import NOTHING, number, percent

_TASKS = {
    TaskName.CLASSIFICATION: "Classes",
    TaskName.LOCALISATION: "Place",
    TaskName.DETECTION: "Boxes",
    TaskName.SEMANTIC: "Masks",
    TaskName.INSTANCE: "Instances",
    TaskName.METRIC: "Pairs",
    TaskName.AUTOENCODER: "Autoencoder",
    TaskName.GAN: "Generated pictures",
}
_METRICS = {
    "mean_iou": "mean IoU",
    "mean_dice": "mean Dice",
    "map": "mAP",
    "map50": "mAP50",
    "box_iou": "box IoU",
    "mask_map": "mask mAP",
    "mask_map50": "mask mAP50",
}
"""What metrics are called whose name in the history is no word."""
_SHARES = ("accuracy", "recall", "precision", "map", "mIoU", "iou", "dice")


def task_words(task: TaskName) -> str:
    """What a task is called in tables."""
    return _TASKS[task]


def metric_name(monitor: str) -> str:
    """What a metric is called: ``accuracy`` for ``val_accuracy``."""
    name = monitor.removeprefix("val_")
    return _METRICS.get(name, name.replace("_", " "))


def is_share(monitor: str) -> bool:
    """Whether a metric is a share in [0, 1]."""
    return any(word in monitor for word in _SHARES)


def metric_words(monitor: str, value: float | None) -> str:
    """A metric with its unit: ``88.6 %``, ``0.487``, a dash where it is unknown."""
    if value is None:
        return NOTHING
    return percent(value) if is_share(monitor) else number(value)


def state_words(state: RunState) -> str:
    """How a run is: ``Finished``, ``Kept best, epoch 18``, ``45.0 %, epoch 9 of 20``."""
    match state.status:
        case RunStatus.QUEUED:
            return "Waiting"
        case RunStatus.RUNNING:
            return f"Epoch {state.epoch} of {state.epochs}" if state.epoch else "Starting"
        case RunStatus.PAUSED:
            return f"Paused, epoch {state.epoch} of {state.epochs}"
        case RunStatus.FINISHED if state.epoch < state.epochs and state.best_epoch:
            return f"Kept best, epoch {state.best_epoch}"
        case RunStatus.FINISHED:
            return "Finished"
        case RunStatus.STOPPED:
            return f"Stopped, epoch {state.epoch}"
        case RunStatus.FAILED:
            return "Failed"


def state_icon(state: RunState) -> tuple[str, str]:
    """The icon of a state, and the name of its colour."""
    match state.status:
        case RunStatus.RUNNING:
            return "play", "text_secondary"
        case RunStatus.QUEUED | RunStatus.PAUSED:
            return "pause", "text_secondary"
        case RunStatus.FINISHED if state.epoch < state.epochs:
            return "finish", "text_secondary"
        case RunStatus.FINISHED:
            return "success", "success"
        case RunStatus.STOPPED:
            return "stop", "text_secondary"
        case RunStatus.FAILED:
            return "error", "danger"
