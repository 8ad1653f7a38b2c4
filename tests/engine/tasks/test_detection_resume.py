"""A run that learns boxes goes on after a kill as if it had never been interrupted, and keeps what it sees."""

from pathlib import Path

import numpy as np
import pytest
from keras import ops

from engine import train
from engine.checkpoint import load_latest
from engine.contract.boxes import BOXES_FILE, HIT, JUDGED_COLUMNS, MISSED, OUTCOME_COLUMN, BoxEvaluation
from engine.contract.config import RunConfig
from engine.contract.run_events import Preview, RunStatus
from engine.contract.run_folder import RunFolder
from engine.data.cache import ignore_progress, never_cancelled
from engine.evaluate import evaluate
from engine.model_store import load_run
from engine.ops.boxes.dense_boxes import DenseBoxes
from engine.training import session
from tests.engine.tasks.boxed_dataset import NAMES, run_config, write_boxes


class Killed(BaseException):
    """Ends a training as a kill would."""


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data") / "boxes"
    write_boxes(root, pictures=8)
    return root


def small_config(root: Path, **training: object) -> RunConfig:
    """Two epochs of pictures that are moved about."""
    config = run_config(NAMES, side=64, path=root)
    changes = {"epochs": 2, "batch_size": 4, "weight_averaging": True, "precision": "float32", **training}
    augmentation = {"flip_horizontal": True, "shift": 0.2}
    return config.model_copy(
        update={
            "training": config.training.model_copy(update=changes),
            "augmentation": config.augmentation.model_copy(update=augmentation),
        }
    )


@pytest.fixture(scope="module")
def whole(boxes: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    folder = train.create_run(small_config(boxes), tmp_path_factory.mktemp("runs") / "whole")
    assert train.train(folder).status is RunStatus.FINISHED
    return folder


def weights_of(folder: RunFolder) -> dict[str, np.ndarray]:
    checkpoint = load_latest(folder.checkpoints)
    assert checkpoint is not None
    return checkpoint.arrays


def test_a_killed_run_goes_on_exactly(
    boxes: Path, whole: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    halved = train.create_run(small_config(boxes), tmp_path / "halved")
    begin = session.EpochEnd.begin

    def begin_or_die(self: session.EpochEnd) -> None:
        begin(self)
        if self._progress.epoch == 1:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("engine.training.epoch_end.MIN_SECONDS_BETWEEN_SAVES", 0.0)
        patch.setattr("engine.training.epoch_end.SAVING_SHARE", 1e9)
        patch.setattr(session.EpochEnd, "begin", begin_or_die)
        with pytest.raises(Killed):
            train.train(halved)

    assert train.resume(halved).status is RunStatus.FINISHED
    for name, expected in weights_of(whole).items():
        np.testing.assert_allclose(weights_of(halved)[name], expected, atol=1e-6, err_msg=name)


def test_boxes_of_pinned_pictures_are_kept_for_every_epoch(whole: RunFolder) -> None:
    previews = [
        Preview.model_validate_json((whole.previews / f"epoch_{epoch:04d}.json").read_bytes()) for epoch in (1, 2)
    ]

    pinned = whole.read_config().pinned
    assert pinned
    for preview in previews:
        assert tuple(said.image for said in preview.predictions) == pinned
        assert all(said.boxes is not None for said in preview.predictions)


def test_an_evaluation_keeps_what_became_of_each_object(whole: RunFolder) -> None:
    run = load_run(str(whole.path))
    found, folder = evaluate(
        run, split="train", dataset=None, on_progress=ignore_progress, is_cancelled=never_cancelled
    )

    assert isinstance(found, BoxEvaluation)
    judged = np.load(folder / BOXES_FILE)
    outcomes = judged[:, OUTCOME_COLUMN]
    assert judged.shape[1] == JUDGED_COLUMNS
    assert sum(one.objects for one in found.per_class) == np.count_nonzero((outcomes == HIT) | (outcomes == MISSED))


def test_a_loss_that_is_no_number_is_a_named_state(boxes: Path, tmp_path: Path) -> None:
    folder = train.create_run(small_config(boxes, learning_rate=1.0, optimizer="sgd"), tmp_path / "diverging")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.losses.dense_detection.DenseDetectionLoss.__call__", _no_number)
        state = train.train(folder)

    assert state.status is RunStatus.FAILED
    assert "not a number" in state.reason
    assert state.hint


def _no_number(_loss: object, _truth: object, said: DenseBoxes) -> object:
    return ops.sum(said.logits, axis=(1, 2)) * float("nan")
