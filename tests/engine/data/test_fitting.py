import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.config import InputConfig
from engine.data.fitting import PAD_VALUE, fit_picture, place

FITS = ("letterbox", "stretch", "crop")


def config(fit: str, *, height: int = 32, width: int = 32, channels: int = 3) -> InputConfig:
    return InputConfig(height=height, width=width, channels=channels, fit=fit)


def picture(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)


@pytest.mark.parametrize("fit", FITS)
def test_a_picture_of_the_right_size_stays_as_it_is(fit: str) -> None:
    pixels = picture(32, 32)

    fitted, placement = fit_picture(pixels, config(fit))

    assert np.array_equal(fitted, pixels)
    assert placement.scale == (1.0, 1.0)
    assert placement.offset == (0.0, 0.0)


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", [(1, 1), (7, 90), (90, 7), (500, 333)])
def test_any_picture_gets_the_size_and_channels_of_the_network(fit: str, channels: int, size: tuple[int, int]) -> None:
    fitted, _ = fit_picture(picture(*size), config(fit, height=24, width=40, channels=channels))

    assert fitted.shape == (24, 40, channels)
    assert fitted.dtype == np.uint8


def test_letterbox_puts_grey_bars_above_and_below_a_wide_picture() -> None:
    fitted, placement = fit_picture(np.full((10, 20, 3), 200, np.uint8), config("letterbox"))

    assert (fitted[:8] == PAD_VALUE).all()
    assert (fitted[8:24] == 200).all()
    assert (fitted[24:] == PAD_VALUE).all()
    assert placement.visible_in_input() == (0.0, 8.0, 32.0, 24.0)


def test_crop_keeps_the_middle_of_a_wide_picture() -> None:
    pixels = np.zeros((10, 30, 3), np.uint8)
    pixels[:, 10:20] = 255

    fitted, placement = fit_picture(pixels, config("crop", height=10, width=10))

    assert (fitted == 255).all()
    assert placement.visible_in_original() == (10.0, 0.0, 20.0, 10.0)


def test_stretch_fills_the_input() -> None:
    _, placement = fit_picture(picture(16, 64), config("stretch"))

    assert placement.scale == (0.5, 2.0)
    assert placement.visible_in_input() == (0.0, 0.0, 32.0, 32.0)


def test_grey_pictures_keep_their_values_with_one_channel() -> None:
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)

    fitted, _ = fit_picture(np.stack([grey] * 3, axis=-1), config("stretch", height=16, width=16, channels=1))

    assert np.array_equal(fitted[..., 0], grey)


@given(
    width=st.integers(1, 5000),
    height=st.integers(1, 5000),
    fit=st.sampled_from(FITS),
    x=st.floats(0, 1),
    y=st.floats(0, 1),
)
def test_points_come_back_to_where_they_were(width: int, height: int, fit: str, x: float, y: float) -> None:
    point = np.array([x * width, y * height])
    placement = place((width, height), config(fit, height=48, width=80))

    assert placement.to_original(placement.to_input(point)) == pytest.approx(point, abs=1e-6)


def test_boxes_are_cut_at_the_edges_of_the_original() -> None:
    placement = place((20, 10), config("letterbox"))

    boxes = placement.boxes_to_original(np.array([[0.0, 0.0, 32.0, 32.0], [16.0, 16.0, 32.0, 24.0]]))

    assert boxes.tolist() == [[0.0, 0.0, 20.0, 10.0], [10.0, 5.0, 20.0, 10.0]]


@pytest.mark.parametrize("fit", FITS)
def test_a_painted_mark_is_found_where_the_placement_says(fit: str) -> None:
    pixels = np.zeros((60, 90, 3), np.uint8)
    pixels[24:36, 36:54] = 255

    fitted, placement = fit_picture(pixels, config(fit, height=48, width=48))

    rows, columns = np.nonzero(fitted[..., 0] > 200)
    centre = np.array([columns.mean() + 0.5, rows.mean() + 0.5])
    assert placement.to_original(centre) == pytest.approx([45.0, 30.0], abs=0.5)


def test_a_heat_map_comes_back_without_the_letterbox_bars() -> None:
    placement = place((40, 20), config("letterbox"))
    cells = np.zeros((32, 32), np.float32)
    cells[8:24] = 1.0

    shown = placement.map_on_original(cells)

    assert shown.shape == (20, 40)
    assert shown[2:-2].min() == pytest.approx(1.0)


def test_a_heat_map_is_zero_where_a_crop_hid_the_picture() -> None:
    placement = place((30, 10), config("crop", height=10, width=10))

    shown = placement.map_on_original(np.ones((5, 5), np.float32))

    assert shown[:, 10:20].min() == pytest.approx(1.0)
    assert shown[:, :10].max() == 0.0
    assert shown[:, 20:].max() == 0.0


def test_patches_show_the_middle_at_its_own_size() -> None:
    pixels = picture(50, 41)

    fitted, placement = fit_picture(pixels, config("patches"))

    assert placement.scale == (1.0, 1.0)
    left, top = (-round(edge) for edge in placement.offset)
    assert np.array_equal(fitted, pixels[top : top + 32, left : left + 32])
    assert (top, left) == (9, 5)


def test_patches_mirror_a_picture_that_is_smaller() -> None:
    pixels = picture(20, 30)

    fitted, placement = fit_picture(pixels, config("patches"))

    assert placement.visible_in_input() == (1.0, 6.0, 31.0, 26.0)
    assert np.array_equal(fitted[6:26, 1:31], pixels)
    assert np.array_equal(fitted[5, 1:31], pixels[1])
    assert np.array_equal(fitted[6:26, 0], pixels[:, 1])


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("shape", [(9, 50), (9, 50, 1), (9, 50, 3)])
def test_patches_have_the_channels_of_the_network(channels: int, shape: tuple[int, ...]) -> None:
    fitted, _ = fit_picture(np.full(shape, 77, np.uint8), config("patches", height=24, width=40, channels=channels))

    assert fitted.shape == (24, 40, channels)
    assert (fitted == 77).all()
