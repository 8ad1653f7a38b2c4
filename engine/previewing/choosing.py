"""Which tasks are looked at after every epoch, and how."""

from collections.abc import Mapping

import keras

from engine.contract.config import TaskName
from engine.previews import PreviewWriter
from engine.recorder import Recorder
from engine.tasks.base import Task
from engine.training.pictures import PinnedPictures

WRITERS: Mapping[TaskName, type[PreviewWriter]] = {
    TaskName.CLASSIFICATION: PreviewWriter,
    TaskName.SEMANTIC: PreviewWriter,
}


def preview_writer(
    recorder: Recorder, network: keras.Model, task: Task, pinned: PinnedPictures | None
) -> PreviewWriter | None:
    """Follows pinned pictures; None where there are none, or where nobody can tell what is said of them."""
    writer = WRITERS.get(task.name)
    return writer(recorder, network, task, pinned) if writer is not None and pinned is not None else None
