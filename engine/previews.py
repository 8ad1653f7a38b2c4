"""Follow a few pinned pictures through a training: what the network says of them, and where it looked."""

import io
import logging
import os
import time
from pathlib import Path

import keras
import numpy as np

from engine.contract.run_events import PinnedPrediction, Preview, PreviewSaved
from engine.inspect.cam import cam_maps
from engine.inspect.heads import find_default_layer
from engine.recorder import Recorder
from engine.tasks.base import Task
from engine.training.pictures import PinnedPictures

logger = logging.getLogger(__name__)


class PreviewWriter:
    """Writes ``previews/epoch_NNNN.json`` and the maps beside it, from one compiled call for all pictures."""

    def __init__(self, recorder: Recorder, network: keras.Model, task: Task, pinned: PinnedPictures) -> None:
        self._recorder = recorder
        self._network = network
        self._task = task
        self._pinned = pinned
        self._has_maps = find_default_layer(network) is not None

    def save(self, epoch: int) -> None:
        """Predict and write; a full disk costs the preview and not the run."""
        preview, maps = self._look(epoch)
        folder = self._recorder.folder.previews
        try:
            folder.mkdir(exist_ok=True)
            if maps is not None:
                _write(folder / f"epoch_{epoch:04d}.cam.npy", _to_npy(maps))
            _write(folder / f"epoch_{epoch:04d}.json", preview.model_dump_json().encode())
        except OSError:
            logger.warning("Cannot write the preview of epoch %d", epoch, exc_info=True)
            return
        self._recorder.append(PreviewSaved(time=time.time(), epoch=epoch))

    def _look(self, epoch: int) -> tuple[Preview, np.ndarray | None]:
        if not self._has_maps:
            scores = np.asarray(self._network.predict_on_batch(self._pinned.inputs), np.float32)
            return Preview(epoch=epoch, method="", layer="", predictions=self._predictions(scores)), None
        found = cam_maps(self._network, self._pinned.inputs)
        predictions = self._predictions(found.scores)
        return Preview(epoch=epoch, method=found.method, layer=found.layer, predictions=predictions), found.maps

    def _predictions(self, scores: np.ndarray) -> tuple[PinnedPrediction, ...]:
        return tuple(
            PinnedPrediction(
                image=image,
                truth=truth,
                predicted=self._task.classes[int(row.argmax())],
                score=float(row.max()),
                scores=tuple(float(value) for value in row),
            )
            for image, truth, row in zip(self._pinned.images, self._pinned.truths, scores, strict=True)
        )


def _write(path: Path, binary: bytes) -> None:
    """Write a file that nobody sees half; it need not survive a power cut, so nobody waits for the disk."""
    temporary = path.with_name(f".{path.name}")
    temporary.write_bytes(binary)
    os.replace(temporary, path)


def _to_npy(maps: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, maps.astype(np.float32), allow_pickle=False)
    return buffer.getvalue()
