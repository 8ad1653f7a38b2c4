from collections.abc import Iterator

import keras
import numpy as np
import pytest

from engine.contract.config import AugmentationConfig, InputConfig
from engine.data.batches import BatchMaker, BatchSettings, one_hot
from engine.data.feed import Feed
from engine.data.pipeline import PictureSequence
from engine.data.preparation import Preparation

PICTURES = np.random.default_rng(1).integers(0, 256, (20, 8, 8, 1), np.uint8)
PREPARATION = Preparation.fit(PICTURES, InputConfig(height=8, width=8, channels=1))


def sequence(*, is_training: bool) -> PictureSequence:
    augmentation = AugmentationConfig(noise=0.1) if is_training else None
    settings = BatchSettings(batch_size=8, is_training=is_training, seed=2, augmentation=augmentation)
    return PictureSequence(BatchMaker(PICTURES, one_hot(np.arange(20) % 3, 3), PREPARATION, settings))


@pytest.fixture
def model() -> Iterator[keras.Model]:
    network = keras.Sequential([keras.layers.Input((8, 8, 1)), keras.layers.Flatten(), keras.layers.Dense(3)])
    network.compile("sgd", keras.losses.CategoricalCrossentropy(from_logits=True))
    yield network
    keras.utils.clear_session()


@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="other backends have no such dataset")
def test_no_thread_tunes_the_dataset_whose_end_an_epoch_would_wait_for() -> None:
    with sequence(is_training=True) as batches:
        assert Feed(batches).get_tf_dataset().options().autotune.enabled is False


def test_a_network_learns_from_a_feed_what_it_learns_from_its_sequence(model: keras.Model) -> None:
    start = model.get_weights()
    with sequence(is_training=True) as batches, sequence(is_training=False) as others:
        expected = model.fit(batches, validation_data=others, epochs=3, shuffle=False, verbose=0).history

    model.set_weights(start)
    with sequence(is_training=True) as batches, sequence(is_training=False) as others:
        found = model.fit(Feed(batches), validation_data=Feed(others), epochs=3, shuffle=False, verbose=0).history
        assert batches.epoch == 3

    assert found.keys() == expected.keys()
    assert all(np.allclose(found[name], expected[name], atol=1e-6) for name in expected)
