from collections.abc import Callable

import keras
import numpy as np
import pytest
from keras import layers

from engine.inspect.probe import Probe, probe_of, scores_of
from tests.engine.inspect.conftest import Golden, build_pooled_network


def test_logits_equal_the_golden_ones(golden_network: Callable[[str], Golden]) -> None:
    gold = golden_network("flatten")

    seen = Probe(gold.model)(gold.pictures)

    np.testing.assert_allclose(seen.logits, gold.maps["logits"], atol=1e-5)


def test_the_gradient_at_a_layer_is_the_slope_of_the_logit(flat_network: keras.Model, pictures: np.ndarray) -> None:
    head = keras.Sequential([keras.Input((6, 8, 5)), *flat_network.layers[4:-1], layers.Dense(4)])
    head.layers[-1].set_weights(flat_network.get_layer("out").get_weights())
    seen = Probe(flat_network, ("pool",))(pictures, np.array([2, 0, 1]))
    direction = np.random.default_rng(1).normal(size=seen.activations[0].shape).astype("float32")

    ahead = np.asarray(head(seen.activations[0] + 1e-3 * direction))
    behind = np.asarray(head(seen.activations[0] - 1e-3 * direction))

    slopes = (ahead - behind)[np.arange(3), [2, 0, 1]] / 2e-3
    np.testing.assert_allclose((seen.gradients[0] * direction).sum(axis=(1, 2, 3)), slopes, rtol=0.02, atol=2e-3)


def test_without_targets_the_predicted_classes_are_explained(flat_network: keras.Model, pictures: np.ndarray) -> None:
    probe = Probe(flat_network, ("second",))

    predicted = probe(pictures)
    chosen = probe(pictures, predicted.logits.argmax(axis=1))

    np.testing.assert_array_equal(predicted.targets, predicted.logits.argmax(axis=1))
    np.testing.assert_array_equal(predicted.gradients[0], chosen.gradients[0])


def test_each_picture_of_a_batch_is_explained_on_its_own(flat_network: keras.Model, pictures: np.ndarray) -> None:
    probe = Probe(flat_network, ("second",))

    together = probe(pictures).gradients[0]
    alone = np.concatenate([probe(pictures[i : i + 1]).gradients[0] for i in range(len(pictures))])

    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_several_layers_are_seen_in_one_call(flat_network: keras.Model, pictures: np.ndarray) -> None:
    seen = Probe(flat_network, ("first", "hidden"))(pictures)

    assert [activation.shape for activation in seen.activations] == [(3, 14, 18, 6), (3, 12)]
    assert [gradient.shape for gradient in seen.gradients] == [(3, 14, 18, 6), (3, 12)]
    assert all(gradient.std() > 0 for gradient in seen.gradients)


@pytest.mark.parametrize("policy", ["mixed_bfloat16", "mixed_float16"])
def test_gradients_of_logits_survive_half_precision(policy: str, pictures: np.ndarray) -> None:
    half, full = build_pooled_network(policy), build_pooled_network()
    half.set_weights(full.get_weights())
    half.get_layer("logits").kernel.assign(full.get_layer("logits").kernel * 100)
    full.get_layer("logits").kernel.assign(full.get_layer("logits").kernel * 100)

    seen = Probe(half, ("last",))(pictures, np.array([0, 1, 2]))
    expected = Probe(full, ("last",))(pictures, np.array([0, 1, 2]))

    assert seen.logits.dtype == seen.gradients[0].dtype == np.float32
    np.testing.assert_allclose(seen.gradients[0], expected.gradients[0], rtol=0.02, atol=1e-3)


def test_a_network_without_fixed_size_takes_pictures_of_any_size() -> None:
    keras.utils.set_random_seed(0)
    entry = keras.Input((None, None, 3))
    x = layers.GlobalAveragePooling2D()(layers.Conv2D(4, 3, name="conv")(entry))
    probe = Probe(keras.Model(entry, layers.Dense(2)(x)), ("conv",))

    assert probe(np.ones((1, 9, 7, 3), "float32")).gradients[0].shape == (1, 7, 5, 4)
    assert probe(np.ones((2, 6, 8, 3), "float32")).gradients[0].shape == (2, 4, 6, 4)


def test_new_weights_are_seen_without_a_new_probe(pooled_network: keras.Model, pictures: np.ndarray) -> None:
    probe = probe_of(pooled_network, ("last",))
    bias = pooled_network.get_layer("logits").bias
    before = probe(pictures).logits

    bias.assign_add([1.0, 2.0, 3.0, 4.0])

    np.testing.assert_allclose(probe(pictures).logits - before, np.tile([1.0, 2.0, 3.0, 4.0], (3, 1)), atol=1e-5)


def test_probes_are_compiled_once_for_the_same_layers(pooled_network: keras.Model) -> None:
    assert probe_of(pooled_network, ("last",)) is probe_of(pooled_network, ("last",))
    assert probe_of(pooled_network, ("last",)) is not probe_of(pooled_network, ("first",))


def test_scores_of_large_logits_stay_finite() -> None:
    np.testing.assert_allclose(scores_of(np.array([[1000.0, 0.0]], "float32")), [[1.0, 0.0]])
    np.testing.assert_allclose(scores_of(np.array([[-1000.0]], "float32")), [[0.0]])
