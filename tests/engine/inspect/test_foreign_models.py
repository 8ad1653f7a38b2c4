"""Networks that nobody here built: every method holds to its oracle, or says why it does not apply."""

from collections.abc import Callable

import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.errors import UserError
from engine.inspect.attribution import input_gradient, integrated_gradients, smoothgrad, with_backward_rule
from engine.inspect.backward_rules import BackwardRule
from engine.inspect.cam import GRADIENT_METHODS, eigencam, exact_cam, finercam, gradcam, gradient_cam
from engine.inspect.occlusion import occlude
from engine.inspect.score_cam import scorecam

SIDE, CLASSES = 64, 5


def backbone(name: str = "backbone") -> keras.Model:
    entry = keras.Input((24, 24, 3))
    x = layers.Conv2D(6, 3, activation="relu", name="inner_conv")(entry)
    return keras.Model(entry, layers.MaxPooling2D(2)(x), name=name)


def headed(entries: list[keras.KerasTensor], maps: keras.KerasTensor, *, policy: str = "float32") -> keras.Model:
    x = layers.Conv2D(8, 3, activation="relu", name="last", dtype=policy)(maps)
    x = layers.GlobalAveragePooling2D(dtype=policy)(x)
    logits = layers.Dense(CLASSES, name="logits", bias_initializer="random_normal", dtype="float32")(x)
    return keras.Model(entries, layers.Softmax(name="scores")(logits))


def nested() -> keras.Model:
    entry = keras.Input((24, 24, 3))
    return headed([entry], backbone()(entry))


def shared() -> keras.Model:
    entry = keras.Input((24, 24, 3))
    twice = layers.Conv2D(3, 3, padding="same", activation="relu", name="twice")
    return headed([entry], twice(twice(entry)))


def several_outputs() -> keras.Model:
    model = nested()
    side = layers.Dense(2, name="side")(layers.Flatten()(model.get_layer("last").output))
    return keras.Model(model.inputs, [*model.outputs, side])


def half(policy: str) -> Callable[[], keras.Model]:
    def build() -> keras.Model:
        entry = keras.Input((24, 24, 3))
        maps = layers.Conv2D(6, 3, activation="relu", dtype=policy)(entry)
        return headed([entry], maps, policy=policy)

    return build


SMALL = {
    "nested": nested,
    "shared layer": shared,
    "several outputs": several_outputs,
    "bfloat16": half("mixed_bfloat16"),
    "float16": half("mixed_float16"),
}


def picture(side: int) -> np.ndarray:
    return np.random.default_rng(0).uniform(-1, 1, (1, side, side, 3)).astype("float32")


@pytest.fixture(params=SMALL)
def small(request: pytest.FixtureRequest) -> keras.Model:
    keras.utils.set_random_seed(2)
    return SMALL[request.param]()


def test_the_exact_cam_adds_up_and_bounds_the_others(small: keras.Model) -> None:
    exact = exact_cam(small, picture(24), np.array([1]))

    logit = float(exact.logits[0, 1])
    assert exact.maps.std() > 0
    assert float(exact.maps.mean() + exact.biases[0]) == pytest.approx(logit, abs=0.01)
    positive = np.maximum(exact.maps, 0) / exact.maps[0].size
    np.testing.assert_allclose(gradcam(small, picture(24), np.array([1])).maps, positive, atol=1e-3)


def test_every_map_of_a_layer_is_there(small: keras.Model) -> None:
    found = [gradient_cam(small, picture(24), method=method) for method in GRADIENT_METHODS]
    found += [eigencam(small, picture(24)), finercam(small, picture(24)), scorecam(small, picture(24))]

    assert all(np.isfinite(maps.maps).all() and maps.maps.std() > 0 for maps in found)


def test_integrated_gradients_are_complete(small: keras.Model) -> None:
    found = integrated_gradients(small, picture(24)[0], 1)

    change = float(found.logits[1]) - found.baseline_logit
    assert abs(change) > 1e-3
    assert abs(found.gap) <= max(0.02 * abs(change), 2e-3)


def test_pixels_are_explained(small: keras.Model) -> None:
    found = [input_gradient(small, picture(24)[0], 1), smoothgrad(small, picture(24)[0], 1, samples=8)]
    found += [with_backward_rule(small, picture(24)[0], 1, rule) for rule in BackwardRule]
    *_, covered = occlude(small, picture(24)[0], 1, window=8, stride=8)

    assert all(attribution.values.std() > 0 for attribution in found)
    assert covered.values.std() > 0


def two_inputs() -> keras.Model:
    entries = [keras.Input((24, 24, 3), name="left"), keras.Input((24, 24, 3), name="right")]
    return headed(entries, layers.Concatenate()([backbone(f"of_{entry.name}")(entry) for entry in entries]))


def test_two_inputs_have_maps_and_a_reason_against_pixels() -> None:
    model = two_inputs()
    pictures = [picture(24), -picture(24)]

    exact = exact_cam(model, pictures, np.array([2]))

    assert float(exact.maps.mean() + exact.biases[0]) == pytest.approx(float(exact.logits[0, 2]), abs=1e-4)
    assert gradcam(model, pictures).maps.shape == finercam(model, pictures).maps.shape == (1, 9, 9)
    with pytest.raises(UserError, match="Pixels of one picture are explained"):
        input_gradient(model, picture(24)[0], 0)


def published(name: str) -> keras.Model:
    """A network of keras.applications whose outputs vary: as they start, their softmax is all but constant."""
    keras.utils.set_random_seed(0)
    make = getattr(keras.applications, name)
    options = {"minimalistic": False} if name == "MobileNetV3Small" else {}
    model = make(weights=None, input_shape=(SIDE, SIDE, 3), classes=CLASSES, **options)
    for variable in model.variables:
        if "gamma" in variable.path and "layer_scale" in variable.path:
            variable.assign(np.ones(variable.shape))
    for layer in model.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.momentum = 0.0
    model(127.5 * (1 + np.random.default_rng(1).uniform(-1, 1, (8, SIDE, SIDE, 3)).astype("float32")), training=True)
    return model


@pytest.mark.slow
@pytest.mark.parametrize("name", ["MobileNetV3Small", "EfficientNetB0", "ConvNeXtTiny"])
def test_networks_of_keras_applications_are_explained(name: str) -> None:
    model = published(name)
    pictures = 127.5 * (1 + picture(SIDE))
    others = np.concatenate([pictures, 255 - pictures])
    scores = np.asarray(model(others))
    assert np.abs(scores[0] - scores[1]).max() > 1e-3

    maps = [gradient_cam(model, pictures, np.array([1]), method=method).maps for method in GRADIENT_METHODS]
    gradient = input_gradient(model, pictures[0], 1)

    assert all(np.isfinite(values).all() for values in maps)
    assert maps[2].std() > 0
    assert gradient.values.std() > 0
    change = integrated_gradients(model, pictures[0], 1, steps=16)
    assert np.isfinite(change.values).all()
