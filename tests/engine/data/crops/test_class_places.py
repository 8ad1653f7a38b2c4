import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.contract.annotations import NO_CLASS
from engine.data.crops.class_places import find_class_places

masks = arrays(
    np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.sampled_from([0, 1, 3, NO_CLASS])
)


@given(masks)
def test_all_places_are_remembered_where_there_is_room(mask: np.ndarray) -> None:
    found = find_class_places(mask, classes=4, most=100, rng=np.random.default_rng(0))

    for one in range(4):
        assert found.counts[one] == np.count_nonzero(mask == one)
        assert np.array_equal(found.places[one], np.argwhere(mask == one))


def test_a_large_class_is_remembered_by_a_few_different_pixels_of_all_of_it() -> None:
    mask = np.zeros((100, 100), np.uint8)
    mask[10, 20] = 1

    large, small = find_class_places(mask, classes=2, most=50, rng=np.random.default_rng(0)).places

    assert (large.shape, large.dtype, small.tolist()) == ((50, 2), np.int32, [[10, 20]])
    assert len(np.unique(large, axis=0)) == 50
    assert not mask[large[:, 0], large[:, 1]].any()
    # The mean of 50 even numbers in 0 ... 99 is off by more than 12 once in 300.
    assert large.mean(axis=0) == pytest.approx([49.5, 49.5], abs=12)


def test_nothing_to_remember_is_refused() -> None:
    with pytest.raises(ValueError, match="most=0"):
        find_class_places(np.zeros((2, 2), np.uint8), classes=1, most=0, rng=np.random.default_rng(0))
