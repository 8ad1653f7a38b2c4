import keras
import numpy as np
import pytest
from keras import layers

from engine.inspect.probe import PREDICTED, Probe
from engine.inspect.program import program_of
from engine.inspect.targets import EVERYWHERE, ClassContrast, UnitOf


def test_a_contrast_is_the_difference_of_two_logits(flat_network: keras.Model, pictures: np.ndarray) -> None:
    probe = Probe(flat_network, ("second",), kind=ClassContrast())
    one = Probe(flat_network, ("second",))

    seen = probe(pictures, np.full(3, 1), np.full(3, 2), np.full(3, 0.6))

    np.testing.assert_allclose(seen.values, seen.logits[:, 1] - 0.6 * seen.logits[:, 2], atol=1e-5)
    expected = one(pictures, np.full(3, 1)).gradients[0] - 0.6 * one(pictures, np.full(3, 2)).gradients[0]
    np.testing.assert_allclose(seen.gradients[0], expected, atol=1e-5)


def test_a_contrast_of_predicted_classes_is_that_of_the_two_largest(
    flat_network: keras.Model, pictures: np.ndarray
) -> None:
    seen = Probe(flat_network, kind=ClassContrast())(pictures, np.full(3, PREDICTED), np.full(3, PREDICTED), np.ones(3))

    largest = np.sort(seen.logits, axis=1)
    np.testing.assert_allclose(seen.values, largest[:, -1] - largest[:, -2], atol=1e-5)
    np.testing.assert_array_equal(seen.targets, seen.logits.argmax(axis=1))


def test_a_unit_is_one_value_of_its_layer(flat_network: keras.Model, pictures: np.ndarray) -> None:
    probe = Probe(flat_network, ("second", program_of(flat_network).input_names[0]), kind=UnitOf("second"))

    seen = probe(pictures, np.array([2, 3, 4]), np.array([5, 6, 7]), np.array([0, 1, 2]))

    units = seen.activations[0][[0, 1, 2], [2, 3, 4], [5, 6, 7], [0, 1, 2]]
    np.testing.assert_allclose(seen.values, units, atol=1e-6)
    is_active = units > 0
    reached = np.abs(seen.gradients[1]).max(axis=(1, 2, 3)) > 0
    np.testing.assert_array_equal(reached, is_active)
    assert np.abs(seen.gradients[1][0, 7:]).max() == 0.0


def test_everywhere_means_the_mean_of_a_channel(flat_network: keras.Model, pictures: np.ndarray) -> None:
    all_positions = np.full(3, EVERYWHERE)

    seen = Probe(flat_network, ("second",), kind=UnitOf("second"))(pictures, all_positions, all_positions, [1, 1, 1])

    np.testing.assert_allclose(seen.values, seen.activations[0][..., 1].mean(axis=(1, 2)), rtol=1e-5)


def test_a_unit_of_a_layer_without_positions_needs_its_channel_alone(
    flat_network: keras.Model, pictures: np.ndarray
) -> None:
    nowhere = np.full(3, EVERYWHERE)

    seen = Probe(flat_network, ("hidden",), kind=UnitOf("hidden"))(pictures, nowhere, nowhere, np.array([0, 3, 11]))

    np.testing.assert_allclose(seen.values, seen.activations[0][[0, 1, 2], [0, 3, 11]], atol=1e-6)


def test_a_score_behind_a_fused_softmax_can_be_a_target(flat_network: keras.Model, pictures: np.ndarray) -> None:
    nowhere = np.full(3, EVERYWHERE)

    seen = Probe(flat_network, ("second",), kind=UnitOf("out"))(pictures, nowhere, nowhere, np.array([0, 1, 2]))

    np.testing.assert_allclose(seen.values, np.asarray(flat_network(pictures))[[0, 1, 2], [0, 1, 2]], atol=1e-5)
    assert seen.gradients[0].std() > 0


@pytest.mark.parametrize("layer", ["left", "right"])
def test_a_model_with_two_inputs_is_probed_at_both(layer: str) -> None:
    keras.utils.set_random_seed(0)
    entries = [keras.Input((6, 6, 1), name="left"), keras.Input((6, 6, 1), name="right")]
    shared = layers.Conv2D(3, 3, activation="relu", name="shared")
    joined = layers.Concatenate()([layers.GlobalAveragePooling2D()(shared(entry)) for entry in entries])
    model = keras.Model(entries, layers.Dense(2, name="logits")(joined))
    chance = np.random.default_rng(0)
    pictures = [chance.normal(size=(2, 6, 6, 1)).astype("float32") for _ in entries]

    seen = Probe(model, (layer, "shared:2"))(pictures, np.array([0, 1]))

    np.testing.assert_allclose(seen.logits, np.asarray(model(pictures)), atol=1e-5)
    assert seen.gradients[0].shape == (2, 6, 6, 1)
    assert seen.gradients[0].std() > 0
