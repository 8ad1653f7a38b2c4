import numpy as np
import pytest

from engine.contract.invariance import ChangeKind, PictureChange
from engine.data.changing import changed_pictures, rescaled


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (16, 16, 3), dtype=np.uint8)


def change(picture: np.ndarray, kind: ChangeKind, amount: float, **cover: float) -> np.ndarray:
    return changed_pictures(picture, [PictureChange(kind=kind, amount=amount, **cover)])[0]


@pytest.mark.parametrize(
    ("kind", "amount"), [("shift_x", 0), ("shift_y", 0), ("rotate", 0), ("scale", 1), ("light", 1), ("cover", 5)]
)
def test_a_change_of_nothing_gives_exactly_the_picture(picture: np.ndarray, kind: ChangeKind, amount: float) -> None:
    np.testing.assert_array_equal(change(picture, kind, amount), picture)


@pytest.mark.parametrize("pixels", [-5, -1, 1, 7])
def test_a_shift_by_whole_pixels_rolls_the_picture_and_repeats_the_edge(picture: np.ndarray, pixels: int) -> None:
    shifted = change(picture, "shift_x", pixels)

    inside = slice(max(pixels, 0), 16 + min(pixels, 0))
    outside = slice(0, pixels) if pixels > 0 else slice(16 + pixels, 16)
    np.testing.assert_array_equal(shifted[:, inside], np.roll(picture, pixels, axis=1)[:, inside])
    np.testing.assert_array_equal(shifted[:, outside], picture[:, [0 if pixels > 0 else 15]].repeat(abs(pixels), 1))


def test_a_shift_down_moves_rows(picture: np.ndarray) -> None:
    np.testing.assert_array_equal(change(picture, "shift_y", 3)[3:], picture[:-3])


def test_half_a_pixel_is_the_mean_of_two(picture: np.ndarray) -> None:
    shifted = change(picture, "shift_x", 0.5)

    np.testing.assert_allclose(shifted[:, 1:], (picture[:, 1:].astype(float) + picture[:, :-1]) / 2, atol=1e-3)


def test_a_quarter_turn_is_clockwise(picture: np.ndarray) -> None:
    np.testing.assert_allclose(change(picture, "rotate", 90), np.rot90(picture, k=-1), atol=0.02)


def test_twice_the_scale_shows_the_middle_twice_as_large(picture: np.ndarray) -> None:
    picture[:] = 0
    picture[6:10, 6:10] = 200

    enlarged = change(picture, "scale", 2)

    assert (enlarged[5:11, 5:11] == 200).all()
    assert (enlarged[:3] == 0).all()


def test_light_multiplies_and_stays_in_the_range_of_pixels(picture: np.ndarray) -> None:
    np.testing.assert_allclose(change(picture, "light", 0.5), picture / 2)
    np.testing.assert_allclose(change(picture, "light", 2), np.minimum(picture * 2.0, 255))


def test_a_cover_has_the_mean_colour_and_hides_its_square_only(picture: np.ndarray) -> None:
    covered = change(picture, "cover", 4, cover_px=6, cover_y=10)

    np.testing.assert_allclose(covered[7:13, 1:7], np.broadcast_to(picture.mean(axis=(0, 1)), (6, 6, 3)), rtol=1e-5)
    covered[7:13, 1:7] = picture[7:13, 1:7]
    np.testing.assert_array_equal(covered, picture)


def test_a_cover_beside_the_picture_hides_nothing(picture: np.ndarray) -> None:
    np.testing.assert_array_equal(change(picture, "cover", -3, cover_px=6, cover_y=8), picture)


def test_changes_at_once_are_those_one_by_one(picture: np.ndarray) -> None:
    changes = [
        PictureChange(kind="rotate", amount=33),
        PictureChange(kind="light", amount=0.4),
        PictureChange(kind="cover", amount=8, cover_px=4, cover_y=8),
    ]

    together = changed_pictures(picture, changes)

    for each, alone in zip(together, changes, strict=True):
        np.testing.assert_array_equal(each, changed_pictures(picture, [alone])[0])


def test_pixels_are_counted_anew_for_a_larger_picture_and_degrees_are_not() -> None:
    shift = PictureChange(kind="shift_y", amount=3, cover_px=4, cover_y=2)
    turn = PictureChange(kind="rotate", amount=30)

    larger = rescaled(shift, old_px=(32, 32), new_px=(64, 96))

    assert (larger.amount, larger.cover_px, larger.cover_y) == (9, 8, 6)
    assert rescaled(turn, old_px=(32, 32), new_px=(64, 96)).amount == 30
