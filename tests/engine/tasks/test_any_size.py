"""Which networks learn from pictures of several sizes, and that they do."""

from pathlib import Path

import numpy as np
import pytest

from engine.cli.app import run_command
from engine.contract.errors import UserError
from engine.contract.history import read_history
from engine.contract.run_folder import RunFolder
from engine.data.picture_sizes import size_of_epoch
from engine.network_plan import graph_of
from engine.tasks.any_size import require_any_size
from engine.tasks.registry import task_of
from engine.training.learner import Learner
from models.build import build_model
from models.catalogue import architecture
from tests.engine.tasks.boxed_dataset import NAMES, TINY, run_config, write_boxes

SEED = 2
FIXED = [name for name in TINY if name != "dense-detector"]


@pytest.mark.parametrize("name", FIXED)
def test_networks_that_know_the_size_of_their_pictures_refuse(name: str) -> None:
    config = run_config(NAMES, side=64, network=name)
    require_any_size(config)
    training = config.training.model_copy(update={"multi_scale": 0.3})

    with pytest.raises(UserError, match=rf"without a fixed number.*{name}.*0\.3"):
        require_any_size(config.model_copy(update={"training": training}))


def test_networks_that_say_no_boxes_refuse() -> None:
    config = run_config(NAMES, side=64)
    graph = architecture("lenet5").graph((64, 64, 3), 2)
    network = config.network.model_copy(update={"name": "lenet5", "graph": graph.to_json()})
    training = config.training.model_copy(update={"multi_scale": 0.3})

    with pytest.raises(UserError, match="lenet5"):
        require_any_size(config.model_copy(update={"network": network, "training": training}))


def test_a_dense_detector_takes_any_size() -> None:
    config = run_config(NAMES, side=64)

    require_any_size(config.model_copy(update={"training": config.training.model_copy(update={"multi_scale": 0.5})}))


@pytest.mark.slow
def test_a_training_goes_through_several_sizes_and_ends_in_its_own(tmp_path: Path) -> None:
    write_boxes(tmp_path / "boxes")
    run = RunFolder(tmp_path / "run")
    options = [f"network.options.{name}={value}" for name, value in TINY["dense-detector"].items()]
    settings = [*options, "training.multi_scale=0.5", "precision=float32", "batch_size=4", f"seed={SEED}"]
    sizes = [size_of_epoch(64, 64, 0.5, seed=SEED, epoch=epoch) for epoch in range(3)]
    assert sizes[0] == sizes[2] != sizes[1]

    code = run_command(
        ["train", str(tmp_path / "boxes"), "--run", str(run.path), "--image-size", "64", "--epochs", "3"]
        + [part for one in settings for part in ("--set", one)]
    )

    assert code == 0
    losses = [(row["loss"], row["val_loss"]) for row in read_history(run.history)]
    assert len(losses) == 3
    assert np.isfinite(np.array(losses, np.float64)).all()
    assert (run.read_config().input.height, run.read_config().training.multi_scale) == (64, 0.5)


def test_one_set_of_weights_learns_from_all_sizes() -> None:
    config = run_config(NAMES, side=64)
    graph = graph_of(config)
    network, task = build_model(graph, seed=1), task_of(config)
    learner = Learner(network, task, config.training.model_copy(update={"multi_scale": 0.5}))
    plain = Learner(build_model(graph, seed=1), task, config.training)
    pictures = np.random.default_rng(1).normal(size=(1, 64, 64, 3)).astype(np.float32)

    for side in (32, 64, 96):
        assert learner(np.zeros((1, side, side, 3), np.float32), training=True).shape == (1, side // 4, side // 4, 6)
    assert [id(one) for one in learner.trainable_variables] == [id(one) for one in network.trainable_variables]
    assert [one.shape for one in learner.variables] == [one.shape for one in plain.variables]
    network.get_layer("class_logits").bias.assign([3.0, 5.0])
    np.testing.assert_allclose(learner(pictures, training=True), network(pictures, training=True), rtol=1e-4, atol=1e-4)


def test_a_size_that_comes_back_is_not_compiled_again() -> None:
    config = run_config(NAMES, side=64)
    learner = Learner(
        build_model(graph_of(config), seed=1),
        task_of(config),
        config.training.model_copy(update={"multi_scale": 0.5}),
    )
    learner.compile(optimizer="sgd")

    learner.take_size((32, 32))
    small = learner.make_train_function() or learner.train_function
    learner.take_size((96, 96))
    assert learner.train_function is None
    learner.take_size((32, 32))

    assert learner.train_function is small
    learner.compile(optimizer="sgd")
    learner.take_size((96, 96))
    learner.take_size((32, 32))
    assert learner.train_function is None
