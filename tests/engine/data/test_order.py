import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.data.order import batch_rng, epoch_order


@given(count=st.integers(1, 300), batch_size=st.integers(1, 64), epoch=st.integers(0, 50))
def test_every_picture_comes_once_besides_the_fill_of_the_last_batch(count: int, batch_size: int, epoch: int) -> None:
    order = epoch_order(count, batch_size, seed=3, epoch=epoch)

    flat = order.reshape(-1)
    assert sorted(flat[:count]) == list(range(count))
    assert np.array_equal(flat[count:], flat[: flat.size - count])
    assert flat.size - count < min(batch_size, count)


def test_order_depends_on_seed_and_epoch_alone() -> None:
    order = epoch_order(100, 10, seed=1, epoch=2).copy()
    epoch_order.cache_clear()

    assert np.array_equal(epoch_order(100, 10, seed=1, epoch=2), order)
    assert not np.array_equal(epoch_order(100, 10, seed=1, epoch=3), order)
    assert not np.array_equal(epoch_order(100, 10, seed=2, epoch=2), order)


def test_chance_differs_between_batches_and_epochs() -> None:
    draws = {batch_rng(seed=1, epoch=epoch, batch=batch).random() for epoch in range(5) for batch in range(5)}

    assert len(draws) == 25


def test_negative_seeds_are_seeds_too() -> None:
    assert not np.array_equal(epoch_order(100, 10, seed=-1, epoch=0), epoch_order(100, 10, seed=1, epoch=0))
