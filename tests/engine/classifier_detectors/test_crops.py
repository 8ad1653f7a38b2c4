import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from engine.classifier_detectors.crops import CONTEXT, cut_crops, with_context, without_context
from engine.data.fitting import PAD_VALUE


def test_context_is_that_of_the_paper() -> None:
    # A box of 227 - 2 * 16 pixels fills all but 16 pixels on each side of a crop of 227.
    assert_allclose(with_context(np.array([[16.0, 16, 211, 211]])), [[0, 0, 227, 227]], atol=1e-9)
    assert CONTEXT * 227 == 16


@given(st.tuples(*[st.floats(-50, 50)] * 2, *[st.floats(1, 60)] * 2))
def test_taking_context_away_undoes_adding_it(box: tuple[float, ...]) -> None:
    boxes = np.array([[box[0], box[1], box[0] + box[2], box[1] + box[3]]])

    assert_allclose(without_context(with_context(boxes)), boxes, atol=1e-9)


def test_a_crop_that_needs_no_resizing_is_a_part_of_the_picture() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (40, 50, 3), np.uint8)
    window = np.array([[10.0, 5, 34, 29]])

    found = cut_crops(picture, without_context(window), size_px=(24, 24))

    assert_array_equal(found[0], picture[5:29, 10:34])


def test_what_lies_beyond_the_picture_is_grey() -> None:
    picture = np.zeros((30, 30, 3), np.uint8)

    found = cut_crops(picture, without_context(np.array([[-10.0, -10, 10, 10]])), size_px=(20, 20))

    assert (found[0, :9, :9] == PAD_VALUE).all()
    assert not found[0, 11:, 11:].any()


def test_crops_of_any_shape_have_one_size_and_grey_ones_stay_grey() -> None:
    picture = np.full((30, 40, 1), 90, np.uint8)

    found = cut_crops(picture, np.array([[5.0, 5, 35, 9], [12, 4, 14, 28]]), size_px=(16, 12))

    assert found.shape == (2, 16, 12, 1)
    assert (found[:, 6:10, 4:8] == 90).all()


def test_no_box_gives_no_crop() -> None:
    assert cut_crops(np.zeros((9, 9, 3), np.uint8), np.zeros((0, 4)), size_px=(8, 8)).shape == (0, 8, 8, 3)
