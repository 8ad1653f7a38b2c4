"""Looking inside networks that say something of every pixel, against sums written out in NumPy."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers

from engine.inspect.attribution import input_gradient, integrated_gradients, smoothgrad
from engine.inspect.cam import gradcam
from engine.inspect.feature_maps import feature_maps
from engine.inspect.heads import find_class_map, find_default_layer
from engine.inspect.occlusion import occlude
from engine.inspect.probe import PREDICTED, Probe
from engine.inspect.score_cam import scorecam
from engine.inspect.targets import ClassContrast
from models.arithmetic import receptive_fields
from models.read_keras import read_model

PICTURES = np.random.default_rng(1).normal(size=(3, 8, 10, 2)).astype(np.float32)


@pytest.fixture(scope="module")
def network() -> keras.Model:
    keras.utils.set_random_seed(7)
    picture = keras.Input((8, 10, 2))
    first = layers.Conv2D(5, 3, padding="same", activation="relu", name="first")(picture)
    coarse = layers.Conv2D(6, 3, padding="same", activation="relu", name="coarse")(layers.MaxPooling2D(2)(first))
    joined = layers.Concatenate(name="joined")([first, layers.UpSampling2D(2)(coarse)])
    logits = layers.Conv2D(4, 1, name="logits")(joined)
    return keras.Model(picture, layers.Softmax()(logits))


def layer_of(network: keras.Model, name: str) -> np.ndarray:
    part = keras.Model(network.inputs, network.get_layer(name).output)
    return np.asarray(part([PICTURES], training=False))


def area_of(logits: np.ndarray, one: int) -> np.ndarray:
    """(h, w): where a class is predicted; everywhere if nowhere."""
    area = logits.argmax(axis=-1) == one
    return area if area.any() else np.ones_like(area)


def test_the_logit_of_a_class_is_its_sum_over_the_area_that_is_taken_for_it(network: keras.Model) -> None:
    logits = layer_of(network, "logits")
    for one in range(4):
        seen = Probe(network)(PICTURES, np.full(3, one))

        expected = [map_[area_of(map_, one)][:, one].sum() for map_ in logits]
        np.testing.assert_allclose(seen.values, expected, rtol=1e-4, atol=1e-4)


def test_its_gradient_is_the_weight_of_the_class_within_that_area(network: keras.Model) -> None:
    logits, kernel = layer_of(network, "logits"), np.asarray(network.get_layer("logits").kernel)[0, 0]

    seen = Probe(network, ("joined",))(PICTURES, np.full(3, 2))

    for map_, gradient in zip(logits, seen.gradients[0], strict=True):
        np.testing.assert_allclose(gradient, area_of(map_, 2)[..., None] * kernel[:, 2], atol=1e-5)


def test_its_gradient_is_that_of_small_differences(network: keras.Model) -> None:
    seen = Probe(network, ("coarse",))(PICTURES, np.full(3, 1))
    head = keras.Model(
        [network.get_layer("first").output, network.get_layer("coarse").output], network.get_layer("logits").output
    )
    first, coarse = layer_of(network, "first"), layer_of(network, "coarse")
    areas = np.stack([area_of(map_, 1) for map_ in layer_of(network, "logits")])
    direction = np.random.default_rng(3).normal(size=coarse.shape).astype(np.float32)

    def value(step: float) -> np.ndarray:
        moved = np.asarray(head([first, coarse + step * direction], training=False))
        return (moved[..., 1] * areas).sum(axis=(1, 2))

    difference = (value(0.5) - value(-0.5)) / 1.0
    np.testing.assert_allclose((seen.gradients[0] * direction).sum(axis=(1, 2, 3)), difference, rtol=1e-3, atol=1e-3)


def test_scores_of_a_picture_are_the_mean_scores_of_its_pixels(network: keras.Model) -> None:
    seen = Probe(network)(PICTURES, np.full(3, PREDICTED))

    expected = np.asarray(network(PICTURES, training=False)).mean(axis=(1, 2))
    np.testing.assert_allclose(seen.scores, expected, atol=1e-5)
    np.testing.assert_array_equal(seen.targets, expected.argmax(axis=-1))


def test_a_contrast_is_taken_over_the_area_of_the_first_class(network: keras.Model) -> None:
    logits = layer_of(network, "logits")

    seen = Probe(network, kind=ClassContrast())(PICTURES, np.full(3, 0), np.full(3, 3), np.full(3, 0.5))

    expected = [(map_[area_of(map_, 0)] @ np.array([1, 0, 0, -0.5])).sum() for map_ in logits]
    np.testing.assert_allclose(seen.values, expected, rtol=1e-4, atol=1e-4)


def test_the_class_map_and_the_coarsest_layer_are_found(network: keras.Model) -> None:
    assert find_class_map(network) == "logits"
    assert find_default_layer(network) == "coarse"


def test_chosen_pixels_are_explained_by_the_weighted_sum_of_their_logits(network: keras.Model) -> None:
    logits, weights = layer_of(network, "logits"), np.random.default_rng(5).random((8, 10)).astype(np.float32)

    seen = Probe(network)(PICTURES, np.full(3, 2), weights)

    np.testing.assert_allclose(seen.values, (logits[..., 2] * weights).sum(axis=(1, 2)), rtol=1e-4)


def test_scores_of_chosen_pixels_are_their_mean_and_tell_the_predicted_class(network: keras.Model) -> None:
    scores, weights = np.asarray(network(PICTURES, training=False)), np.zeros((8, 10), np.float32)
    weights[2:4, 5:9] = 1.0

    seen = Probe(network)(PICTURES, None, weights)

    expected = scores[:, 2:4, 5:9].mean(axis=(1, 2))
    np.testing.assert_allclose(seen.scores, expected, atol=1e-5)
    np.testing.assert_array_equal(seen.targets, expected.argmax(axis=-1))


def test_a_contrast_can_be_taken_over_chosen_pixels(network: keras.Model) -> None:
    logits, weights = layer_of(network, "logits"), np.zeros((8, 10), np.float32)
    weights[1:3, 1:4] = 1.0

    seen = Probe(network, kind=ClassContrast())(PICTURES, np.full(3, 0), np.full(3, 3), np.full(3, 0.5), weights)

    expected = (logits[:, 1:3, 1:4] @ np.array([1, 0, 0, -0.5])).sum(axis=(1, 2))
    np.testing.assert_allclose(seen.values, expected, rtol=1e-4, atol=1e-4)


def test_seg_grad_cam_of_two_halves_adds_up_to_that_of_the_whole_before_relu(network: keras.Model) -> None:
    """Weights of channels are mean gradients, which are linear in the pixels (2002.11434, equation 2)."""
    half = np.zeros((8, 10), np.float32)
    half[:, :5] = 1.0
    activations = layer_of(network, "coarse")[:1].astype(np.float64)

    probe = Probe(network, ("coarse",))
    parts = [probe(PICTURES[:1], [1], pixels).gradients[0] for pixels in (half, 1 - half, np.ones_like(half))]
    maps = [(activations * one.mean(axis=(1, 2), keepdims=True)).sum(axis=-1) for one in parts]

    np.testing.assert_allclose(maps[0] + maps[1], maps[2], atol=1e-5)
    found = gradcam(network, PICTURES[:1], np.array([1]), layer="coarse", pixels=half)
    np.testing.assert_allclose(found.maps, np.maximum(maps[0], 0), atol=1e-5)


@settings(max_examples=12, deadline=None)
@given(row=st.integers(0, 7), column=st.integers(0, 9))
def test_the_gradient_of_one_pixel_is_zero_beyond_what_it_can_see(network: keras.Model, row: int, column: int) -> None:
    pixel = np.zeros((8, 10), np.float32)
    pixel[row, column] = 1.0
    graph = read_model(network)
    window = receptive_fields(graph)[graph.outputs[0]]
    first, last = window.vertical.span(row), window.horizontal.span(column)
    assert first is not None
    assert last is not None
    is_seen = np.zeros((8, 10), np.bool_)
    is_seen[max(first[0], 0) : first[1], max(last[0], 0) : last[1]] = True

    gradient = input_gradient(network, PICTURES[0], 1, pixels=pixel).values

    assert not is_seen.all()
    assert np.abs(gradient[~is_seen]).max() == 0.0
    assert np.abs(gradient[row, column]).max() > 0.0


def test_integrated_gradients_of_chosen_pixels_add_up_to_the_change_of_their_sum(network: keras.Model) -> None:
    pixels = np.zeros((8, 10), np.float32)
    pixels[2:6, 3:8] = 1.0

    found = integrated_gradients(network, PICTURES[0], 2, pixels=pixels, steps=64)

    start = np.zeros_like(PICTURES[:1])
    part = keras.Model(network.inputs, network.get_layer("logits").output)
    change = [(np.asarray(part([one], training=False))[0, ..., 2] * pixels).sum() for one in (PICTURES[:1], start)]
    assert found.values.sum() == pytest.approx(change[0] - change[1], rel=0.01)
    assert found.gap is not None
    assert abs(found.gap) < 0.01 * abs(change[0] - change[1])


def test_smoothgrad_of_one_pixel_keeps_to_what_it_can_see(network: keras.Model) -> None:
    pixel = np.zeros((8, 10), np.float32)
    pixel[0, 0] = 1.0

    found = smoothgrad(network, PICTURES[0], 1, samples=8, pixels=pixel).values

    assert np.abs(found[:3, :3]).max() > 0.0
    assert np.abs(found[7, 9]).max() == 0.0


def test_occlusion_of_one_pixel_is_how_far_its_logit_falls(network: keras.Model) -> None:
    pixel = np.zeros((8, 10), np.float32)
    pixel[0, 0] = 1.0
    *_, found = occlude(network, PICTURES[0], 1, window=4, stride=4, pixels=pixel)

    part = keras.Model(network.inputs, network.get_layer("logits").output)
    covered = PICTURES[:1].copy()
    covered[0, :4, :4] = 0.0
    falls = [float(np.asarray(part([one], training=False))[0, 0, 0, 1]) for one in (PICTURES[:1], covered)]
    assert found.whole == pytest.approx(falls[0], abs=1e-4)
    assert found.values[1, 1] == pytest.approx(falls[0] - falls[1], abs=1e-4)
    assert found.values[7, 9] == 0.0


def test_score_cam_weighs_channels_by_the_mean_score_of_the_pixels(network: keras.Model) -> None:
    pixels = np.zeros((8, 10), np.float32)
    pixels[:4] = 1.0

    found = scorecam(network, PICTURES[:1], np.array([1]), layer="first", pixels=pixels)

    activations = layer_of(network, "first")[0]
    expected = np.zeros((8, 10))
    for channel in range(activations.shape[-1]):
        one = activations[..., channel]
        mask = (one - one.min()) / np.ptp(one)
        scores = np.asarray(network(PICTURES[:1] * mask[None, ..., None], training=False))[0]
        expected += scores[:4, :, 1].mean() * one
    np.testing.assert_allclose(found.maps[0], expected, rtol=1e-3, atol=1e-4)


def test_feature_maps_are_ranked_for_chosen_pixels(network: keras.Model) -> None:
    pixel = np.zeros((8, 10), np.float32)
    pixel[4, 4] = 1.0

    [found] = feature_maps(network, PICTURES[0], ("joined",), target=2, pixels=pixel)

    kernel = np.asarray(network.get_layer("logits").kernel)[0, 0, :, 2]
    expected = layer_of(network, "joined")[0, 4, 4] * kernel
    np.testing.assert_allclose(found.contributions, expected[found.channels], atol=1e-5)


def test_coarse_scores_of_the_classes_are_not_what_is_looked_at() -> None:
    picture = keras.Input((8, 8, 3))
    features = layers.Conv2D(6, 3, strides=2, padding="same", activation="relu", name="features")(picture)
    scores = layers.Conv2D(3, 1, name="score")(layers.Dropout(0.2)(features))
    enlarged = layers.UpSampling2D(2, name="enlarged")(scores)

    assert find_default_layer(keras.Model(picture, layers.Softmax()(enlarged))) == "features"
