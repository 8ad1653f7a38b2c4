"""Pictures of a training change their size from epoch to epoch, the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.picture_sizes import (
    MOST_SIZES,
    STRIDE_PX,
    largest_area,
    mean_area,
    resized,
    size_of_epoch,
    training_sizes,
)
from tests.engine.tasks.boxed_dataset import NAMES, run_config


@given(height=st.integers(32, 640), width=st.integers(32, 640), share=st.floats(0.0, 0.5))
def test_sizes_lie_around_that_of_the_input(height: int, width: int, share: float) -> None:
    sizes = training_sizes(height, width, share)

    assert (height, width) in sizes
    assert len(sizes) <= MOST_SIZES + 1
    for size in set(sizes) - {(height, width)}:
        for side, own in zip(size, (height, width), strict=True):
            assert side % STRIDE_PX == 0
            assert own * (1 - share) - STRIDE_PX <= side <= own * (1 + share) + STRIDE_PX


def test_sizes_are_those_that_were_asked_for() -> None:
    assert training_sizes(128, 128, 0.5) == ((64, 64), (96, 96), (128, 128), (160, 160), (192, 192))
    assert training_sizes(96, 128, 0.0) == ((96, 128),)


def test_every_size_comes_up_and_the_same_seed_gives_the_same() -> None:
    sizes = [size_of_epoch(128, 96, 0.5, seed=3, epoch=epoch) for epoch in range(60)]

    assert sizes == [size_of_epoch(128, 96, 0.5, seed=3, epoch=epoch) for epoch in range(60)]
    assert set(sizes) == set(training_sizes(128, 96, 0.5))


@pytest.mark.parametrize("channels", [1, 3])
def test_pictures_are_averaged_where_they_become_smaller(channels: int) -> None:
    pictures = np.random.default_rng(1).normal(size=(2, 64, 96, channels)).astype(np.float32)

    smaller = resized(pictures, (32, 64))

    assert smaller.shape == (2, 32, 64, channels)
    assert smaller.mean() == pytest.approx(pictures.mean(), abs=0.02)
    assert smaller.std() < 0.8 * pictures.std()


def test_areas_tell_what_a_training_costs() -> None:
    config = run_config(NAMES, side=128)
    wide = config.model_copy(update={"training": config.training.model_copy(update={"multi_scale": 0.5})})

    assert (largest_area(config), mean_area(config)) == (1.0, 1.0)
    assert largest_area(wide) == 2.25
    assert mean_area(wide) == pytest.approx((0.25 + 0.5625 + 1 + 1.5625 + 2.25) / 5)
