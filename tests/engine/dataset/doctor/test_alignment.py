import numpy as np
import pytest

from engine.dataset.doctor.alignment import Placement, align, place
from engine.dataset.doctor.resampling import blur
from tests.engine.dataset.doctor.clouds import cloud, looks

WHOLE = np.zeros((1, 4), np.float32)


def test_a_cut_of_both_sides_enlarges_and_does_not_shift() -> None:
    placement = Placement.of_margins(np.array([[0.1, 0.25, 0.1, 0.25]], np.float32))

    np.testing.assert_allclose(placement.scale, [[1.25, 2.0]])
    np.testing.assert_allclose(placement.shift, [[0, 0]], atol=1e-6)


def test_a_cut_at_the_left_shifts_what_is_left_to_it() -> None:
    placement = Placement.of_margins(np.array([[0.2, 0, 0, 0]], np.float32))

    # The whole picture's left edge (-1) lies at -1.5 of the cut one, its right edge (1) at 1.
    np.testing.assert_allclose(placement.shift + placement.scale * [[-1, 0]], [[-1.5, 0]], rtol=1e-6)
    np.testing.assert_allclose(placement.shift + placement.scale * [[1, 0]], [[1, 0]], rtol=1e-6)


def test_a_picture_agrees_with_itself() -> None:
    grey = looks(cloud(1)).grey

    aligned = place(grey, grey, Placement.of_margins(WHOLE))

    assert aligned.similarity[0] == pytest.approx(1, abs=1e-3)
    assert aligned.is_inside.all()


def test_a_crop_is_laid_where_it_was_cut() -> None:
    whole = cloud(2, height=200, width=200)
    crop = whole[10:190, 20:]
    moving, fixed = blur(looks(crop).grey), blur(looks(whole).grey)

    aligned = align(moving, fixed, Placement.of_margins(WHOLE))

    expected = Placement.of_margins(np.array([[0.1, 0.05, 0, 0.05]], np.float32))
    np.testing.assert_allclose(aligned.placement.scale, expected.scale, atol=0.02)
    np.testing.assert_allclose(aligned.placement.shift, expected.shift, atol=0.02)
    assert aligned.similarity[0] > 0.99


def test_brightness_and_contrast_do_not_count() -> None:
    whole = cloud(3)
    flat = (whole // 3 + 100).astype(np.uint8)

    aligned = align(looks(flat).grey, looks(whole).grey, Placement.of_margins(WHOLE))

    np.testing.assert_allclose(aligned.placement.scale, 1, atol=0.01)
    assert aligned.similarity[0] > 0.995


def test_uniform_pictures_are_aligned_without_harm() -> None:
    grey = looks(np.full((30, 30, 3), 9, np.uint8)).grey

    assert np.isfinite(align(grey, grey, Placement.of_margins(WHOLE)).similarity).all()
