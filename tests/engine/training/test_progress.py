"""Which epoch is the best one."""

from engine.contract.config import TrainingConfig
from engine.training.progress import RunProgress
from engine.training.schedules import RatePlan


def progress() -> RunProgress:
    return RunProgress(RatePlan(TrainingConfig(), steps_per_epoch=4, epochs=10))


def test_a_greater_value_is_better() -> None:
    run = progress()
    assert [run.finish_epoch(value, 1.0) for value in (0.5, 0.4, 0.6)] == [True, False, True]
    assert (run.best_epoch, run.best_value) == (3, 0.6)


def test_of_equal_values_the_smaller_loss_is_better() -> None:
    run = progress()
    assert [run.finish_epoch(0.5, loss) for loss in (1.0, 1.0, 0.9)] == [True, False, True]


def test_without_validation_the_last_epoch_is_the_best() -> None:
    run = progress()
    assert [run.finish_epoch(None, None) for _ in range(2)] == [True, True]
    assert run.epochs_since_best == 0


def test_a_checkpoint_brings_everything_back() -> None:
    run = progress()
    run.finish_epoch(0.5, 1.0)
    run.step = 4
    again = progress()
    again.restore(run.to_checkpoint({"events": 7}))
    assert again == run
