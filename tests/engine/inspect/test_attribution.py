from collections.abc import Callable

import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.errors import UserError
from engine.inspect.attribution import (
    gradient_times_input,
    input_gradient,
    integrated_gradients,
    saliency_of,
    smoothgrad,
    with_backward_rule,
)
from engine.inspect.backward_rules import BackwardRule
from tests.engine.inspect.conftest import Golden


def template(network: keras.Model, target: int) -> np.ndarray:
    return np.asarray(network.get_layer("logits").kernel)[:, target].reshape(16, 20, 3)


def test_the_gradient_of_a_linear_network_is_its_template(linear_network: keras.Model, pictures: np.ndarray) -> None:
    found = input_gradient(linear_network, pictures[0], 2)

    np.testing.assert_allclose(found.values, template(linear_network, 2), atol=1e-6)
    np.testing.assert_allclose(saliency_of(found.values), np.abs(template(linear_network, 2)).max(axis=-1), atol=1e-6)


def test_smoothgrad_of_a_linear_network_is_its_template(linear_network: keras.Model, pictures: np.ndarray) -> None:
    np.testing.assert_allclose(
        smoothgrad(linear_network, pictures[0], 1).values, template(linear_network, 1), atol=1e-6
    )


def test_smoothgrad_repeats_itself_for_a_seed(flat_network: keras.Model, pictures: np.ndarray) -> None:
    first, again = (smoothgrad(flat_network, pictures[0], 1, seed=4, samples=10).values for _ in range(2))

    np.testing.assert_array_equal(first, again)
    assert np.abs(first - smoothgrad(flat_network, pictures[0], 1, seed=5, samples=10).values).max() > 0


def test_integrated_gradients_of_a_linear_network_weigh_the_difference(
    linear_network: keras.Model, pictures: np.ndarray
) -> None:
    found = integrated_gradients(linear_network, pictures[0], 3, baseline=pictures[1])

    expected = (pictures[0] - pictures[1]) * template(linear_network, 3)
    np.testing.assert_allclose(found.values, expected, atol=1e-6)


@pytest.mark.parametrize("target", range(4))
def test_integrated_gradients_add_up_to_the_change_of_the_logit(
    flat_network: keras.Model, pictures: np.ndarray, target: int
) -> None:
    found = integrated_gradients(flat_network, pictures[0], target, steps=20)

    change = found.logits[target] - found.baseline_logit
    assert abs(change) > 0.05
    assert abs(found.gap) <= 0.01 * abs(change)
    np.testing.assert_allclose(found.values.sum() - change, found.gap, atol=1e-4)


def test_gradient_times_input_of_a_linear_network_adds_up_to_the_logit(
    linear_network: keras.Model, pictures: np.ndarray
) -> None:
    found = gradient_times_input(linear_network, pictures[0], 0)

    bias = float(np.asarray(linear_network.get_layer("logits").bias)[0])
    np.testing.assert_allclose(found.values.sum() + bias, found.logits[0], atol=1e-4)


@pytest.mark.parametrize("name", ["gap", "flatten"])
def test_input_gradients_equal_the_golden_ones(golden_network: Callable[[str], Golden], name: str) -> None:
    gold = golden_network(name)

    found = [input_gradient(gold.model, *pair).values for pair in zip(gold.pictures, gold.targets, strict=True)]

    np.testing.assert_allclose(np.stack(found), gold.maps["input_gradient"], atol=1e-5)


@pytest.mark.parametrize("name", ["gap", "flatten"])
def test_integrated_gradients_equal_the_golden_ones(golden_network: Callable[[str], Golden], name: str) -> None:
    gold = golden_network(name)

    pairs = zip(gold.pictures, gold.targets, strict=True)
    found = np.stack([integrated_gradients(gold.model, *pair).values for pair in pairs])

    expected = gold.maps["integrated_gradients"]
    assert np.corrcoef(found.ravel(), expected.ravel())[0, 1] >= 0.999
    assert np.abs(found - expected).max() <= 0.02 * np.abs(expected).max()


def backward_by_hand(weights: list[np.ndarray], picture: np.ndarray, target: int, rule: BackwardRule) -> np.ndarray:
    """Two dense ReLU layers and a linear one, backwards in plain NumPy."""
    first, second, last = weights
    before = picture.ravel() @ first
    after = np.maximum(before, 0) @ second
    signal = last[:, target]
    for values, kernel in ((after, second), (before, first)):
        signal = np.maximum(signal, 0)
        if rule is BackwardRule.GUIDED:
            signal = signal * (values > 0)
        signal = kernel @ signal
    return signal.reshape(picture.shape)


@pytest.mark.parametrize("rule", list(BackwardRule))
@pytest.mark.parametrize("is_nested", [False, True])
def test_backward_rules_equal_plain_numpy(pictures: np.ndarray, rule: BackwardRule, is_nested: bool) -> None:
    keras.utils.set_random_seed(1)
    entry = keras.Input((16, 20, 3))
    inner = keras.Sequential(
        [keras.Input((30,)), layers.Dense(20, use_bias=False, name="second"), layers.ReLU()], name="inner"
    )
    x = layers.Dense(30, activation="relu", use_bias=False, name="first")(layers.Flatten()(entry))
    for layer in [inner] if is_nested else inner.layers:
        x = layer(x)
    model = keras.Model(entry, layers.Dense(4, use_bias=False, name="last")(x))
    weights = [np.asarray(weight) for weight in model.get_weights()]

    found = with_backward_rule(model, pictures[0], 2, rule)

    np.testing.assert_allclose(found.values, backward_by_hand(weights, pictures[0], 2, rule), atol=1e-5)
    assert np.abs(found.values).max() > 0
    assert found.replaced == 2


def test_an_activation_is_back_after_a_rule_replaced_it(flat_network: keras.Model, pictures: np.ndarray) -> None:
    before = np.asarray(flat_network(pictures))

    with_backward_rule(flat_network, pictures[0], 0, BackwardRule.GUIDED)

    np.testing.assert_array_equal(np.asarray(flat_network(pictures)), before)


def test_a_network_without_relu_has_no_backward_rules(linear_network: keras.Model, pictures: np.ndarray) -> None:
    with pytest.raises(UserError, match="no ReLU"):
        with_backward_rule(linear_network, pictures[0], 0, BackwardRule.DECONVNET)
