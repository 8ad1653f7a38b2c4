import numpy as np
import pytest

from engine.ops.boxes.mask_pasting import paste_mask


def plain(scores: np.ndarray, box: tuple[float, ...], picture: tuple[int, int]) -> np.ndarray:
    """Pixel by pixel, with a row and a column of zeros around the mask."""
    size, padded = scores.shape[0], np.pad(scores, 1)
    pasted = np.zeros(picture, bool)
    for row, column in np.ndindex(*picture):
        y, x = row + 0.5, column + 0.5
        if box[1] <= y < box[3] and box[0] <= x < box[2]:
            v, u = (y - box[1]) / (box[3] - box[1]) * size + 0.5, (x - box[0]) / (box[2] - box[0]) * size + 0.5
            i, j = int(v), int(u)
            parts = padded[i : i + 2, j : j + 2]
            pasted[row, column] = [1 - v + i, v - i] @ parts @ [1 - u + j, u - j] >= 0.5
    return pasted


@pytest.mark.parametrize(
    "box", [(3.0, 2.0, 17.0, 12.0), (-4.3, -2.1, 9.7, 30.2), (0.0, 0.0, 20.0, 15.0), (5.2, 5.1, 6.9, 6.4)]
)
def test_a_mask_is_that_of_a_loop_over_pixels(box: tuple[float, ...]) -> None:
    scores = np.random.default_rng(1).uniform(size=(28, 28))

    assert np.array_equal(paste_mask(scores, box, picture_px=(15, 20)), plain(scores, box, (15, 20)))


def test_a_full_mask_fills_the_pixels_whose_centres_are_in_its_box() -> None:
    pasted = paste_mask(np.ones((28, 28)), (2.4, 1.0, 6.6, 4.0), picture_px=(6, 9))

    expected = np.zeros((6, 9), bool)
    expected[1:4, 2:7] = True
    assert np.array_equal(pasted, expected)


def test_a_mask_in_its_own_size_is_itself() -> None:
    scores = np.random.default_rng(2).uniform(size=(28, 28))

    pasted = paste_mask(scores, (1, 2, 29, 30), picture_px=(32, 32))

    assert np.array_equal(pasted[2:30, 1:29], scores >= 0.5)


@pytest.mark.parametrize("box", [(5, 5, 5, 9), (9, 9, 5, 5), (50, 50, 60, 60), (-9, -9, -1, -1)])
def test_a_box_without_area_or_beyond_the_picture_has_no_pixel(box: tuple[float, ...]) -> None:
    assert not paste_mask(np.ones((28, 28)), box, picture_px=(15, 20)).any()
