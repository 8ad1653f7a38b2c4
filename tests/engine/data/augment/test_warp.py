import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data.augment.affine import compose_maps, invert_map, move_points
from engine.data.augment.warp import warp_pictures

STILL = {
    "shift_px": np.zeros((1, 2)),
    "radians": np.zeros(1),
    "zoom": np.ones(1),
    "mirrored": np.zeros((1, 2), bool),
}


def warp_one(pixels: np.ndarray, **change: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    return warp_pictures(pixels[None], compose_maps(**{**STILL, **change}, size=(width, height)))[0]


def noise(height: int, width: int, channels: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (height, width, channels), np.uint8)


@pytest.mark.parametrize("channels", [1, 3])
def test_the_identity_changes_no_pixel(channels: int) -> None:
    pixels = noise(13, 17, channels)

    assert np.array_equal(warp_one(pixels), pixels)


@pytest.mark.parametrize("channels", [1, 3])
def test_mirrors_are_exact(channels: int) -> None:
    pixels = noise(13, 18, channels)

    assert np.array_equal(warp_one(pixels, mirrored=np.array([[True, False]])), pixels[:, ::-1])
    assert np.array_equal(warp_one(pixels, mirrored=np.array([[False, True]])), pixels[::-1])


def test_whole_shifts_are_exact_and_repeat_the_edge() -> None:
    pixels = noise(12, 16, 3)

    shifted = warp_one(pixels, shift_px=np.array([[3.0, -2.0]]))

    assert np.array_equal(shifted[:-2, 3:], pixels[2:, :-3])
    assert np.array_equal(shifted[:-2, :3], np.repeat(pixels[2:, :1], 3, axis=1))
    assert np.array_equal(shifted[-2:, 3:], np.repeat(pixels[-1:, :-3], 2, axis=0))


def test_a_quarter_turn_of_a_square_is_exact() -> None:
    pixels = noise(15, 15, 3)

    turned = warp_one(pixels, radians=np.array([np.pi / 2]))

    assert turned == pytest.approx(np.rot90(pixels, -1), abs=0.01)


def test_half_a_pixel_is_interpolated() -> None:
    pixels = np.zeros((3, 4, 1), np.uint8)
    pixels[:, 2] = 200

    shifted = warp_one(pixels, shift_px=np.array([[0.5, 0.0]]))

    assert shifted[1, :, 0].tolist() == [0, 0, 100, 100]


def test_neighbours_in_the_batch_never_show() -> None:
    pictures = np.zeros((3, 20, 20, 1), np.uint8)
    pictures[[0, 2]] = 255
    count = len(pictures)
    maps = compose_maps(
        shift_px=np.array([[0.0, 9.0], [4.0, -9.0], [0.0, 9.0]]),
        radians=np.array([1.0, 2.0, 3.0]),
        zoom=np.array([0.3, 0.3, 0.3]),
        mirrored=np.zeros((count, 2), bool),
        size=(20, 20),
    )

    warped = warp_pictures(pictures, maps)

    assert (warped[1] == 0).all()
    assert (warped[[0, 2]] == 255).all()


@settings(deadline=None)
@given(
    degrees=st.floats(-180, 180),
    zoom=st.floats(0.7, 1.5),
    x=st.floats(-6, 6),
    y=st.floats(-6, 6),
    is_mirrored=st.booleans(),
)
def test_a_painted_mark_moves_where_the_matrix_says(
    degrees: float, zoom: float, x: float, y: float, is_mirrored: bool
) -> None:
    pixels = np.zeros((64, 80, 1), np.uint8)
    pixels[26:30, 44:48] = 255
    maps = compose_maps(
        shift_px=np.array([[x, y]]),
        radians=np.deg2rad([degrees]),
        zoom=np.array([zoom]),
        mirrored=np.array([[is_mirrored, False]]),
        size=(80, 64),
    )

    mass = warp_pictures(pixels[None], maps)[0, ..., 0].astype(float)

    rows, columns = np.indices(mass.shape) + 0.5
    found = [(columns * mass).sum() / mass.sum(), (rows * mass).sum() / mass.sum()]
    assert found == pytest.approx(move_points(np.array([46.0, 28.0]), invert_map(maps[0])), abs=0.5)


def test_large_batches_are_warped_like_single_pictures() -> None:
    rng = np.random.default_rng(2)
    pictures = rng.integers(0, 256, (40, 128, 128, 3), np.uint8)
    maps = compose_maps(
        shift_px=rng.uniform(-9, 9, (40, 2)),
        radians=rng.uniform(-1, 1, 40),
        zoom=rng.uniform(0.7, 1.4, 40),
        mirrored=rng.random((40, 2)) < 0.5,
        size=(128, 128),
    )

    together = warp_pictures(pictures, maps)
    apart = np.concatenate([warp_pictures(pictures[i : i + 1], maps[i : i + 1]) for i in range(40)])

    assert np.array_equal(together, apart)
