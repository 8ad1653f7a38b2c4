import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ops.uncertainty import normalised_entropy


def test_entropies_of_worked_examples() -> None:
    scores = np.array([[[1.0, 0.0], [0.5, 0.5]], [[0.9, 0.1], [0.25, 0.75]]])

    found = normalised_entropy(scores)

    # In bits: the logarithm to base 2 of two classes is 1.
    assert found.dtype == np.float32
    assert found[0].tolist() == [0.0, 1.0]
    assert found[1] == pytest.approx([0.46900, 0.81128], abs=1e-5)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30).filter(lambda weights: sum(weights) > 1e-3))
def test_entropy_is_that_of_the_definition(weights: list[float]) -> None:
    scores = [weight / sum(weights) for weight in weights]
    expected = -sum(score * math.log(score) for score in scores if score > 0) / math.log(len(scores))

    assert normalised_entropy(np.array(scores)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_rounded_scores_stay_within_the_range(dtype: type) -> None:
    scores = np.full((4, 4, 3), 1 / 3).astype(dtype)

    found = normalised_entropy(scores)

    assert found == pytest.approx(np.ones((4, 4)), abs=1e-3)
    assert found.max() <= 1


def test_one_class_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(2, 2, 1\)"):
        normalised_entropy(np.ones((2, 2, 1)))
