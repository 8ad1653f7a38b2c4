import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import minimize

from engine.ops import linear_svm
from engine.ops.linear_svm import HARD_ABOVE, HardNegativeLearner, learn_machine


def clouds(seed: int, *, positives: int = 30, negatives: int = 60) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    return chance.normal(1, 1, (positives, 2)), chance.normal(-1, 1, (negatives, 2))


def cost(weights: np.ndarray, positives: np.ndarray, negatives: np.ndarray, penalty: float) -> float:
    """What a machine pays, as R-CNN has it: the bias is the weight of a feature of 10, positives count twice."""
    *direction, bias = weights
    margins = [cloud @ np.array(direction) + 10 * bias for cloud in (positives, negatives)]
    short = 2 * np.maximum(0, 1 - margins[0]).sum() + np.maximum(0, 1 + margins[1]).sum()
    return 0.5 * (weights**2).sum() + penalty * short


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 100), st.sampled_from([0.001, 0.01, 0.1]))
def test_a_machine_costs_no_more_than_any_other(seed: int, penalty: float) -> None:
    positives, negatives = clouds(seed)

    found = learn_machine(positives, negatives, penalty=penalty)

    mine = cost(np.append(found.weights, found.bias / 10), positives, negatives, penalty)
    best = minimize(cost, np.zeros(3), (positives, negatives, penalty), method="Nelder-Mead", options={"maxiter": 2000})
    assert mine <= best.fun * 1.01


def test_hard_negatives_alone_give_the_machine_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear_svm, "LEARN_AGAIN_AFTER", 40)
    monkeypatch.setattr(linear_svm, "MOST_AT_FIRST", 60)
    positives, negatives = clouds(1, negatives=2000)
    learner = HardNegativeLearner(positives, penalty=0.1)

    for part in np.array_split(negatives, 25):
        learner.add(part)
    learner.learn()

    whole = learn_machine(positives, negatives, penalty=0.1)
    assert learner.machine is not None
    assert learner.kept < 600
    assert_allclose(learner.machine.margins(positives), whole.margins(positives), atol=0.15)


def test_easy_negatives_are_not_kept() -> None:
    positives, negatives = clouds(2)
    learner = HardNegativeLearner(positives, penalty=1.0)
    learner.add(negatives)
    learner.learn()
    before = learner.kept

    learner.add(np.full((50, 2), -20.0))

    assert learner.machine is not None
    assert learner.machine.margins(np.full((1, 2), -20.0))[0] < HARD_ABOVE
    assert learner.kept == before


@pytest.mark.parametrize(("positives", "negatives"), [(0, 10), (10, 0)])
def test_without_one_side_there_is_no_machine(positives: int, negatives: int) -> None:
    learner = HardNegativeLearner(np.ones((positives, 3)), penalty=1.0)

    learner.add(np.zeros((negatives, 3)))
    learner.learn()

    assert learner.machine is None
    assert learner.features == 3
