"""Every network of the catalogue can learn: it knows one batch of 32 pictures by heart."""

import keras
import numpy as np
import pytest

from models.build import build_model
from models.catalogue import ARCHITECTURES
from tests.models.small_networks import small_graph, small_shape

CLASSES = 4
MOST_STEPS = 80


class StopWhenKnown(keras.callbacks.Callback):
    """Ends the training as soon as every picture is classified correctly."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if (logs or {})["accuracy"] == 1.0:
            self.model.stop_training = True


@pytest.mark.slow
@pytest.mark.parametrize("name", ARCHITECTURES)
def test_it_learns_a_batch_by_heart(name: str) -> None:
    keras.utils.set_random_seed(1)
    options = {"dropout": 0.0} if "dropout" in ARCHITECTURES[name].options else {}
    model = build_model(small_graph(name, classes=CLASSES, **options).for_prediction(), seed=1)
    pictures = np.random.default_rng(1).standard_normal((32, *small_shape(name))).astype("float32")
    labels = np.arange(32) % CLASSES
    model.compile(keras.optimizers.Adam(3e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])

    history = model.fit(
        pictures, labels, batch_size=32, epochs=MOST_STEPS, callbacks=[StopWhenKnown()], verbose=0
    ).history

    assert history["accuracy"][-1] == 1.0
