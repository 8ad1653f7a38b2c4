import numpy as np
import pytest

from engine.dataset.doctor.look import COLOUR_SIDE, LOOK_BYTES, SIDE, look, look_table, read_looks

NOISE = np.random.default_rng(2).integers(0, 256, (SIDE, SIDE, 3), np.uint8)


def grey_picture(values: list[list[int]]) -> np.ndarray:
    return np.repeat(np.array(values, np.uint8)[:, :, None], 3, axis=2)


def test_a_look_has_its_length_for_any_size() -> None:
    sizes = [(1, 1), (1, 9000), (28, 28), (533, 400), (160, 7)]

    assert [len(look(np.zeros((*size, 3), np.uint8))) for size in sizes] == [LOOK_BYTES] * 5
    assert LOOK_BYTES < 500


def test_halves_of_black_and_white_are_minus_one_and_one() -> None:
    looks = read_looks(look_table([look(grey_picture([[0, 200]]))]))

    assert looks.mean[0] == pytest.approx(100, abs=0.01)
    assert looks.deviation[0] == pytest.approx(100, abs=0.01)
    np.testing.assert_allclose(looks.grey[0, :, : SIDE // 2], -1)
    np.testing.assert_allclose(looks.grey[0, :, SIDE // 2 :], 1)


def test_pixels_between_two_parts_count_for_both_by_their_share() -> None:
    looks = read_looks(look_table([look(grey_picture([[0, 0, 0], [90, 90, 90], [180, 180, 180]]))]))

    middle = looks.mean[0] + looks.deviation[0] * looks.grey[0, :, 0]
    assert middle[6] == pytest.approx(90 * 1 / 3, abs=2)  # rows 6/20 to 7/20: a third of it lies beyond 1/3
    assert middle[10] == pytest.approx(90, abs=2)


def test_enlarging_by_a_whole_factor_changes_nothing() -> None:
    large = NOISE.repeat(8, axis=0).repeat(12, axis=1)

    assert look(large) == look(NOISE.repeat(16, axis=0).repeat(4, axis=1))


def test_brightness_changes_the_mean_alone() -> None:
    dark, bright = (read_looks(look_table([look(NOISE // 2 + np.uint8(add))])) for add in (0, 60))

    assert bright.mean[0] - dark.mean[0] == pytest.approx(60, abs=0.01)
    np.testing.assert_array_equal(bright.grey, dark.grey)
    np.testing.assert_array_equal(bright.colour, dark.colour)


def test_red_and_blue_are_told_apart() -> None:
    red = np.zeros((40, 40, 3), np.uint8)
    red[..., 0] = 100

    colour = read_looks(look_table([look(red)])).colour[0]

    assert colour.shape == (COLOUR_SIDE, COLOUR_SIDE, 2)
    np.testing.assert_allclose(colour[..., 0], -29.9, atol=1)
    np.testing.assert_allclose(colour[..., 1], 70.1, atol=1)


def test_a_uniform_picture_has_no_pattern() -> None:
    looks = read_looks(look_table([look(np.full((33, 21, 3), 77, np.uint8))]))

    assert looks.deviation[0] == pytest.approx(0, abs=1e-4)
    assert abs(looks.grey).max() < 0.1


def test_looks_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match=str(LOOK_BYTES)):
        look_table([b"short"])


def test_rows_of_a_large_picture_are_parts_of_equal_height() -> None:
    ramp = np.arange(239)[:, None].repeat(50, axis=1).tolist()

    looks = read_looks(look_table([look(grey_picture(ramp))]))

    levels = looks.mean[0] + looks.deviation[0] * looks.grey[0, :, 0]
    np.testing.assert_allclose(levels, (np.arange(SIDE) + 0.5) * 239 / SIDE - 0.5, atol=2)
