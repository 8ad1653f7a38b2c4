import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from models.selective_search.graph_segmentation import segment_graph
from tests.models.selective_search.plain_search import segmented


def two_halves() -> np.ndarray:
    channels = np.zeros((20, 30, 3))
    channels[:, 15:] = 200
    return channels


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 1000),
    height=st.integers(1, 9),
    width=st.integers(1, 12),
    scale=st.sampled_from([1.0, 40.0, 150.0, 600.0]),
    least_px=st.sampled_from([1, 4, 10]),
    levels=st.sampled_from([3, 256]),
)
def test_regions_are_those_of_the_algorithm_edge_by_edge(
    seed: int, height: int, width: int, scale: float, least_px: int, levels: int
) -> None:
    chance = np.random.default_rng(seed)
    channels = chance.integers(0, levels, (height, width, 3)) * (255.0 / (levels - 1))

    found = segment_graph(channels, scale=scale, least_px=least_px, smoothing_px=0.5)

    assert_array_equal(found, segmented(channels, scale=scale, least_px=least_px, smoothing_px=0.5))


def test_two_colours_are_two_regions_in_reading_order() -> None:
    found = segment_graph(two_halves(), scale=100, least_px=20, smoothing_px=0.0)

    assert_array_equal(found, np.repeat([[0] * 15 + [1] * 15], 20, axis=0))


@pytest.mark.parametrize("least_px", [1, 30, 100])
def test_no_region_is_smaller_than_asked(least_px: int) -> None:
    channels = np.random.default_rng(3).uniform(0, 255, (30, 40, 3))

    found = segment_graph(channels, scale=10, least_px=least_px)

    assert np.bincount(found.ravel()).min() >= least_px


def test_a_larger_scale_joins_more() -> None:
    channels = np.random.default_rng(3).uniform(0, 255, (30, 40, 3))

    counts = [segment_graph(channels, scale=scale, least_px=1).max() for scale in (1, 100, 10_000)]

    assert counts[0] > counts[1] > counts[2]


def test_a_picture_of_one_colour_is_one_region() -> None:
    assert not segment_graph(np.full((8, 9, 3), 40.0), scale=50, least_px=50).any()
