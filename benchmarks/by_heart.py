"""Can every classifier of the catalogue learn? Each one learns a batch of 32 pictures of noise by heart.

Run ``python -m benchmarks.by_heart`` in the repository, or with names of networks. It takes about half a minute for
each of the deepest networks, most of it for building them; the tests do the same with one network of each family.
"""

import sys
import time

import keras
import numpy as np

from models.build import build_model
from models.catalogue import ARCHITECTURES
from tests.models.small_networks import CLASSIFIERS, small_graph, small_shape

PICTURES, CLASSES, MOST_STEPS, RATE = 32, 4, 80, 3e-3


class StopWhenKnown(keras.callbacks.Callback):
    """Ends the training as soon as every picture is classified correctly."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if (logs or {})["accuracy"] == 1.0:
            self.model.stop_training = True


def learn_by_heart(name: str) -> tuple[int, float]:
    """Train a small size of a network on one batch; how many steps it took, and the accuracy in the last one."""
    keras.utils.set_random_seed(1)
    options = {"dropout": 0.0} if "dropout" in ARCHITECTURES[name].options else {}
    model = build_model(small_graph(name, classes=CLASSES, **options).for_prediction(), seed=1)
    pictures = np.random.default_rng(1).standard_normal((PICTURES, *small_shape(name))).astype("float32")
    labels = np.arange(PICTURES) % CLASSES
    model.compile(keras.optimizers.Adam(RATE), "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(
        pictures, labels, batch_size=PICTURES, epochs=MOST_STEPS, callbacks=[StopWhenKnown()], verbose=0
    ).history
    return len(history["accuracy"]), float(history["accuracy"][-1])


def main() -> None:
    """Print a line for each network."""
    print("| network | steps | accuracy on the batch | seconds |\n|---|---|---|---|")
    for name in sys.argv[1:] or CLASSIFIERS:
        started = time.perf_counter()
        steps, accuracy = learn_by_heart(name)
        print(f"| `{name}` | {steps} | {accuracy:.3f} | {time.perf_counter() - started:.0f} |", flush=True)
        keras.backend.clear_session()


if __name__ == "__main__":
    main()
