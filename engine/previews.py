"""Follow a few pinned pictures through a training: what the network says of them, and what happens inside it."""

import io
import logging
import time
from collections.abc import Callable, Sequence

import keras
import numpy as np

from engine.contract.boxes import FoundBox
from engine.contract.run_events import PinnedPrediction, Preview, PreviewSaved
from engine.contract.run_folder import write_whole
from engine.previewing.kept_epochs import KeptEpochs
from engine.previewing.look import EpochLook, Looked
from engine.recorder import Recorder
from engine.tasks.base import Task
from engine.training.pictures import PinnedPictures

FindObjects = Callable[[], Sequence[tuple[FoundBox, ...] | None]]
logger = logging.getLogger(__name__)


class PreviewWriter:
    """Writes what one look saw to ``previews/epoch_NNNN.*``, and keeps the folder small.

    Args:
        recorder: of the run.
        network: that learns.
        task: what it learns.
        pinned: pictures that are looked at.
        find: finds the objects on them with the weights of the moment; None where the network says no boxes.
    """

    def __init__(
        self,
        recorder: Recorder,
        network: keras.Model,
        task: Task,
        pinned: PinnedPictures,
        *,
        find: FindObjects | None = None,
    ) -> None:
        self._recorder = recorder
        self._task = task
        self._pinned = pinned
        self._find = find
        self._look = EpochLook(network)
        self._kept = KeptEpochs(recorder.folder.previews)

    def save(self, epoch: int, *, best_epoch: int | None) -> None:
        """Look and write; a full disk costs the preview and not the run."""
        looked = self._look.look(self._pinned.inputs, epoch=epoch)
        try:
            self._write(looked, epoch)
            self._kept.add(epoch, best=best_epoch)
        except OSError:
            logger.warning("Cannot write the preview of epoch %d", epoch, exc_info=True)
            return
        self._recorder.append(PreviewSaved(time=time.time(), epoch=epoch, disk_bytes=self._kept.total_bytes))

    def _write(self, looked: Looked, epoch: int) -> None:
        """The predictions come last: where they lie, the rest is whole."""
        folder = self._recorder.folder.previews
        folder.mkdir(exist_ok=True)
        name = f"epoch_{epoch:04d}"
        if looked.cams is not None:
            write_whole(folder / f"{name}.cam.npy", _to_npy(looked.cams.astype(np.float32)))
        if looked.classes is not None:
            write_whole(folder / f"{name}.mask.npy", _to_npy(looked.classes))
        write_whole(folder / f"{name}.inside.npy", _to_npy(looked.pixels))
        write_whole(folder / f"{name}.inside.json", looked.inside.model_dump_json().encode())
        predictions = self._predictions(looked.scores)
        preview = Preview(epoch=epoch, method=looked.method, layer=looked.layer, predictions=predictions)
        write_whole(folder / f"{name}.json", preview.model_dump_json().encode())

    def _predictions(self, scores: np.ndarray) -> tuple[PinnedPrediction, ...]:
        sizes = self._pinned.sizes or (None,) * len(scores)
        boxes = (None,) * len(scores) if self._find is None else self._find()
        return tuple(
            PinnedPrediction(
                image=image,
                truth=truth,
                predicted=self._task.classes[int(row.argmax())],
                score=float(row.max()),
                scores=tuple(float(value) for value in row),
                size=size,
                boxes=found,
            )
            for image, truth, size, row, found in zip(
                self._pinned.images, self._pinned.truths, sizes, scores, boxes, strict=True
            )
        )


def _to_npy(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()
