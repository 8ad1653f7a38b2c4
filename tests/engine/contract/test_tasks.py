"""What the window knows of tasks is what the tasks say of themselves."""

import pytest

from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TaskName
from engine.contract.errors import UserError
from engine.contract.tasks import TRAITS, trainable
from engine.evaluating.registry import EVALUATIONS
from engine.predicting.registry import PREDICTIONS
from engine.tasks.registry import task_of
from models.catalogue import ARCHITECTURES


def test_what_can_be_trained_can_be_evaluated_and_asked() -> None:
    assert set(TRAITS) == set(EVALUATIONS) == set(PREDICTIONS)


def test_a_task_without_traits_is_refused_with_those_that_have_some() -> None:
    config = RunConfig(
        task=TaskName.GAN,
        dataset=DatasetConfig(path="/pictures"),
        network=NetworkConfig(name="custom", graph={}),
        input=InputConfig(height=8, width=8),
        classes=("a",),
    )

    with pytest.raises(UserError, match=", ".join(TRAITS)):
        task_of(config)


@pytest.mark.parametrize("name", TRAITS)
def test_the_first_metric_says_which_epoch_is_best(name: TaskName) -> None:
    network = next(entry for entry in ARCHITECTURES.values() if name in entry.default_for)
    task = task_of(
        RunConfig(
            task=name,
            dataset=DatasetConfig(path="/pictures"),
            network=NetworkConfig(name="custom", graph=network.graph((64, 64, 3), 2).to_json()),
            input=InputConfig(height=64, width=64),
            classes=("a", "b"),
        )
    )

    assert tuple(metric.name for metric in task.metrics()) == TRAITS[name].metrics
    assert task.monitor == f"val_{TRAITS[name].metrics[0]}"


def test_only_what_can_be_trained_is_offered_and_last_what_another_task_learns_faster() -> None:
    tasks = (TaskName.INSTANCE, TaskName.SEMANTIC, TaskName.CLASSIFICATION, TaskName.GAN)

    assert trainable(tasks) == (TaskName.SEMANTIC, TaskName.CLASSIFICATION, TaskName.INSTANCE)
