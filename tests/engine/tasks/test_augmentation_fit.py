"""Which changes of pictures a task refuses."""

import pytest

from engine.contract.config import AugmentationConfig, RunConfig, TaskName
from engine.contract.errors import UserError
from engine.tasks.augmentation_fit import require_fitting_augmentation
from tests.engine.tasks.boxed_dataset import NAMES, run_config


def asked(task: TaskName, **changes: float | bool) -> RunConfig:
    config = run_config(NAMES, side=64)
    return config.model_copy(update={"task": task, "augmentation": AugmentationConfig(**changes)})


@pytest.mark.parametrize(
    ("task", "name"),
    [
        ("semantic", "mixup"),
        ("semantic", "mosaic"),
        ("classification", "mosaic"),
        ("localisation", "mixup"),
        ("localisation", "mosaic"),
        ("instance", "mosaic"),
    ],
)
def test_what_mixes_labels_that_a_task_lacks_is_refused(task: str, name: str) -> None:
    with pytest.raises(UserError, match=rf"{task} does not have\. Received: 0\.5") as raised:
        require_fitting_augmentation(asked(TaskName(task), **{name: 0.5}))

    assert raised.value.hint == f"Set augmentation.{name} to 0."


def test_what_fits_or_is_off_is_taken() -> None:
    require_fitting_augmentation(asked(TaskName.DETECTION, mosaic=0.5, mixup=0.5))
    require_fitting_augmentation(asked(TaskName.CLASSIFICATION, mixup=0.5))
    require_fitting_augmentation(asked(TaskName.SEMANTIC, mosaic=0.5, enabled=False))
