import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.inspect.resampling import cut_map, resize_map


def test_doubling_a_row_weighs_centres_by_distance() -> None:
    found = resize_map(np.array([[0.0, 4.0]], "float32"), height=1, width=4)

    np.testing.assert_allclose(found, [[0.0, 1.0, 3.0, 4.0]])


def test_a_map_at_its_own_size_stays_as_it_is() -> None:
    values = np.random.default_rng(0).normal(size=(5, 7)).astype("float32")

    np.testing.assert_array_equal(resize_map(values, height=5, width=7), values)


def test_the_middle_half_of_a_map_leaves_its_borders_out() -> None:
    values = np.tile(np.array([9.0, 1.0, 2.0, 9.0], "float32"), (2, 1))

    np.testing.assert_allclose(cut_map(values, (0.25, 0.0, 0.75, 1.0), height=2, width=2), [[1.0, 2.0], [1.0, 2.0]])


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 20), st.integers(1, 20))
def test_no_size_leaves_the_range_of_the_map(height: int, width: int, new_height: int, new_width: int) -> None:
    values = np.random.default_rng(0).uniform(-1, 1, (height, width)).astype("float32")

    found = resize_map(values, height=new_height, width=new_width)

    assert found.shape == (new_height, new_width)
    assert found.min() >= values.min() - 1e-6
    assert found.max() <= values.max() + 1e-6
