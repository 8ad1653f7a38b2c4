import numpy as np
import pytest

from engine.data.augment.mixing import Blend, blend_pictures, blend_targets, draw_blend

PAIR = Blend(np.array([1, 0]), np.array([0.75, 0.5], np.float32))
TARGETS = np.eye(2, dtype=np.float32)


def test_pictures_are_blended_by_share() -> None:
    pictures = np.zeros((2, 1, 1, 1), np.float32)
    pictures[1] = 8

    assert blend_pictures(pictures, PAIR).reshape(-1).tolist() == [2.0, 4.0]


def test_targets_are_blended_by_the_same_share() -> None:
    blended, weights = blend_targets(TARGETS, None, PAIR)

    assert blended.tolist() == [[0.75, 0.25], [0.5, 0.5]]
    assert weights is None


def test_each_class_keeps_its_weight_in_a_blend() -> None:
    blended, weights = blend_targets(TARGETS, np.array([1.0, 3.0], np.float32), PAIR)

    assert weights is not None
    assert blended * weights[:, None] == pytest.approx(np.array([[0.75, 0.75], [0.5, 1.5]]))
    assert blended.sum(axis=1) == pytest.approx(1.0)


def test_the_chosen_share_of_batches_is_blended() -> None:
    rng = np.random.default_rng(1)

    blends = [draw_blend(0.3, 4, rng) for _ in range(2000)]

    assert np.mean([blend is not None for blend in blends]) == pytest.approx(0.3, abs=0.03)
