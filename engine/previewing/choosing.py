"""How pinned pictures are looked at after every epoch, by what a network says of them."""

import keras

from engine.contract.config import InputConfig
from engine.previewing.objects import PinnedObjects
from engine.previews import FindObjects, PreviewWriter
from engine.recorder import Recorder
from engine.tasks.base import Task
from engine.tasks.says_boxes import SaysBoxes
from engine.training.pictures import PinnedPictures


def preview_writer(
    recorder: Recorder, network: keras.Model, task: Task, pinned: PinnedPictures | None, *, shown: InputConfig
) -> PreviewWriter | None:
    """Follows pinned pictures, fitted as ``shown`` says; None where there are none."""
    if pinned is None:
        return None
    find: FindObjects | None = PinnedObjects(network, task, pinned, shown) if isinstance(task, SaysBoxes) else None
    return PreviewWriter(recorder, network, task, pinned, find=find)
