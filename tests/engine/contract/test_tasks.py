"""What the window knows of tasks is what the tasks say of themselves."""

import pytest

from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TaskName
from engine.contract.tasks import TRAITS, trainable
from engine.tasks.proposing import PROPOSABLE
from engine.tasks.registry import TRAINABLE, task_of


def test_the_traits_are_those_of_all_tasks_that_can_be_trained() -> None:
    assert tuple(TRAITS) == TRAINABLE == PROPOSABLE


@pytest.mark.parametrize("name", TRAINABLE)
def test_the_first_metric_says_which_epoch_is_best(name: TaskName) -> None:
    task = task_of(
        RunConfig(
            task=name,
            dataset=DatasetConfig(path="/pictures"),
            network=NetworkConfig(name="custom", graph={}),
            input=InputConfig(height=8, width=8),
            classes=("a", "b"),
        )
    )

    assert tuple(metric.name for metric in task.metrics()) == TRAITS[name].metrics
    assert task.monitor == f"val_{TRAITS[name].metrics[0]}"


def test_only_what_can_be_trained_is_offered() -> None:
    tasks = (TaskName.INSTANCE, TaskName.SEMANTIC, TaskName.CLASSIFICATION, TaskName.GAN)

    assert trainable(tasks) == (TaskName.SEMANTIC, TaskName.CLASSIFICATION)
