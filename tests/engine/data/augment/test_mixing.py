import numpy as np
import pytest
from scipy.stats import beta, kstest

from engine.data.augment.mixing import Blend, blend_pictures, blend_targets, draw_blend, draw_overlay
from tests.engine.data.augment.settings import chance, only

# Of a batch with the pictures 4, 0, 1 of five, the first and the last are blended.
BLEND = Blend(np.array([0, 2]), np.array([1, 3]), np.array([0.75, 0.5], np.float32))
POSITIONS = np.array([4, 0, 1])
TARGETS = np.eye(5, dtype=np.float32)


def test_pictures_are_blended_by_share() -> None:
    pictures = np.array([4, 6, 8], np.float32).reshape(3, 1, 1, 1)
    partners = np.array([8, 0], np.uint8).reshape(2, 1, 1, 1)

    blend_pictures(pictures, partners, BLEND)

    assert pictures.reshape(-1).tolist() == [5, 6, 4]


def test_targets_are_blended_by_the_same_share() -> None:
    blended, weights = blend_targets(TARGETS, POSITIONS, BLEND)

    assert blended.tolist() == [[0, 0.25, 0, 0, 0.75], [1, 0, 0, 0, 0], [0, 0.5, 0, 0.5, 0]]
    assert weights is None


def test_each_class_keeps_its_weight_in_a_blend() -> None:
    of_all = np.array([1, 3, 1, 1, 2], np.float32)

    blended, weights = blend_targets(TARGETS, POSITIONS, BLEND, weights=of_all)

    assert weights is not None
    counted = blended * weights[:, None]
    assert counted == pytest.approx(np.array([[0, 0.75, 0, 0, 1.5], [1, 0, 0, 0, 0], [0, 1.5, 0, 0.5, 0]]))
    assert blended.sum(axis=1) == pytest.approx(1.0)


def test_the_chosen_share_of_pictures_is_blended_with_any_others() -> None:
    blend = draw_blend(only(mixup=0.3), chance(4000), count=10)

    assert len(blend.samples) / 4000 == pytest.approx(0.3, abs=0.03)
    assert set(blend.partners) == set(range(10))


def test_shares_follow_the_beta_distribution() -> None:
    blend = draw_blend(only(mixup=1.0), chance(4000), count=10)

    assert blend.shares.min() >= 0.5
    assert kstest(2 * np.minimum(blend.shares, 1 - blend.shares), _of_the_smaller_share).pvalue > 0.01


def _of_the_smaller_share(doubled: np.ndarray) -> np.ndarray:
    """How often twice the smaller of the two shares is below a number: both sides of the distribution."""
    return np.asarray(2 * beta(0.4, 0.4).cdf(doubled / 2))


def test_what_is_superimposed_stays_faint() -> None:
    blend = draw_overlay(only(superimpose=0.4, superimpose_probability=0.5), chance(4000), count=10)

    assert len(blend.samples) / 4000 == pytest.approx(0.5, abs=0.03)
    assert blend.shares.min() == pytest.approx(0.6, abs=0.01)
