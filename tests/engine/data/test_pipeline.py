import random
from collections.abc import Iterator

import keras
import numpy as np
import pytest

from engine.contract.config import AugmentationConfig, InputConfig
from engine.data.batches import Batch, BatchMaker, BatchSettings, one_hot
from engine.data.pipeline import PictureSequence
from engine.data.preparation import Preparation

COUNT = 30
INPUT = InputConfig(height=8, width=8, channels=1)
STRONG = AugmentationConfig(noise=0.1, cutout=0.3, rotation=90)


class Watched(BatchMaker):
    """Remembers which batches were made."""

    def __init__(self, settings: BatchSettings) -> None:
        pictures = np.random.default_rng(1).integers(0, 256, (COUNT, 8, 8, 1), np.uint8)
        targets = one_hot(np.arange(COUNT) % 3, 3)
        super().__init__(pictures, targets, Preparation.fit(pictures, INPUT), settings)
        self.made: list[tuple[int, int]] = []

    def make(self, epoch: int, batch: int) -> Batch:
        self.made.append((epoch, batch))
        return super().make(epoch, batch)


def watched(augmentation: AugmentationConfig | None = None, *, is_training: bool = True) -> Watched:
    return Watched(BatchSettings(batch_size=8, is_training=is_training, seed=2, augmentation=augmentation))


@pytest.fixture
def model() -> keras.Model:
    network = keras.Sequential([keras.layers.Input((8, 8, 1)), keras.layers.Flatten(), keras.layers.Dense(3)])
    network.compile("sgd", keras.losses.CategoricalCrossentropy(from_logits=True))
    return network


@pytest.fixture(autouse=True)
def _keras_forgets() -> Iterator[None]:
    yield
    keras.utils.clear_session()


@pytest.mark.parametrize("augmentation", [None, STRONG])
def test_fit_gets_every_batch_of_every_epoch_once(model: keras.Model, augmentation: AugmentationConfig | None) -> None:
    maker = watched(augmentation)

    with PictureSequence(maker) as sequence:
        model.fit(sequence, epochs=3, shuffle=False, verbose=0)
        shapes = maker.made[:2]
        epochs = sorted(maker.made[2:])

    assert shapes == [(0, 0), (0, 1)]
    assert epochs == [(epoch, batch) for epoch in range(3) for batch in range(4)]
    assert sequence.epoch == 3


def test_a_resumed_run_sees_the_batches_that_an_unbroken_one_sees(model: keras.Model) -> None:
    start = model.get_weights()
    with PictureSequence(watched(STRONG)) as sequence:
        model.fit(sequence, epochs=4, shuffle=False, verbose=0)
    unbroken = model.get_weights()

    model.set_weights(start)
    with PictureSequence(watched(STRONG)) as sequence:
        model.fit(sequence, epochs=2, shuffle=False, verbose=0)
    with PictureSequence(watched(STRONG), start_epoch=2) as sequence:
        model.fit(sequence, initial_epoch=2, epochs=4, shuffle=False, verbose=0)

    assert all(np.allclose(a, b, atol=1e-6) for a, b in zip(model.get_weights(), unbroken, strict=True))


def test_evaluation_counts_every_picture_once(model: keras.Model) -> None:
    maker = watched(is_training=False)
    seen = np.concatenate([maker.make(0, batch)[0] for batch in range(maker.batches)])
    targets = np.concatenate([maker.make(0, batch)[1] for batch in range(maker.batches)])

    with PictureSequence(maker) as sequence:
        loss = model.evaluate(sequence, verbose=0)

    assert len(seen) == COUNT
    assert loss == pytest.approx(model.evaluate(seen, targets, verbose=0), rel=1e-5)


def test_epochs_do_not_cause_new_traces(model: keras.Model) -> None:
    traces: list[int] = []
    inner = model.compute_loss
    model.compute_loss = lambda *args, **more: (traces.append(1), inner(*args, **more))[1]

    with PictureSequence(watched(STRONG)) as training, PictureSequence(watched(is_training=False)) as validation:
        model.fit(training, validation_data=validation, epochs=1, shuffle=False, verbose=0)
        first = len(traces)
        training.start_at(1)
        model.fit(training, validation_data=validation, initial_epoch=1, epochs=4, shuffle=False, verbose=0)

    assert len(traces) == first


def test_shuffled_batches_are_refused() -> None:
    with PictureSequence(watched()) as sequence:
        sequence.on_epoch_begin()

        with pytest.raises(RuntimeError, match="shuffle=False"):
            sequence[2]


def test_a_stopped_epoch_starts_again_where_it_is_told(model: keras.Model) -> None:
    class StopAtOnce(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: object = None) -> None:
            self.model.stop_training = True

    maker = watched(STRONG)
    with PictureSequence(maker) as sequence:
        model.fit(sequence, epochs=5, shuffle=False, verbose=0, callbacks=[StopAtOnce()])
        sequence.start_at(0)
        maker.made.clear()
        model.fit(sequence, epochs=1, shuffle=False, verbose=0)

    assert set(maker.made) == {(0, batch) for batch in range(4)}


def test_the_global_chance_of_python_and_numpy_changes_nothing() -> None:
    random.seed(1)
    first = watched(STRONG).make(1, 1)[0]
    random.seed(2)
    np.random.seed(2)

    assert np.array_equal(watched(STRONG).make(1, 1)[0], first)
