"""Make a fresh engine ready: whatever TensorFlow does only once is done before anybody waits for it."""

import numpy as np

from engine import devices
from engine.contract.events import WarmedUp

_WARM_UP_SHAPE = (16, 16, 3)


def warm_up() -> WarmedUp:
    """Import all that trainings and inspections need, and let a tiny network learn two batches."""
    from engine.answers import networks  # noqa: F401  # imported for later: this is what takes seconds
    from engine.training.precision import measure_machine

    devices.prepare_devices()
    _learn_two_batches()
    precision = measure_machine()
    return WarmedUp(device=devices.describe_device(), precision=precision, versions=devices.versions())


def _learn_two_batches() -> None:
    import keras

    from models.build import build_model
    from models.catalogue import architecture

    graph = architecture("small-resnet-fast").graph(input_shape=_WARM_UP_SHAPE, classes=2)
    model = build_model(graph, seed=0, dtype_policy="float32")
    model.compile(keras.optimizers.AdamW(), "categorical_crossentropy", jit_compile=devices.jit_compile())
    pictures = np.zeros((4, *_WARM_UP_SHAPE), np.float32)
    model.fit(pictures, np.eye(2, dtype=np.float32)[[0, 1, 0, 1]], batch_size=2, verbose=0)
