import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.augment.maps import Turns, compose_maps
from engine.data.augment.points import move_points
from engine.data.augment.warp import Warps, has_warp, random_warps, warp_masks, warp_pictures
from tests.engine.data.augment.settings import GEOMETRIC, OFF, chance, only, some_of


def warps_of(turns: Turns, size: tuple[int, int], *, count: int = 1) -> Warps:
    return Warps(maps=compose_maps(turns, count=count, size=size), size=size)


def warp_one(pixels: np.ndarray, turns: Turns) -> np.ndarray:
    height, width = pixels.shape[:2]
    return warp_pictures(pixels[None], warps_of(turns, (width, height)))[0]


def noise(height: int, width: int, channels: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (height, width, channels), np.uint8)


def test_there_is_no_warp_where_everything_is_off() -> None:
    assert not has_warp(OFF)
    assert not has_warp(only(shift=0.1, enabled=False))
    assert has_warp(only(elastic=1.0))


@pytest.mark.parametrize("channels", [1, 3])
def test_the_identity_changes_no_pixel(channels: int) -> None:
    pixels = noise(13, 17, channels)

    assert np.array_equal(warp_one(pixels, Turns()), pixels)


@pytest.mark.parametrize("channels", [1, 3])
def test_mirrors_are_exact(channels: int) -> None:
    pixels = noise(13, 18, channels)

    assert np.array_equal(warp_one(pixels, Turns(mirror_x=-1)), pixels[:, ::-1])
    assert np.array_equal(warp_one(pixels, Turns(mirror_y=-1)), pixels[::-1])


def test_whole_shifts_are_exact_and_repeat_the_edge() -> None:
    pixels = noise(12, 16, 3)

    shifted = warp_one(pixels, Turns(shift_x=3, shift_y=-2))

    assert np.array_equal(shifted[:-2, 3:], pixels[2:, :-3])
    assert np.array_equal(shifted[:-2, :3], np.repeat(pixels[2:, :1], 3, axis=1))
    assert np.array_equal(shifted[-2:, 3:], np.repeat(pixels[-1:, :-3], 2, axis=0))


def test_a_quarter_turn_of_a_square_is_exact() -> None:
    pixels = noise(15, 15, 3)

    assert warp_one(pixels, Turns(radians=np.pi / 2)) == pytest.approx(np.rot90(pixels, -1), abs=0.01)


def test_half_a_pixel_is_interpolated() -> None:
    pixels = np.zeros((3, 4, 1), np.uint8)
    pixels[:, 2] = 200

    assert warp_one(pixels, Turns(shift_x=0.5))[1, :, 0].tolist() == [0, 0, 100, 100]


def test_neighbours_in_the_batch_never_show() -> None:
    pictures = np.zeros((3, 20, 20, 1), np.uint8)
    pictures[[0, 2]] = 255
    shift_y = np.array([9.0, -9.0, 9.0])
    turns = Turns(shift_x=np.array([0.0, 4.0, 0.0]), shift_y=shift_y, radians=np.array([1.0, 2.0, 3.0]), zoom=0.3)

    warped = warp_pictures(pictures, warps_of(turns, (20, 20), count=3))

    assert (warped[1] == 0).all()
    assert (warped[[0, 2]] == 255).all()


@given(
    degrees=st.floats(-180, 180),
    zoom=st.floats(0.7, 1.5),
    x=st.floats(-6, 6),
    y=st.floats(-6, 6),
    mirror=st.sampled_from([-1.0, 1.0]),
)
def test_a_painted_mark_moves_where_the_matrix_says(
    degrees: float, zoom: float, x: float, y: float, mirror: float
) -> None:
    pixels = np.zeros((64, 80, 1), np.uint8)
    pixels[26:30, 44:48] = 255
    warp = warps_of(Turns(mirror_x=mirror, zoom=zoom, radians=np.deg2rad(degrees), shift_x=x, shift_y=y), (80, 64))

    mass = warp_pictures(pixels[None], warp)[0, ..., 0].astype(float)

    rows, columns = np.indices(mass.shape) + 0.5
    found = [(columns * mass).sum() / mass.sum(), (rows * mass).sum() / mass.sum()]
    assert found == pytest.approx(move_points(np.array([[46.0, 28.0]]), warp)[0], abs=0.5)


@pytest.mark.parametrize("side_px", [28, 128])
def test_a_sample_is_warped_alike_in_any_batch(side_px: int) -> None:
    config = some_of(*GEOMETRIC)
    spared = {"perspective_probability": 0.5, "elastic_probability": 0.5, "rotation_probability": 0.5}
    pictures = np.random.default_rng(2).integers(0, 256, (40, side_px, side_px, 3), np.uint8)
    warps = random_warps(config.model_copy(update=spared), chance(40), size=(side_px, side_px))

    together = warp_pictures(pictures, warps)
    apart = np.concatenate([warp_pictures(pictures[i : i + 1], warps[i : i + 1]) for i in range(40)])

    assert np.array_equal(together, apart)


def test_beyond_the_horizon_the_edge_is_repeated() -> None:
    pictures = noise(40, 40, 1)[None].repeat(50, axis=0)
    config = only(perspective=0.4, scale=0.9, shift=0.5, rotation=180)

    warped = warp_pictures(pictures, random_warps(config, chance(50), size=(40, 40)))

    assert np.isfinite(warped).all()
    assert warped.min() >= pictures.min()
    assert warped.max() <= pictures.max()


def test_masks_move_with_the_picture_and_keep_their_codes() -> None:
    codes = np.array([0, 7, 255, 128], np.uint8)
    mask = np.kron(codes[np.random.default_rng(1).integers(0, 4, (8, 10))], np.ones((8, 8), np.uint8))
    warps = random_warps(some_of(*GEOMETRIC), chance(20), size=(80, 64))

    moved = [warp_masks(mask[None], warps[i : i + 1], outside=np.array([7], np.uint8))[0] for i in range(20)]

    assert set(np.unique(moved)) <= set(codes)
    assert all(one.shape == mask.shape and one.dtype == np.uint8 for one in moved)


def test_masks_get_the_given_code_where_nothing_was() -> None:
    masks = np.ones((2, 6, 8), np.uint8)
    warp = warps_of(Turns(shift_x=3), (8, 6))

    first, second = warp_masks(masks, warp, outside=np.array([255, 0], np.uint8))

    assert first[0].tolist() == [255, 255, 255, 1, 1, 1, 1, 1]
    assert second[0].tolist() == [0, 0, 0, 1, 1, 1, 1, 1]


def test_whole_shifts_and_mirrors_move_masks_exactly() -> None:
    mask = np.random.default_rng(1).integers(0, 9, (1, 12, 16), np.uint8)

    mirrored = warp_masks(mask, warps_of(Turns(mirror_x=-1), (16, 12)), outside=np.array([255], np.uint8))
    shifted = warp_masks(mask, warps_of(Turns(shift_y=5), (16, 12)), outside=np.array([255], np.uint8))

    assert np.array_equal(mirrored, mask[:, :, ::-1])
    assert np.array_equal(shifted[:, 5:], mask[:, :-5])
