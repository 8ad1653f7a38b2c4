from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.data.mirroring import mirrored
from engine.tiling.plan import AxisTile, Tiling, plan_tiles, tiling_for


@st.composite
def tilings(draw: st.DrawFn) -> Tiling:
    stride, seam = draw(st.sampled_from([1, 2, 4, 8, 16])), draw(st.integers(0, 12))
    core = 3 * seam + stride + draw(st.integers(0, 60))
    margin = draw(st.integers(0, 40))
    return Tiling(core + 2 * margin, margin, seam, stride)


def rows_of(tiling: Tiling, length: int) -> tuple[AxisTile, ...]:
    return plan_tiles(tiling, height=length, width=1).rows


@given(tilings(), st.integers(1, 500))
def test_weights_of_all_tiles_add_up_to_one_in_every_pixel(tiling: Tiling, length: int) -> None:
    total = np.zeros(length)

    for tile in rows_of(tiling, length):
        total[tile.start : tile.stop] += tile.weights()

    np.testing.assert_allclose(total, 1, atol=1e-6)


@given(tilings(), st.integers(1, 500))
def test_tiles_count_only_where_their_window_sees_far_enough(tiling: Tiling, length: int) -> None:
    for tile in rows_of(tiling, length):
        assert tile.start >= tile.window_start + tiling.margin_px
        assert tile.stop <= tile.window_start + tiling.window_px - tiling.margin_px
        assert tile.start < tile.finished <= tile.stop
        assert (tile.window_start + tiling.margin_px) % tiling.stride_px == 0


@given(tilings(), st.integers(1, 500))
def test_a_seam_is_finished_before_the_next_one_begins(tiling: Tiling, length: int) -> None:
    tiles = rows_of(tiling, length)

    for tile, following in pairwise(tiles):
        assert tile.start + tile.fade_in <= tile.finished == following.start
        assert tile.fade_out == following.fade_in == tile.stop - following.start


@given(tilings(), st.integers(1, 500))
def test_no_window_reaches_farther_beyond_the_picture_than_it_must(tiling: Tiling, length: int) -> None:
    assume(length >= tiling.core_px)
    beyond = tiling.margin_px + tiling.stride_px - 1

    for tile in rows_of(tiling, length):
        assert tile.window_start >= -tiling.margin_px
        assert tile.window_start + tiling.window_px <= length + beyond


@given(st.integers(2, 12), st.integers(-30, 0), st.integers(1, 40))
def test_mirroring_repeats_no_border_pixel(length: int, start: int, stop: int) -> None:
    picture = np.arange(length)
    expected = np.pad(picture, (-start, max(0, stop - length)), mode="reflect")

    assert (picture[mirrored(start, stop, length=length)] == expected[: stop - start]).all()


def test_a_single_pixel_is_repeated() -> None:
    assert mirrored(-2, 3, length=1).tolist() == [0, 0, 0, 0, 0]


def test_a_picture_smaller_than_a_tile_is_one_tile() -> None:
    plan = plan_tiles(Tiling(64, 8, 8), height=20, width=48)

    assert plan.count == 1
    assert plan.rows == (AxisTile(window_start=-8, start=0, stop=20, fade_in=0, fade_out=0),)


def test_u_net_of_the_paper_needs_no_margin_beyond_what_it_loses() -> None:
    tiling = tiling_for(receptive_field_px=188, stride_px=16, lost_px=92, window_px=572, seam_px=0)

    assert tiling == Tiling(572, 92, 0, 16)
    assert tiling.core_px == 388


def test_margin_covers_the_receptive_field_in_whole_strides() -> None:
    assert tiling_for(receptive_field_px=44, stride_px=4, window_px=256).margin_px == 24


def test_margin_of_a_far_sighted_network_leaves_half_of_the_window() -> None:
    assert tiling_for(receptive_field_px=900, stride_px=32, window_px=512).core_px == 256


@pytest.mark.parametrize("settings", [(64, 32, 0, 1), (64, 8, 16, 1), (64, -1, 0, 1), (64, 0, 0, 65)])
def test_a_window_without_room_for_a_tile_is_refused(settings: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="Received"):
        Tiling(*settings)
