"""Classification against plain NumPy."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from engine.tasks.classification import Classification

TASK = Classification(("cat", "dog", "owl"))
LOGITS = np.array([[2.0, 0.0, -1.0], [0.5, 1.5, 0.0]], np.float32)
TARGETS = np.array([[1, 0, 0], [0, 0, 1]], np.float32)


def softmax(logits: np.ndarray) -> np.ndarray:
    exponentials = np.exp(logits)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def test_loss_is_the_cross_entropy() -> None:
    expected = -(TARGETS * np.log(softmax(LOGITS))).sum(axis=1)
    loss = ops.convert_to_numpy(TASK.loss(TARGETS, LOGITS, label_smoothing=0.0))
    np.testing.assert_allclose(loss, expected, rtol=1e-5)


def test_smoothing_shares_certainty_among_all_classes() -> None:
    smoothed = TARGETS * 0.7 + 0.1
    expected = -(smoothed * np.log(softmax(LOGITS))).sum(axis=1)
    loss = ops.convert_to_numpy(TASK.loss(TARGETS, LOGITS, label_smoothing=0.3))
    np.testing.assert_allclose(loss, expected, rtol=1e-5)


def test_the_mean_with_the_mirror_is_a_mean_of_scores() -> None:
    other = LOGITS[:, ::-1].copy()
    mean = ops.convert_to_numpy(TASK.mean_with_mirrored(LOGITS, other))
    np.testing.assert_allclose(softmax(mean), (softmax(LOGITS) + softmax(other)) / 2, rtol=1e-5)


def test_scores_of_large_logits_are_finite() -> None:
    np.testing.assert_allclose(TASK.scores(np.array([[1000.0, 0.0, -1000.0]])), [[1.0, 0.0, 0.0]])


def test_decoding_ranks_the_classes() -> None:
    [decoded] = TASK.decode(np.array([[0.2, 0.7, 0.1]], np.float32), [("a.png", 40, 30)])
    assert [scored.label for scored in decoded.labels] == ["dog", "cat", "owl"]
    assert decoded.labels[0].score == pytest.approx(0.7)
    assert (decoded.image, decoded.width, decoded.height) == ("a.png", 40, 30)


def test_it_learns_on_the_layer_named_logits() -> None:
    pictures = keras.Input((4,))
    logits = layers.Dense(3, name="logits")(pictures)
    network = keras.Model(pictures, layers.Softmax(name="scores")(logits))
    assert TASK.learning_output(network) is logits


def test_a_network_without_logits_learns_on_the_logarithm_of_its_scores() -> None:
    pictures = keras.Input((4,))
    network = keras.Model(pictures, layers.Dense(3, activation="softmax")(pictures))
    learning = keras.Model(pictures, TASK.learning_output(network))
    batch = np.ones((1, 4), np.float32)
    np.testing.assert_allclose(np.exp(learning(batch)), network(batch), rtol=1e-5)
