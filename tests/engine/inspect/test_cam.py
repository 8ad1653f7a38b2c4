from collections.abc import Callable

import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.errors import UserError
from engine.inspect.cam import GRADIENT_METHODS, eigencam, exact_cam, finercam, gradcam, gradient_cam
from engine.inspect.cam_rules import (
    combine_cam,
    combine_eigencam,
    combine_gradcam,
    combine_gradcam_plus_plus,
    combine_hirescam,
    combine_layercam,
)
from engine.inspect.resampling import resize_map
from tests.engine.inspect.conftest import Golden, build_pooled_network


def test_gradcam_of_a_worked_example() -> None:
    activations = np.array([[[[1.0, 2.0], [3.0, 0.0]]]], "float32")
    gradients = np.array([[[[1.0, -1.0], [3.0, -3.0]]]], "float32")  # means 2 and -2

    np.testing.assert_allclose(combine_gradcam(activations, gradients), [[[0.0, 6.0]]])


def test_gradcam_plus_plus_of_a_worked_example() -> None:
    activations = np.array([[[[1.0], [3.0]]]], "float32")
    gradients = np.array([[[[0.5], [-1.0]]]], "float32")  # shares 0.25 / (0.5 + 4 * 0.125) and 1 / (2 - 4)

    np.testing.assert_allclose(combine_gradcam_plus_plus(activations, gradients), [[[0.125, 0.375]]], rtol=1e-4)


def test_gradcam_plus_plus_is_zero_where_the_gradient_is() -> None:
    assert not combine_gradcam_plus_plus(np.ones((1, 2, 2, 3), "float32"), np.zeros((1, 2, 2, 3), "float32")).any()


def test_hirescam_and_layercam_of_a_worked_example() -> None:
    activations = np.array([[[[1.0, 2.0], [3.0, 1.0]]]], "float32")
    gradients = np.array([[[[1.0, -1.0], [3.0, -3.0]]]], "float32")

    np.testing.assert_allclose(combine_hirescam(activations, gradients), [[[-1.0, 6.0]]])
    np.testing.assert_allclose(combine_layercam(activations, gradients), [[[1.0, 9.0]]])


def test_eigencam_of_one_varying_direction_is_that_direction() -> None:
    cells = np.array([-1.0, 0.0, 0.0, 1.0, 2.0, -2.0], "float32").reshape(1, 2, 3, 1)

    found = combine_eigencam(cells * np.array([3.0, 4.0], "float32") + 7.0)

    np.testing.assert_allclose(np.abs(found), np.abs(5.0 * cells[..., 0]), atol=1e-5)


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


def test_hirescam_equals_gradcam_for_average_pooling_before_its_relu(
    pooled_network: keras.Model, pictures: np.ndarray
) -> None:
    fine = gradient_cam(pooled_network, pictures, method="hirescam", layer="last")

    np.testing.assert_allclose(
        np.maximum(fine.maps, 0), gradcam(pooled_network, pictures, layer="last").maps, atol=1e-6
    )


def test_finercam_is_the_difference_of_two_gradcams_before_their_relu(
    pooled_network: keras.Model, pictures: np.ndarray
) -> None:
    targets, others = np.array([0, 1, 2]), np.array([3, 2, 1])

    found = finercam(pooled_network, pictures, targets, others, gamma=0.6, layer="last")

    cams = [exact_cam(pooled_network, pictures, chosen).maps / found.maps[0].size for chosen in (targets, others)]
    np.testing.assert_allclose(found.maps, np.maximum(cams[0] - 0.6 * cams[1], 0), atol=1e-6)
    np.testing.assert_array_equal(found.contrasts, others)


def test_finercam_takes_the_two_most_probable_classes(pooled_network: keras.Model, pictures: np.ndarray) -> None:
    found = finercam(pooled_network, pictures)

    np.testing.assert_array_equal(found.targets, found.logits.argmax(axis=1))
    np.testing.assert_array_equal(found.contrasts, found.logits.argsort(axis=1)[:, -2])


def test_class_maps_without_a_dense_layer_are_their_own_cam(pictures: np.ndarray) -> None:
    keras.utils.set_random_seed(0)
    entry = keras.Input((16, 20, 3))
    x = layers.GlobalAveragePooling2D()(layers.Conv2D(4, 3, activation="relu", name="maps")(entry))
    model = keras.Model(entry, layers.Softmax()(x))

    found = exact_cam(model, pictures)

    np.testing.assert_allclose(found.maps.mean(axis=(1, 2)), found.logits.max(axis=1), atol=1e-5)


@pytest.mark.parametrize("name", ["gap", "flatten"])
@pytest.mark.parametrize("method", GRADIENT_METHODS)
def test_maps_from_gradients_equal_the_golden_ones(
    golden_network: Callable[[str], Golden], name: str, method: str
) -> None:
    gold = golden_network(name)

    found = gradient_cam(gold.model, gold.pictures, gold.targets, method=method, layer=gold.layer)

    expected = gold.maps[method.replace("++", "plusplus")]
    finished = np.stack([as_the_library_finishes(values) for values in found.maps])
    np.testing.assert_allclose(finished, expected, atol=0.02)
    assert np.corrcoef(finished.ravel(), expected.ravel())[0, 1] >= 0.999


@pytest.mark.parametrize("name", ["gap", "flatten"])
@pytest.mark.parametrize("number", range(3))
def test_eigencam_equals_the_golden_map_up_to_its_sign(
    golden_network: Callable[[str], Golden], name: str, number: int
) -> None:
    gold = golden_network(name)

    (values,) = eigencam(gold.model, gold.pictures[number : number + 1], layer=gold.layer).maps

    expected = gold.maps["eigencam"][number]
    finished = [as_the_library_finishes(sign * values) for sign in (1, -1)]
    best = min(finished, key=lambda candidate: np.abs(candidate - expected).max())
    np.testing.assert_allclose(best, expected, atol=0.02)
    assert np.corrcoef(best.ravel(), expected.ravel())[0, 1] >= 0.999


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
