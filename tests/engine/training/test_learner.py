"""What surrounds a network while it learns, against plain NumPy."""

import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.config import TrainingConfig
from engine.tasks.classification import Classification
from engine.training.averaging import WeightAverage
from engine.training.learner import Learner
from engine.training.optimizers import averaging_momentum, build_optimizer
from engine.training.variables import collect_variables, restore_variables

PICTURES = np.random.default_rng(1).normal(size=(8, 4, 4, 1)).astype(np.float32)
TARGETS = np.eye(2, dtype=np.float32)[np.arange(8) % 2]


def network() -> keras.Model:
    pictures = keras.Input((4, 4, 1))
    flat = layers.Flatten()(pictures)
    logits = layers.Dense(2, name="logits", kernel_initializer=keras.initializers.GlorotUniform(seed=1))(flat)
    return keras.Model(pictures, layers.Softmax(name="scores")(logits))


def learner(model: keras.Model | None = None, **training: object) -> Learner:
    config = TrainingConfig.model_validate({"epochs": 1, **training})
    model = model or network()
    made = Learner(model, Classification(("a", "b")), config)
    made.compile(build_optimizer(config, model, steps_per_epoch=1), metrics=[])
    made.optimizer.build(made.trainable_variables)
    return made


def loss_of(made: Learner, *, training: bool) -> float:
    outputs = made(PICTURES, training=training)
    return float(made.compute_loss(PICTURES, TARGETS, outputs, training=training))


@pytest.mark.parametrize(
    ("name", "penalty"), [("l1", lambda kernel: np.abs(kernel).sum()), ("l2", lambda kernel: (kernel**2).sum())]
)
def test_penalties_count_kernels_only_and_while_learning_only(name: str, penalty: object) -> None:
    made = learner(**{name: 0.1})
    plain = loss_of(made, training=False)
    kernel = made.trainable_variables[0].numpy()
    assert loss_of(made, training=True) == pytest.approx(plain + 0.1 * penalty(kernel), rel=1e-5)  # type: ignore[operator]


def test_labels_are_smoothed_while_learning_only() -> None:
    plain, smoothed = learner(), learner(label_smoothing=0.2)
    assert loss_of(smoothed, training=False) == pytest.approx(loss_of(plain, training=False))
    assert loss_of(smoothed, training=True) != pytest.approx(loss_of(plain, training=True))


def test_weights_of_samples_count() -> None:
    made = learner()
    outputs = made(PICTURES)
    only_first = np.eye(8, dtype=np.float32)[0] * 8
    alone = float(made.compute_loss(PICTURES[:1], TARGETS[:1], outputs[:1], training=False))
    weighted = float(made.compute_loss(PICTURES, TARGETS, outputs, only_first, training=False))
    assert weighted == pytest.approx(alone)


def test_the_mirrored_picture_counts_at_prediction_only() -> None:
    made = learner(mirror_at_prediction=True)
    scores = keras.ops.softmax(made(PICTURES, training=False))
    mirrored = keras.ops.softmax(made(PICTURES[:, :, ::-1], training=False))
    np.testing.assert_allclose(scores, mirrored, rtol=1e-5)
    assert not np.allclose(made(PICTURES, training=True), made(PICTURES[:, :, ::-1], training=True))


def test_decay_pulls_kernels_and_leaves_biases() -> None:
    made = learner(weight_decay=0.5, learning_rate=0.1, optimizer="sgd", momentum=0.0)
    for variable in made.trainable_variables:
        variable.assign(keras.ops.ones_like(variable))
    made.optimizer.apply([keras.ops.zeros_like(variable) for variable in made.trainable_variables])
    kernel, bias = (variable.numpy() for variable in made.trainable_variables)
    np.testing.assert_allclose(kernel, 0.95)
    np.testing.assert_allclose(bias, 1.0)


def test_the_average_is_put_in_place_and_taken_back() -> None:
    made = learner(weight_averaging=True, learning_rate=0.5)
    made.fit(PICTURES, TARGETS, batch_size=4, epochs=3, verbose=0)
    made.fit(PICTURES, TARGETS, batch_size=4, epochs=1, verbose=0)
    made.trainable_variables[0].assign(keras.ops.zeros((16, 2)))
    average = WeightAverage(made)
    with average.applied():
        assert np.abs(made.trainable_variables[0].numpy()).max() > 0
    assert np.abs(made.trainable_variables[0].numpy()).max() == 0


def test_the_average_spans_three_epochs_and_less_in_short_runs() -> None:
    assert averaging_momentum(epochs=300, steps_per_epoch=100) == pytest.approx(1 - 1 / 300)
    assert averaging_momentum(epochs=10, steps_per_epoch=100) == pytest.approx(1 - 1 / 100)


def test_variables_go_back_to_what_they_were() -> None:
    made = learner(optimizer="adam")
    before = collect_variables(made)
    made.fit(PICTURES, TARGETS, verbose=0)
    changed = collect_variables(made)
    restore_variables(made, before)
    assert any((changed[name] != before[name]).any() for name in before)
    for name, value in collect_variables(made).items():
        np.testing.assert_array_equal(value, before[name])


def test_variables_of_another_network_are_refused() -> None:
    other = collect_variables(learner(optimizer="sgd"))
    with pytest.raises(ValueError, match="another network"):
        restore_variables(learner(optimizer="adam"), other)


def test_metrics_are_worked_out_after_all_pictures_and_not_after_each_batch() -> None:
    model = network()
    config = TrainingConfig(epochs=1)
    made, asked = Learner(model, Classification(("a", "b")), config), Asked(name="asked")
    made.compile(build_optimizer(config, model, steps_per_epoch=4), metrics=[asked])
    noted = NoteBatches()

    history = made.fit(
        PICTURES, TARGETS, batch_size=2, validation_data=(PICTURES, TARGETS), verbose=0, callbacks=[noted]
    )

    assert history.history["asked"] == history.history["val_asked"] == [8.0]
    assert asked.times == 2
    assert [set(logs) for logs in noted.logs] == [{"loss", "batch_loss", "asked"}] * 4
    assert all(np.isnan(float(logs["asked"])) and float(logs["batch_loss"]) > 0 for logs in noted.logs)


class Asked(keras.metrics.Sum):
    """The number of pictures, and how often it was asked for."""

    times = 0

    def update_state(self, y_true: object, y_pred: object, sample_weight: object = None) -> None:
        super().update_state(keras.ops.ones(keras.ops.shape(y_true)[0]))

    def result(self) -> object:
        self.times += 1
        return super().result()


class NoteBatches(keras.callbacks.Callback):
    """Keeps what is told after each batch."""

    def __init__(self) -> None:
        super().__init__()
        self.logs: list[dict[str, object]] = []

    def on_train_batch_end(self, batch: int, logs: dict[str, object] | None = None) -> None:
        self.logs.append(dict(logs or {}))
