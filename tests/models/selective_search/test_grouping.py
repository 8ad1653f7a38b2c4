import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from models.selective_search import regions as measuring
from models.selective_search.grouping import Likeness, group_regions
from models.selective_search.regions import describe_regions, neighbouring_pairs
from tests.models.selective_search.plain_search import grouped


def drawn_regions(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Regions (12, 15) that are blocks and their parts, and channels with colours of their own."""
    chance = np.random.default_rng(seed)
    rows, columns = np.mgrid[:12, :15]
    cells = (rows // 4) * 4 + columns // 4 + 20 * (chance.random((12, 15)) < 0.15)
    _, regions = np.unique(cells, return_inverse=True)
    regions = regions.reshape(12, 15).astype(np.int32)
    return regions, np.clip(chance.normal(chance.uniform(0, 255, (regions.max() + 1, 3))[regions], 30), 0, 255)


@pytest.mark.parametrize(
    "likenesses", [tuple(Likeness), *((one,) for one in Likeness)], ids=lambda chosen: "+".join(chosen)
)
@pytest.mark.parametrize("seed", [1, 2])
def test_regions_are_joined_as_by_comparing_all_pixels_again(likenesses: tuple[Likeness, ...], seed: int) -> None:
    regions, channels = drawn_regions(seed)
    levels = np.moveaxis((channels * 25 / 256).astype(int), -1, 0)
    slopes = [one for channel in np.moveaxis(channels, -1, 0) for one in measuring._slopes(channel)]

    found = group_regions(describe_regions(regions, channels), neighbouring_pairs(regions), likenesses)

    assert_array_equal(found, grouped(regions, list(levels), slopes, {one.value for one in likenesses}))


def test_the_last_region_is_the_whole_picture() -> None:
    regions, channels = drawn_regions(3)

    found = group_regions(describe_regions(regions, channels), neighbouring_pairs(regions), tuple(Likeness))

    assert len(found) == 2 * (regions.max() + 1) - 1
    assert_array_equal(found[-1], [0, 0, 15, 12])


def test_one_region_is_a_hierarchy_of_its_own() -> None:
    regions = np.zeros((4, 6), np.int32)
    features = describe_regions(regions, np.zeros((4, 6, 3)))

    assert_array_equal(group_regions(features, neighbouring_pairs(regions), tuple(Likeness)), [[0, 0, 6, 4]])


def test_the_more_alike_neighbour_is_joined_first() -> None:
    regions = np.repeat([[0] * 4 + [1] * 4 + [2] * 4], 6, axis=0).astype(np.int32)
    channels = np.array([0.0, 201.0, 204.0])[regions][..., None].repeat(3, axis=-1)

    found = group_regions(describe_regions(regions, channels), neighbouring_pairs(regions), (Likeness.COLOUR,))

    assert_array_equal(found[3], [4, 0, 12, 6])


def test_histograms_count_every_pixel_once_for_each_channel() -> None:
    regions, channels = drawn_regions(4)

    found = describe_regions(regions, channels)

    assert_allclose(found.colours.sum(axis=1), 3 * found.sizes_px)
    assert_allclose(found.textures.sum(axis=1), 24 * found.sizes_px)
    assert found.colours.shape[1] == 75
    assert found.textures.shape[1] == 240


def test_the_texture_of_a_flat_region_is_in_the_first_bins() -> None:
    found = describe_regions(np.zeros((5, 5), np.int32), np.full((5, 5, 3), 90.0))

    assert found.textures.reshape(24, 10)[:, 0].tolist() == [25] * 24


def test_neighbours_touch_by_a_side() -> None:
    regions = np.array([[0, 1], [2, 3]], np.int32)

    assert neighbouring_pairs(regions).tolist() == [[0, 1], [0, 2], [1, 3], [2, 3]]
