from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image
from scipy import ndimage

from engine.ops.components import label_components
from engine.ops.instance_scores import match_instances
from engine.ops.watershed import split_at_waists
from tests.shared_data import dataset

# Coarse pixels enlarged, so that there are bodies and waists.
regions = st.builds(
    lambda coarse, times: np.kron(coarse, np.ones((times, times), bool)),
    arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=6)),
    st.integers(1, 4),
)
ROWS, COLUMNS = np.mgrid[:40, :60]


def disc(row: int, column: int, radius: float) -> np.ndarray:
    return (ROWS - row) ** 2 + (COLUMNS - column) ** 2 <= radius**2


def groups(labels: np.ndarray) -> set[frozenset[tuple[int, ...]]]:
    """Objects as sets of pixels, whatever their numbers are."""
    members = defaultdict(set)
    for place in np.argwhere(labels > 0).tolist():
        members[int(labels[tuple(place)])].add(tuple(place))
    return {frozenset(one) for one in members.values()}


def sunk(region: np.ndarray, waist: float) -> set[frozenset[tuple[int, ...]]]:
    """Water that sinks by a pixel at a time: a pixel joins its highest neighbour, and may join what it lies between."""
    distances = ndimage.distance_transform_edt(region) if not region.all() else np.ones(region.shape)
    heights = ndimage.gaussian_filter(distances, 1.0).astype(np.float32)
    falling = sorted(map(tuple, np.argwhere(region).tolist()), key=lambda place: (heights[place], place))[::-1]
    objects: dict[tuple[int, ...], set[tuple[int, ...]]] = {}
    for place in falling:
        beside = [one for step in ((0, 1), (1, 0), (1, 1), (1, -1)) for one in _both_ways(region, place, step)]
        dry = sorted((one for one in beside if one in objects), key=falling.index)
        if not dry:
            objects[place] = {place}
            continue
        objects[place] = objects[dry[0]]
        objects[place].add(place)
        for other in (one for one in beside if one in dry[1:]):
            _join(objects, place, other, heights, waist)
    return {frozenset(one) for one in objects.values()}


def _both_ways(region: np.ndarray, place: tuple[int, ...], step: tuple[int, int]) -> list[tuple[int, ...]]:
    found = []
    for row, column in ((-step[0], -step[1]), step):
        other = place[0] + row, place[1] + column
        is_inside = all(0 <= one < size for one, size in zip(other, region.shape, strict=True))
        if is_inside and region[other] and (region[place[0], other[1]] or region[other[0], place[1]]):
            found.append(other)
    return found


def _join(objects: dict, place: tuple[int, ...], other: tuple[int, ...], heights: np.ndarray, waist: float) -> None:
    one, two = objects[place], objects[other]
    lower = min(max(heights[member] for member in each) for each in (one, two))
    if one is not two and heights[place] >= waist * lower:
        one |= two
        for member in two:
            objects[member] = one


def test_two_discs_that_overlap_are_cut_at_their_waist() -> None:
    both = disc(20, 15, 10) | disc(20, 31, 10)

    found = split_at_waists(both, waist=0.9)

    assert np.unique(found[both & (COLUMNS < 23)]).tolist() == [1]
    assert np.unique(found[both & (COLUMNS > 23)]).tolist() == [2]


@pytest.mark.parametrize(
    "region",
    [
        disc(20, 30, 15),
        (ROWS - 20) ** 2 / 100 + (COLUMNS - 30) ** 2 / 625 <= 1,
        (abs(ROWS - 20) < 6) & (abs(COLUMNS - 30) < 25),
        np.ones((20, 30), bool),
    ],
    ids=["disc", "ellipse", "bar", "everything"],
)
def test_what_has_no_waist_stays_whole(region: np.ndarray) -> None:
    assert split_at_waists(region, waist=0.9).max() == 1


def test_the_share_decides_how_narrow_a_waist_must_be() -> None:
    # Bodies 20 wide, joined by a neck 10 wide.
    region = ((abs(ROWS - 20) < 10) & (abs(COLUMNS - 30) > 6)) | ((abs(ROWS - 20) < 5) & (abs(COLUMNS - 30) <= 6))

    assert [int(split_at_waists(region, waist=waist).max()) for waist in (0.35, 0.7)] == [1, 2]


def test_small_parts_are_not_cut_off() -> None:
    region = disc(20, 15, 10) | disc(20, 28, 4)

    assert split_at_waists(region, waist=0.9).max() == 2
    assert split_at_waists(region, waist=0.9, least_area_px=60).max() == 1


@pytest.mark.parametrize("flips", [(1, 1), (1, -1), (-1, 1), (-1, -1)])
def test_a_bump_does_not_make_the_waist_of_its_body_seem_wide(flips: tuple[int, int]) -> None:
    # The bump is one with the left body; its own width is near that of the waist between both bodies.
    region = disc(11, 15, 10) | disc(11, 32, 10) | disc(22, 15, 7.5)

    assert split_at_waists(region[:: flips[0], :: flips[1]], waist=0.9).max() == 2


@given(regions, st.floats(0, 1))
def test_every_pixel_of_the_region_keeps_an_object(region: np.ndarray, waist: float) -> None:
    found = split_at_waists(region, waist=waist)

    assert np.array_equal(found > 0, region)
    assert np.array_equal(np.unique(found[region]), np.arange(1, found.max() + 1))


@given(regions)
def test_without_waists_objects_are_the_connected_components(region: np.ndarray) -> None:
    found = split_at_waists(region, waist=0.0)

    assert np.array_equal(found, label_components(region.astype(np.uint8), background=0))


@given(regions, st.floats(0, 1))
def test_objects_lie_within_components(region: np.ndarray, waist: float) -> None:
    found = split_at_waists(region, waist=waist)
    pieces, number = ndimage.label(region)

    assert len(np.unique(np.stack([found[region], pieces[region]]), axis=1).T) == found.max() >= number


@settings(deadline=None)
@given(regions.filter(lambda region: region.size < 200), st.sampled_from([0.5, 0.8, 0.9]))
def test_objects_are_those_of_water_that_sinks_pixel_by_pixel(region: np.ndarray, waist: float) -> None:
    assert groups(split_at_waists(region, waist=waist)) == sunk(region, waist)


def test_a_share_beyond_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"waist=1\.5"):
        split_at_waists(disc(20, 20, 5), waist=1.5)


def test_nuclei_that_touch_are_told_apart() -> None:
    folders = sorted((dataset("dsb2018-fluorescence") / "stage1_train").iterdir())[:8]
    gains = []
    for folder in folders:
        masks = [np.asarray(Image.open(path)) > 127 for path in sorted((folder / "masks").glob("*.png"))]
        truth = np.max([number * mask for number, mask in enumerate(masks, start=1)], axis=0)
        cut, whole = split_at_waists(truth > 0, waist=0.9), ndimage.label(truth > 0)[0]
        gains.append((match_instances(truth, cut).score or 0.0) - (match_instances(truth, whole).score or 0.0))

    assert np.mean(gains) > 0.02
