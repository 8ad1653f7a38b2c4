"""Whole runs whose first layers are frozen at first, and runs that start with the weights of another one."""

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from engine import train
from engine.checkpoint import load_latest
from engine.contract.config import RunConfig, WeightsSource
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.training import session
from models.graph import Graph
from models.heads import backbone_end, frozen_up_to
from tests.engine.training.small_run import load_stripes, run_folder, small_config, stripes


@pytest.fixture(autouse=True)
def stripes_instead_of_a_dataset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "load_pictures", load_stripes)


@pytest.fixture
def saves_every_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.training.epoch_end.MIN_SECONDS_BETWEEN_SAVES", 0.0)
    monkeypatch.setattr("engine.training.epoch_end.SAVING_SHARE", 1e9)


class Killed(BaseException):
    """Ends a training as a kill would."""


def frozen_config(weights: WeightsSource | None = None, **training: Any) -> RunConfig:
    config = small_config("mlp", **{"epochs": 4, "dropout": 0.3, "weight_decay": 0.01, **training})
    graph = Graph.from_json(config.network.graph)
    frozen = frozen_up_to(graph, backbone_end(graph))
    network = config.network.model_copy(update={"frozen": frozen, "weights": weights})
    return config.model_copy(update={"network": network})


def kill_when_epoch_begins(monkeypatch: pytest.MonkeyPatch, epoch: int) -> None:
    """Kill the training at the beginning of an epoch, counted from 1."""
    begin = session.EpochEnd.begin

    def begin_or_die(self: session.EpochEnd) -> None:
        if self._progress.epoch + 1 == epoch:
            raise Killed
        begin(self)

    monkeypatch.setattr(session.EpochEnd, "begin", begin_or_die)


def arrays_of(folder: RunFolder) -> dict[str, np.ndarray]:
    checkpoint = load_latest(folder.checkpoints)
    assert checkpoint is not None
    return checkpoint.arrays


def events_of(folder: RunFolder, kind: str) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in folder.events.read_text().splitlines()]
    return [event for event in events if event["type"] == kind]


def first_kernel_of(folder: RunFolder) -> np.ndarray:
    kernel: np.ndarray = keras.models.load_model(folder.model, compile=False).get_layer("hidden1").get_weights()[0]
    return kernel


@pytest.mark.parametrize("killed_in", [2, 3, 4])
@pytest.mark.usefixtures("saves_every_epoch")
def test_a_run_killed_before_at_or_behind_the_end_of_a_phase_goes_on_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_in: int
) -> None:
    config = frozen_config(unfreeze_epoch=2, weight_averaging=True, batch_normalisation=True)
    whole = run_folder(tmp_path, config, "whole")
    train.train(whole)
    halved = run_folder(tmp_path, config, "halved")
    with monkeypatch.context() as patch:
        kill_when_epoch_begins(patch, killed_in)
        with pytest.raises(Killed):
            train.train(halved)

    assert train.resume(halved).status is RunStatus.FINISHED

    for name, expected in arrays_of(whole).items():
        np.testing.assert_allclose(arrays_of(halved)[name], expected, atol=1e-6, err_msg=name)
    assert [event["epoch"] for event in events_of(halved, "epoch_done")] == [1, 2, 3, 4]


def test_the_rate_of_the_second_phase_is_lower(tmp_path: Path) -> None:
    config = frozen_config(epochs=3, unfreeze_epoch=2, unfreeze_rate=0.1, schedule="constant", warmup_epochs=0)
    folder = run_folder(tmp_path, config)
    train.train(folder)
    rates = [event["learning_rate"] for event in events_of(folder, "epoch_done")]
    assert rates == pytest.approx([3e-3, 3e-4, 3e-4])  # each is that of the step to come
    assert "unfreezing all layers" in [event["phase"] for event in events_of(folder, "phase_changed")]


def test_a_backbone_of_another_run_is_taken_over_layer_by_layer(tmp_path: Path) -> None:
    first = run_folder(tmp_path, small_config("mlp", epochs=1), "first")
    train.train(first)
    first.preparation.mkdir()
    Preparation.fit(stripes(8, seed=1)[0], first.read_config().input).save(first.preparation)
    source = WeightsSource(origin="run", path=str(first.path), new=("logits",))

    second = run_folder(tmp_path, frozen_config(source, epochs=1), "second")
    train.train(second)

    np.testing.assert_array_equal(first_kernel_of(second), first_kernel_of(first))
    told = events_of(second, "weights_kept")[0]
    assert "hidden1" in told["kept"]
    assert (told["new"], told["dropped"]) == (["logits"], [])
    assert f"Weights: kept {len(told['kept'])}, new 1, dropped 0" in second.log.read_text()
    assert "Weights kept: hidden1\n" in second.log.read_text()


def test_a_backbone_that_is_gone_fails_with_a_reason(tmp_path: Path) -> None:
    source = WeightsSource(origin="run", path=str(tmp_path / "gone"))
    state = train.train(run_folder(tmp_path, frozen_config(source)))
    assert state.status is RunStatus.FAILED
    assert str(tmp_path / "gone") in state.reason


def test_early_stopping_waits_for_the_layers_that_are_frozen_at_first(tmp_path: Path) -> None:
    config = frozen_config(epochs=20, learning_rate=1e-12, early_stopping_epochs=1, unfreeze_epoch=3)
    state = train.train(run_folder(tmp_path, config))
    assert state.epoch == 4
    assert state.reason.startswith("Early stopping")
