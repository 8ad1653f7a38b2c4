from collections.abc import Callable

import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.errors import UserError
from engine.inspect.cam import cam_maps, combine_cam, combine_gradcam, exact_cam, gradcam
from engine.inspect.resampling import resize_map
from tests.engine.inspect.conftest import Golden, build_pooled_network


def test_gradcam_of_a_worked_example() -> None:
    activations = np.array([[[[1.0, 2.0], [3.0, 0.0]]]], "float32")
    gradients = np.array([[[[1.0, -1.0], [3.0, -3.0]]]], "float32")  # means 2 and -2

    np.testing.assert_allclose(combine_gradcam(activations, gradients), [[[0.0, 6.0]]])


def test_cam_of_a_worked_example() -> None:
    activations = np.array([[[[1.0, 2.0], [3.0, 0.0]]]], "float32")
    kernel = np.array([[1.0, 0.5], [10.0, -1.0]], "float32")

    np.testing.assert_allclose(combine_cam(activations, kernel, np.array([1])), [[[-1.5, 1.5]]])


@pytest.mark.parametrize("target", range(4))
def test_mean_of_the_exact_cam_plus_bias_is_the_logit(
    pooled_network: keras.Model, pictures: np.ndarray, target: int
) -> None:
    found = exact_cam(pooled_network, pictures, np.full(3, target))

    np.testing.assert_allclose(found.maps.mean(axis=(1, 2)) + found.biases, found.logits[:, target], atol=1e-5)


def test_gradcam_is_the_positive_part_of_the_cam_over_its_positions(
    pooled_network: keras.Model, pictures: np.ndarray
) -> None:
    exact = exact_cam(pooled_network, pictures)
    found = gradcam(pooled_network, pictures, layer=exact.layer)

    assert found.maps.std() > 0
    np.testing.assert_allclose(found.maps, np.maximum(exact.maps, 0) / exact.maps[0].size, atol=1e-6)


def test_class_maps_without_a_dense_layer_are_their_own_cam(pictures: np.ndarray) -> None:
    keras.utils.set_random_seed(0)
    entry = keras.Input((16, 20, 3))
    x = layers.GlobalAveragePooling2D()(layers.Conv2D(4, 3, activation="relu", name="maps")(entry))
    model = keras.Model(entry, layers.Softmax()(x))

    found = exact_cam(model, pictures)

    np.testing.assert_allclose(found.maps.mean(axis=(1, 2)), found.logits.max(axis=1), atol=1e-5)


@pytest.mark.parametrize("name", ["gap", "flatten"])
def test_gradcam_equals_the_golden_maps(golden_network: Callable[[str], Golden], name: str) -> None:
    gold = golden_network(name)

    found = gradcam(gold.model, gold.pictures, gold.targets, layer=gold.layer)

    finished = np.stack([as_the_library_finishes(values) for values in found.maps])
    np.testing.assert_allclose(finished, gold.maps["gradcam"], atol=1e-4)
    correlation = np.corrcoef(finished.ravel(), gold.maps["gradcam"].ravel())[0, 1]
    assert correlation >= 0.999


def as_the_library_finishes(values: np.ndarray) -> np.ndarray:
    """What pytorch-grad-cam does to a raw map (golden README)."""
    values = np.maximum(values, 0)
    values = resize_map((values - values.min()) / (values.max() - values.min() + 1e-7), height=64, width=64)
    return (values - values.min()) / max(values.max() - values.min(), 1e-7)


def test_the_default_layer_of_the_golden_networks_is_their_last_convolution(
    golden_network: Callable[[str], Golden],
) -> None:
    gold = golden_network("flatten")

    assert gradcam(gold.model, gold.pictures).layer == gold.layer


def test_gradcam_skips_pooling_before_flatten(flat_network: keras.Model, pictures: np.ndarray) -> None:
    assert gradcam(flat_network, pictures).layer == "second"


def test_maps_of_a_batch_come_with_scores_by_the_best_method(
    pooled_network: keras.Model, flat_network: keras.Model, pictures: np.ndarray
) -> None:
    pooled, flat = cam_maps(pooled_network, pictures), cam_maps(flat_network, pictures)

    assert (pooled.method, flat.method) == ("cam", "gradcam")
    np.testing.assert_allclose(pooled.scores, pooled_network(pictures), atol=1e-6)
    np.testing.assert_allclose(flat.scores, flat_network(pictures), atol=1e-6)
    np.testing.assert_array_equal(flat.targets, flat.scores.argmax(axis=1))


def test_the_exact_cam_holds_in_mixed_precision(pictures: np.ndarray) -> None:
    found = exact_cam(build_pooled_network("mixed_bfloat16"), pictures)

    logits = found.logits[np.arange(3), found.targets]
    np.testing.assert_allclose(found.maps.mean(axis=(1, 2)) + found.biases, logits, atol=5e-3)


def test_a_network_without_average_pooling_has_no_exact_cam(flat_network: keras.Model, pictures: np.ndarray) -> None:
    with pytest.raises(UserError, match="no exact CAM"):
        exact_cam(flat_network, pictures)


def test_a_layer_without_positions_is_refused(flat_network: keras.Model, pictures: np.ndarray) -> None:
    with pytest.raises(UserError, match=r"no positions\. Received: hidden"):
        gradcam(flat_network, pictures, layer="hidden")


def test_a_linear_classifier_has_nothing_to_map(linear_network: keras.Model, pictures: np.ndarray) -> None:
    with pytest.raises(UserError, match="nothing to map"):
        gradcam(linear_network, pictures)
