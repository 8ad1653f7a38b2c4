import keras
import numpy as np
import pytest
from keras import ops

from engine.contract.errors import UserError
from engine.inspect.gradients import value_and_gradients


def test_the_gradient_of_a_square_is_twice_its_root() -> None:
    run = value_and_gradients(lambda points, inputs: (ops.sum(points[0] ** 2 * inputs[0]), [points[0] + 1]), [])

    results, gradients = run([np.array([1.0, 3.0], "float32")], [np.array([1.0, 10.0], "float32")])

    np.testing.assert_allclose(results[0], [2.0, 4.0])
    np.testing.assert_allclose(gradients[0], [2.0, 60.0])


def test_a_point_that_does_not_matter_has_gradient_zero() -> None:
    run = value_and_gradients(lambda points, _inputs: (ops.sum(points[0]), []), [])

    _, gradients = run([np.ones(2, "float32"), np.ones(3, "float32")], [])

    np.testing.assert_allclose(gradients[1], [0.0, 0.0, 0.0])


def test_without_points_it_is_a_forward_pass() -> None:
    run = value_and_gradients(lambda _points, inputs: (ops.sum(inputs[0]), [inputs[0] * 2]), [])

    results, gradients = run([], [np.ones(2, "float32")])

    np.testing.assert_allclose(results[0], [2.0, 2.0])
    assert list(gradients) == []


def test_an_unknown_backend_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras.config, "backend", lambda: "abacus")

    with pytest.raises(UserError, match="abacus"):
        value_and_gradients(lambda _points, inputs: (inputs[0], []), [])
