"""Frozen layers while others learn."""

import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.config import TrainingConfig
from engine.tasks.classification import Classification
from engine.training.freezing import Freezing
from engine.training.learner import Learner
from engine.training.optimizers import build_optimizer

PICTURES = np.random.default_rng(1).normal(2.0, 3.0, (8, 4, 4, 1)).astype(np.float32)
TARGETS = np.eye(2, dtype=np.float32)[np.arange(8) % 2]
FROZEN = ("convolution", "normalised", "noise", "dropout")


def network() -> keras.Model:
    pictures = keras.Input((4, 4, 1))
    value = layers.Conv2D(3, 3, name="convolution", kernel_initializer=keras.initializers.GlorotUniform(1))(pictures)
    value = layers.BatchNormalization(name="normalised")(value)
    value = layers.GaussianNoise(1.0, seed=1, name="noise")(value)
    value = layers.Dropout(0.5, seed=1, name="dropout")(layers.Flatten(name="flatten")(value))
    logits = layers.Dense(2, name="logits", kernel_initializer=keras.initializers.GlorotUniform(2))(value)
    return keras.Model(pictures, layers.Softmax(name="scores")(logits))


def weights(model: keras.Model, name: str) -> list[np.ndarray]:
    return [np.array(value) for value in model.get_layer(name).get_weights()]


def learn(model: keras.Model) -> Learner:
    config = TrainingConfig(epochs=2, weight_decay=0.5, learning_rate=0.1, l2=0.1)
    learner = Learner(model, Classification(("a", "b")), config)
    learner.compile(build_optimizer(config, model, steps_per_epoch=1), metrics=[])
    learner.fit(PICTURES, TARGETS, batch_size=4, epochs=2, verbose=0)
    return learner


def test_frozen_layers_keep_weights_and_moving_averages_while_others_learn() -> None:
    model = network()
    Freezing(model, FROZEN, unfreeze_epoch=0).freeze()
    before = {layer.name: weights(model, layer.name) for layer in model.layers}
    learn(model)
    np.testing.assert_equal(weights(model, "convolution"), before["convolution"])
    np.testing.assert_equal(weights(model, "normalised"), before["normalised"])
    assert not np.allclose(weights(model, "logits")[0], before["logits"][0])


def test_a_frozen_part_computes_while_training_as_it_does_at_prediction() -> None:
    model = network()
    Freezing(model, FROZEN, unfreeze_epoch=0).freeze()
    np.testing.assert_allclose(model(PICTURES, training=True), model(PICTURES, training=False), atol=1e-6)


def test_the_optimizer_knows_only_what_learns() -> None:
    model = network()
    Freezing(model, FROZEN, unfreeze_epoch=0).freeze()
    learner = learn(model)
    assert [variable.path for variable in learner.trainable_variables] == ["logits/kernel", "logits/bias"]


def test_unfrozen_layers_are_as_they_were_before() -> None:
    model = network()
    freezing = Freezing(model, FROZEN, unfreeze_epoch=1)
    freezing.freeze()
    freezing.unfreeze()
    assert (model.get_layer("dropout").rate, model.get_layer("noise").stddev) == (0.5, 1.0)
    before = weights(model, "normalised")
    learn(model)
    assert all(not np.allclose(now, then) for now, then in zip(weights(model, "normalised"), before, strict=True))


@pytest.mark.parametrize(
    ("unfreeze_epoch", "epoch", "is_over", "holds"),
    [(0, 100, False, True), (3, 2, False, True), (3, 3, True, True), (3, 4, True, False)],
)
def test_the_first_phase_ends_after_its_last_epoch(unfreeze_epoch: int, epoch: int, is_over: bool, holds: bool) -> None:
    freezing = Freezing(network(), FROZEN, unfreeze_epoch=unfreeze_epoch)
    freezing.freeze()
    assert freezing.is_over(epoch) is is_over
    assert freezing.holds_after(epoch) is holds


def test_where_nothing_is_frozen_there_is_one_phase() -> None:
    freezing = Freezing(network(), ("nowhere",), unfreeze_epoch=3)
    freezing.freeze()
    assert not freezing.is_frozen
    assert not freezing.holds_after(0)
    assert not freezing.is_over(3)
