"""A run that learns masks, some of which are bad, goes on after a kill as if it had never been interrupted."""

from pathlib import Path

import numpy as np
import pytest

from engine import train
from engine.checkpoint import load_latest
from engine.contract.config import RunConfig
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.training import session
from tests.engine.dataset.small_datasets import opened
from tests.engine.tasks.masked_dataset import config_for, stripes, write_masked


class Killed(BaseException):
    """Ends a training as a kill would."""


def small_config(root: Path) -> RunConfig:
    """Random patches, some around rare classes, warped, with border weights."""
    with opened(root) as index:
        config = config_for(index, depth=1, height=16, width=16, fit="patches")
    training = {"epochs": 2, "batch_size": 4, "weight_averaging": True, "precision": "float32"}
    return config.model_copy(
        update={
            "training": config.training.model_copy(update=training),
            "augmentation": config.augmentation.model_copy(update={"elastic": 1.0}),
            "masks": config.masks.model_copy(update={"rare_crops": 0.5, "border_weight": 5.0}),
        }
    )


def weights_of(folder: RunFolder) -> dict[str, np.ndarray]:
    checkpoint = load_latest(folder.checkpoints)
    assert checkpoint is not None
    return checkpoint.arrays


def test_a_killed_run_goes_on_exactly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = {name: stripes(0, 1, 2, 0) for name in "abcdef"}
    bad = {"small": stripes(0, 1, height=9, width=9), "unknown": stripes(0, 1, 99), "none": None}
    root = write_masked(tmp_path / "set", {**sound, **bad}, classes=("ground", "disc", "box", "tree"))
    whole = train.create_run(small_config(root), tmp_path / "whole")
    assert train.train(whole).status is RunStatus.FINISHED
    halved = train.create_run(small_config(root), tmp_path / "halved")
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

    state = train.resume(halved)

    assert state.status is RunStatus.FINISHED
    assert len(halved.history.read_text().splitlines()) == 3
    assert '"unseen_classes":["tree"]' in whole.events.read_text()
    for name, expected in weights_of(whole).items():
        np.testing.assert_allclose(weights_of(halved)[name], expected, atol=1e-6, err_msg=name)
