import numpy as np
import pytest

from engine.data.augment.chance import Chance, Draw

POSITIONS = np.arange(20_000)


def test_numbers_depend_on_seed_epoch_and_position_alone() -> None:
    together = Chance(seed=5, epoch=3, positions=np.array([9, 2, 7]))
    alone = Chance(seed=5, epoch=3, positions=np.array([7]))

    assert together.unit(Draw.HUE)[2] == alone.unit(Draw.HUE)[0]
    assert np.array_equal(together.normal_grid(3)[2], alone.normal_grid(3)[0])
    assert np.array_equal(
        together.generator(Draw.NOISE, 2).standard_normal(5), alone.generator(Draw.NOISE, 0).standard_normal(5)
    )


@pytest.mark.parametrize("other", [{"seed": 6}, {"epoch": 4}, {"positions": np.array([8])}])
def test_another_seed_epoch_or_position_gives_other_numbers(other: dict[str, object]) -> None:
    place = {"seed": 5, "epoch": 3, "positions": np.array([7])}

    assert Chance(**place).unit(Draw.HUE) != Chance(**(place | other)).unit(Draw.HUE)  # type: ignore[arg-type]


def test_numbers_spread_evenly() -> None:
    chance = Chance(seed=-1, epoch=0, positions=POSITIONS)

    counts = np.histogram(chance.unit(Draw.ROTATION), bins=20, range=(0, 1))[0]

    assert counts.min() > 850
    assert counts.max() < 1150
    assert np.abs(chance.signed(Draw.ROTATION)).max() <= 1


@pytest.mark.parametrize("other", [Draw.SHIFT_Y, Draw.MIXUP_HAPPENS])
def test_draws_know_nothing_of_each_other(other: Draw) -> None:
    chance = Chance(seed=1, epoch=0, positions=POSITIONS)

    assert abs(np.corrcoef(chance.unit(Draw.SHIFT_X), chance.unit(other))[0, 1]) < 0.02


def test_neighbours_know_nothing_of_each_other() -> None:
    numbers = Chance(seed=1, epoch=0, positions=POSITIONS).unit(Draw.SHIFT_X)
    next_epoch = Chance(seed=1, epoch=1, positions=POSITIONS).unit(Draw.SHIFT_X)

    assert abs(np.corrcoef(numbers[:-1], numbers[1:])[0, 1]) < 0.02
    assert abs(np.corrcoef(numbers, next_epoch)[0, 1]) < 0.02


def test_grids_are_normal_and_independent() -> None:
    grids = Chance(seed=1, epoch=0, positions=POSITIONS).normal_grid(3).reshape(len(POSITIONS), -1)

    assert grids.mean() == pytest.approx(0, abs=0.01)
    assert grids.std() == pytest.approx(1, abs=0.01)
    assert (np.abs(grids) > 1.96).mean() == pytest.approx(0.05, abs=0.005)
    assert np.abs(np.corrcoef(grids.T) - np.eye(18)).max() < 0.03


def test_a_probability_is_kept() -> None:
    chance = Chance(seed=1, epoch=0, positions=POSITIONS)

    drawn = chance.strength(Draw.HUE, Draw.HUE_HAPPENS, largest=30, probability=0.25)

    assert (drawn != 0).mean() == pytest.approx(0.25, abs=0.015)
    assert np.abs(drawn).max() == pytest.approx(30, abs=0.1)


def test_every_position_is_as_likely_as_the_others() -> None:
    chance = Chance(seed=1, epoch=0, positions=POSITIONS)

    counts = np.bincount(chance.position(Draw.MIXUP_PARTNER, 10), minlength=10)

    assert len(counts) == 10
    assert counts.min() > 1800
