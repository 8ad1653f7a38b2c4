import numpy as np
import pytest

from engine.inspect.kernels import PRESETS, apply_kernel, best_matches

PICTURE = np.random.default_rng(0).uniform(0, 1, (20, 24)).astype("float32")
KERNEL = np.arange(9, dtype="float32").reshape(3, 3)


def test_correlation_is_the_sum_of_patch_times_kernel() -> None:
    found = apply_kernel(PICTURE, KERNEL, "correlation")

    assert found.shape == PICTURE.shape
    assert found[5, 7] == pytest.approx((PICTURE[4:7, 6:9] * KERNEL).sum(), rel=1e-5)
    assert found[0, 0] == pytest.approx((PICTURE[:2, :2] * KERNEL[1:, 1:]).sum(), rel=1e-5)


def test_convolution_turns_the_kernel_by_half_a_turn() -> None:
    turned = apply_kernel(PICTURE, KERNEL[::-1, ::-1], "correlation")

    np.testing.assert_allclose(apply_kernel(PICTURE, KERNEL, "convolution"), turned, rtol=1e-5)


def test_channels_are_added_up_as_in_a_layer() -> None:
    colours = np.stack([PICTURE, 2 * PICTURE, -PICTURE], axis=-1)

    np.testing.assert_allclose(
        apply_kernel(colours, KERNEL, "correlation"), 2 * apply_kernel(PICTURE, KERNEL, "correlation"), rtol=1e-4
    )


@pytest.mark.parametrize("name", PRESETS)
def test_presets_keep_or_remove_brightness(name: str) -> None:
    total = float(PRESETS[name].sum())

    assert total == pytest.approx(1.0, abs=1e-5) or total == pytest.approx(0.0, abs=1e-5)


def test_a_template_cut_from_the_picture_is_found_where_it_was() -> None:
    template = PICTURE[6:11, 9:16]

    scores = apply_kernel(PICTURE, template, "normalised correlation")
    (best,) = best_matches(scores, template.shape, count=1)

    assert (best.row, best.column) == (6, 9)
    assert best.score == pytest.approx(1.0, abs=1e-4)
    assert np.abs(scores).max() <= 1.0


def test_brightness_and_contrast_do_not_matter_to_normalised_correlation() -> None:
    template = PICTURE[6:11, 9:16]

    scores = apply_kernel(0.3 * PICTURE + 5.0, template, "normalised correlation")

    np.testing.assert_allclose(scores, apply_kernel(PICTURE, template, "normalised correlation"), atol=1e-3)


def test_a_flat_picture_correlates_with_nothing() -> None:
    assert not apply_kernel(np.full((9, 9), 3.0, "float32"), KERNEL, "normalised correlation").any()


def test_two_copies_are_two_matches_that_do_not_overlap() -> None:
    picture = np.zeros((20, 30), "float32")
    mark = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], "float32")
    picture[3:6, 4:7] = picture[12:15, 20:23] = mark

    found = best_matches(apply_kernel(picture, mark, "normalised correlation"), (3, 3), count=5, threshold=0.9)

    assert sorted((match.row, match.column) for match in found) == [(3, 4), (12, 20)]
