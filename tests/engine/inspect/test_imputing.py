"""What was taken out of a picture is filled as its neighbours say, and as a plain loop over pixels does."""

import numpy as np
import pytest

from engine.inspect.imputing import impute


def missing_at(*places: tuple[int, int], shape: tuple[int, int]) -> np.ndarray:
    found = np.zeros(shape, bool)
    found[tuple(np.array(places).T)] = True
    return found


def repeated_means(picture: np.ndarray, is_missing: np.ndarray) -> np.ndarray:
    """The definition of the paper, pixel by pixel, until nothing changes any more."""
    filled = np.where(is_missing, 0.0, picture.astype(np.float64))
    offsets = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if (row, column) != (0, 0)]
    for _ in range(400):
        for row, column in np.argwhere(is_missing):
            near = [(row + down, column + right, 1 / (6 * (abs(down) + abs(right)))) for down, right in offsets]
            inside = [(r, c, w) for r, c, w in near if 0 <= r < filled.shape[0] and 0 <= c < filled.shape[1]]
            filled[row, column] = sum(w * filled[r, c] for r, c, w in inside) / sum(w for _, _, w in inside)
    return filled


def test_direct_neighbours_count_twice_as_much_as_diagonal_ones() -> None:
    picture = np.array([[5, 1, 6], [2, 99, 3], [7, 4, 8]], np.float32)[..., np.newaxis]

    found = impute(picture, missing_at((1, 1), shape=(3, 3)))

    assert found[1, 1, 0] == pytest.approx((1 + 2 + 3 + 4) / 6 + (5 + 6 + 7 + 8) / 12)


def test_a_corner_is_filled_from_the_neighbours_that_it_has() -> None:
    picture = np.array([[99, 1, 0], [2, 3, 0], [0, 0, 0]], np.float32)[..., np.newaxis]

    found = impute(picture, missing_at((0, 0), shape=(3, 3)))

    assert found[0, 0, 0] == pytest.approx((2 * 1 + 2 * 2 + 3) / 5)


def test_missing_pixels_agree_with_each_other() -> None:
    chance = np.random.default_rng(3)
    picture = chance.normal(size=(7, 9, 2)).astype(np.float32)
    is_missing = chance.random((7, 9)) < 0.5
    is_missing[0, :4] = True

    found = impute(picture, is_missing)

    for channel in range(2):
        np.testing.assert_allclose(found[..., channel], repeated_means(picture[..., channel], is_missing), atol=1e-4)


def test_a_slope_is_restored_inside_of_a_picture() -> None:
    rows, columns = np.mgrid[:12, :14].astype(np.float32)
    picture = (0.3 * rows - 0.7 * columns + 2)[..., np.newaxis]
    is_missing = np.zeros((12, 14), bool)
    is_missing[2:9, 3:11] = True

    np.testing.assert_allclose(impute(picture, is_missing), picture, atol=1e-5)


def test_known_pixels_stay_and_noise_lies_on_the_others() -> None:
    picture = np.full((6, 6, 3), 0.5, np.float32)
    is_missing = missing_at((2, 2), (5, 0), shape=(6, 6))

    found = impute(picture, is_missing, np.full_like(picture, 0.25))

    np.testing.assert_allclose(found[is_missing], 0.75, atol=1e-6)
    np.testing.assert_array_equal(found[~is_missing], picture[~is_missing])


def test_a_picture_without_any_pixel_left_becomes_its_mean_colour() -> None:
    picture = np.random.default_rng(1).random((4, 5, 3), np.float32)

    found = impute(picture, np.ones((4, 5), bool))

    np.testing.assert_allclose(found, np.broadcast_to(picture.mean(axis=(0, 1)), picture.shape), rtol=1e-5)
