import keras
import numpy as np
import pytest
from keras import layers, ops

from engine.inspect.logits import find_logits
from engine.inspect.probe import Probe
from engine.inspect.program import program_of


def with_end(*end: layers.Layer) -> keras.Model:
    keras.utils.set_random_seed(1)
    x = entry = keras.Input((8, 8, 3))
    for layer in end:
        x = layer(x)
    return keras.Model(entry, x)


SEPARATE_SOFTMAX = (layers.Flatten(), layers.Dense(5), layers.Softmax())
SEPARATE_ACTIVATION = (layers.Flatten(), layers.Dense(5), layers.Activation("softmax"))
FUSED_SOFTMAX = (layers.Flatten(), layers.Dense(5, activation="softmax"))
CONVOLUTION = (layers.Conv2D(5, 8, activation="softmax"), layers.Reshape((5,)))
FLOAT32_AT_THE_END = (layers.Flatten(), layers.Dense(5, activation="softmax"), layers.Activation("linear"))


@pytest.mark.parametrize("end", [SEPARATE_SOFTMAX, SEPARATE_ACTIVATION, FUSED_SOFTMAX, CONVOLUTION, FLOAT32_AT_THE_END])
def test_softmax_of_the_logits_is_the_output(end: tuple[layers.Layer, ...]) -> None:
    model = with_end(*end)
    pictures = np.random.default_rng(0).normal(size=(4, 8, 8, 3)).astype("float32")

    seen = Probe(model)(pictures)

    assert seen.logits.std() > 0.1
    assert not np.allclose(seen.logits, seen.scores)
    np.testing.assert_allclose(seen.scores, model(pictures), atol=1e-6)


def test_a_model_without_softmax_returns_its_logits() -> None:
    model = with_end(layers.Flatten(), layers.Dense(5))
    pictures = np.ones((1, 8, 8, 3), "float32")

    np.testing.assert_allclose(Probe(model)(pictures).logits, model(pictures), atol=1e-6)


def test_a_single_sigmoid_output_gives_its_logit() -> None:
    model = with_end(layers.Flatten(), layers.Dense(1, activation="sigmoid"))
    pictures = np.ones((1, 8, 8, 3), "float32")

    seen = Probe(model)(pictures)

    np.testing.assert_allclose(seen.scores, model(pictures), atol=1e-6)
    np.testing.assert_allclose(ops.sigmoid(seen.logits), seen.scores, atol=1e-6)


def test_the_fused_layer_is_named_only_where_softmax_is_fused() -> None:
    assert find_logits(program_of(with_end(*SEPARATE_SOFTMAX))).fused is None
    assert find_logits(program_of(with_end(*FUSED_SOFTMAX))).fused is not None
