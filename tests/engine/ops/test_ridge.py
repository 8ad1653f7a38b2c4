import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.linear_model import Ridge

from engine.ops.ridge import RidgeSums


@pytest.mark.parametrize("ridge", [0.1, 1000.0])
def test_parts_give_what_all_samples_at_once_give(ridge: float) -> None:
    chance = np.random.default_rng(1)
    features, targets = chance.normal(size=(200, 7)), chance.normal(2, 1, (200, 4))
    sums = RidgeSums(7, 4)

    for part in range(0, 200, 30):
        sums.add(features[part : part + 30], targets[part : part + 30])

    known = Ridge(alpha=ridge).fit(features, targets)
    assert sums.samples == 200
    assert_allclose(sums.solve(ridge), np.vstack([known.coef_.T, known.intercept_]), atol=1e-9)


def test_without_samples_nothing_is_changed() -> None:
    assert not RidgeSums(5, 4).solve(1000.0).any()


def test_a_strong_pull_leaves_the_mean() -> None:
    sums = RidgeSums(2, 1)
    sums.add(np.array([[1.0, 2], [3, 5], [2, 2]]), np.array([[1.0], [2], [6]]))

    assert_allclose(sums.solve(1e12)[:, 0], [0, 0, 3], atol=1e-6)
