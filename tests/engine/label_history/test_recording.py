"""The margins that a training records are those of the right pictures, and recording changes nothing else."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from engine import train
from engine.checkpoint import load_latest
from engine.contract.config import RunConfig
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.label_history.stored import LabelHistory, LearnedPicture, read_label_history
from engine.training.pictures import LearningPictures
from engine.training.session import EpochEnd
from tests.engine.training.small_run import CLASSES, load_stripes, run_folder, small_config, stripes

PIXELS, LABELS = stripes(96, seed=1)
LEARNED = tuple(LearnedPicture(f"{place}.png", CLASSES[label]) for place, label in enumerate(LABELS))
MIXED = {"enabled": True, "shift": 0.1, "mixup": 0.5}


class Killed(BaseException):
    """Ends a training as a kill would."""


@pytest.fixture(autouse=True)
def stripes_with_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "load_pictures", load_labelled)


def load_labelled(folder: RunFolder, report: object) -> tuple[RunConfig, LearningPictures]:
    config, pictures = load_stripes(folder, report)
    return config, replace(pictures, learned=LEARNED)


def history_of(folder: RunFolder) -> LabelHistory:
    history = read_label_history(folder.label_history)
    assert history is not None
    return history


def learn(tmp_path: Path, name: str = "run", **settings: Any) -> RunFolder:
    folder = run_folder(tmp_path, small_config(network="linear", **settings), name)
    train.train(folder)
    return folder


def test_the_margin_of_every_picture_is_what_the_network_says_of_it(tmp_path: Path) -> None:
    """A network that hardly moves says the same of a picture in every epoch, whatever the order; 96 is no multiple."""
    folder = learn(tmp_path, epochs=2, learning_rate=1e-9, batch_size=20)

    history = history_of(folder)

    logits = keras.models.load_model(folder.model, compile=False).get_layer("logits")
    inputs = Preparation.fit(PIXELS, folder.read_config().input).apply(PIXELS).reshape(len(PIXELS), -1)
    said = inputs @ np.asarray(logits.kernel) + np.asarray(logits.bias)
    expected = np.where(LABELS == 0, said[:, 0] - said[:, 1], said[:, 1] - said[:, 0])
    assert history.epochs == (1, 2)
    assert history.pictures == LEARNED
    np.testing.assert_allclose(history.margins, [expected, expected], atol=0.01)
    np.testing.assert_array_equal(history.rivals, [1 - LABELS, 1 - LABELS])


def test_a_picture_that_was_mixed_counts_in_other_epochs_only(tmp_path: Path) -> None:
    folder = learn(tmp_path, epochs=3, augmentation=MIXED)

    margins = history_of(folder).margins

    sequence = load_stripes(folder, None)[1].training
    blended = np.stack([sequence.blended(epoch) for epoch in range(3)])
    np.testing.assert_array_equal(np.isnan(margins), blended)
    assert 0.3 < blended.mean() < 0.7


def test_recording_changes_nothing_of_what_is_learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = learn(tmp_path, "recorded", epochs=2, augmentation=MIXED)
    monkeypatch.setattr(train, "load_pictures", load_stripes)

    plain = learn(tmp_path, "plain", epochs=2, augmentation=MIXED)

    assert not plain.label_history.exists()
    arrays, expected = (load_latest(folder.checkpoints) for folder in (recorded, plain))
    assert arrays is not None
    assert expected is not None
    assert list(arrays.arrays) == list(expected.arrays)
    for name, array in expected.arrays.items():
        np.testing.assert_array_equal(arrays.arrays[name], array, err_msg=name)


def test_a_killed_run_that_goes_on_has_the_history_of_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kill comes after the third epoch was recorded and before its checkpoint."""
    settings = {"epochs": 4, "augmentation": MIXED}
    whole = learn(tmp_path, "whole", **settings)
    close = EpochEnd.close

    def close_or_die(self: EpochEnd, logs: dict[str, float], *, is_last: bool) -> bool:
        if self._progress.epoch == 2:
            raise Killed
        return close(self, logs, is_last=is_last)

    with monkeypatch.context() as patch:
        patch.setattr("engine.training.epoch_end.MIN_SECONDS_BETWEEN_SAVES", 0.0)
        patch.setattr("engine.training.epoch_end.SAVING_SHARE", 1e9)
        patch.setattr(EpochEnd, "close", close_or_die)
        with pytest.raises(Killed):
            learn(tmp_path, "halved", **settings)
    halved = RunFolder(tmp_path / "halved")
    assert history_of(halved).epochs == (1, 2, 3)

    train.resume(halved)

    assert history_of(halved).epochs == history_of(whole).epochs == (1, 2, 3, 4)
    np.testing.assert_allclose(history_of(halved).margins, history_of(whole).margins, atol=0.01)
    np.testing.assert_array_equal(history_of(halved).rivals, history_of(whole).rivals)


def test_an_epoch_that_was_left_is_not_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_self: EpochEnd) -> None:
        raise Killed

    monkeypatch.setattr(EpochEnd, "begin", die)
    with pytest.raises(Killed):
        learn(tmp_path, epochs=2)

    assert read_label_history(tmp_path / "run" / "label_history") is None
