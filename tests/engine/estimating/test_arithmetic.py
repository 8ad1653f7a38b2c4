import pytest

from engine.estimating.arithmetic import (
    Cost,
    estimate_cost,
    picture_bytes,
    pipeline_bytes,
    step_seconds,
    weights_bytes,
)
from engine.estimating.calibration import Calibration
from engine.estimating.dry_step import with_largest_pictures
from engine.network_plan import graph_of
from tests.engine.estimating.workloads import config, workload
from tests.engine.tasks.boxed_dataset import NAMES, run_config

LENET_PARAMETERS = 61_411  # the 61,706 of the paper + 300 for two more channels - 595 for seven classes less


def test_weights_gradients_and_optimizer_are_counted() -> None:
    adamw = workload(config())
    training = adamw.config.training.model_copy(update={"optimizer": "sgd"})
    sgd = workload(adamw.config.model_copy(update={"training": training}))

    assert adamw.analysis.parameters == LENET_PARAMETERS
    assert weights_bytes(adamw) == 4 * 5 * LENET_PARAMETERS
    assert weights_bytes(sgd) == 4 * 4 * LENET_PARAMETERS


def test_prepared_pictures_are_kept_ready_only_where_nothing_changes_them() -> None:
    values = 120 * 32 * 32 * 3

    assert pipeline_bytes(workload(config(is_augmented=False))) == 5 * values
    assert pipeline_bytes(workload(config(is_augmented=True))) == values


def test_memory_grows_with_the_batch_by_the_outputs_of_all_layers() -> None:
    work = workload(config())
    calibration = Calibration(picture_factor=2.0)

    cost = estimate_cost(work, calibration)

    assert cost.memory_bytes(9) - cost.memory_bytes(8) == pytest.approx(2.0 * picture_bytes(work), abs=1)
    assert picture_bytes(work) > work.analysis.activation_bytes


def test_time_follows_work_and_the_factor_of_the_machine() -> None:
    work = workload(config())

    once = estimate_cost(work, Calibration()).seconds_per_epoch
    slow = estimate_cost(work, Calibration(time_factor=3.0)).seconds_per_epoch
    longer = estimate_cost(workload(config(), training_images=200, validation_images=40), Calibration())

    assert slow == pytest.approx(3 * once)
    assert longer.seconds_per_epoch == pytest.approx(2 * once, rel=0.1)


def test_an_epoch_of_patches_is_as_long_as_its_pictures_are_large() -> None:
    whole = config(is_augmented=True)
    cut = whole.model_copy(update={"input": whole.input.model_copy(update={"fit": "patches"})})
    pictures = {"training_images": 8, "validation_images": 2, "picture_px": 10 * 32 * 32}

    shrunk, patches = workload(whole, **pictures), workload(cut, **pictures)

    assert (shrunk.steps, shrunk.validation_samples) == (1, 2)
    assert (patches.steps, patches.validation_samples) == (10, 20)
    assert pipeline_bytes(patches) == 10 * pipeline_bytes(shrunk)
    once, often = (estimate_cost(one, Calibration()).seconds_per_epoch for one in (shrunk, patches))
    assert often == pytest.approx(10 * once)


def test_the_largest_batch_leaves_a_tenth_of_the_memory_free() -> None:
    cost = Cost(fixed_bytes=100e6, bytes_per_picture=1e6, seconds_per_epoch=1.0)

    assert cost.largest_batch(1_000_000_000) == 800
    assert cost.memory_bytes(cost.largest_batch(1_000_000_000)) <= 900e6


@pytest.mark.parametrize(("free_bytes", "expected"), [(115_000_000, 3), (100_000_000, 0), (10**15, 65_536)])
def test_the_largest_batch_has_limits(free_bytes: int, expected: int) -> None:
    cost = Cost(fixed_bytes=100e6, bytes_per_picture=1e6, seconds_per_epoch=1.0)

    assert cost.largest_batch(free_bytes) == expected


def test_a_batch_is_never_larger_than_the_dataset() -> None:
    work = workload(config(batch_size=64), training_images=10)

    assert (work.batch_size, work.steps) == (10, 1)


def test_pictures_of_several_sizes_need_the_memory_of_the_largest_and_the_time_of_the_usual_one() -> None:
    plain = workload(config())
    training = plain.config.training.model_copy(update={"multi_scale": 0.5})
    wide = workload(plain.config.model_copy(update={"training": training}))
    calibration = Calibration()

    assert picture_bytes(wide) == 4 * picture_bytes(plain)  # 32 and 64 px
    assert step_seconds(wide, calibration) == pytest.approx(2.5 * step_seconds(plain, calibration))


def test_a_step_is_tried_with_the_largest_pictures() -> None:
    config = run_config(NAMES, side=64)
    training = config.training.model_copy(update={"multi_scale": 0.5})

    largest = with_largest_pictures(config.model_copy(update={"training": training}))

    graph = graph_of(largest)
    assert (largest.input.height, largest.input.width, largest.training.multi_scale) == (96, 96, 0.0)
    assert graph.shapes()[graph.inputs[0]] == (96, 96, 3)
    assert with_largest_pictures(config) == config
