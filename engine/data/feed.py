"""Hands a sequence of batches to ``fit``, so that nothing waits between two epochs."""

from typing import Any

from keras.src.trainers.data_adapters.py_dataset_adapter import PyDatasetAdapter  # Keras takes any, but exports none

from engine.devices import untuned


class Feed(PyDatasetAdapter):
    """A ``keras.utils.PyDataset`` for ``fit``, ``evaluate`` and every backend.

    Under TensorFlow Keras makes a new iterator for every epoch. Taking down the old one joins the thread that tunes it,
    which sleeps up to as long as the epoch took (it doubles its period from 10 ms to 60 s and is not woken): between
    two epochs of 10 s we measured up to 10 s of nothing. There is nothing to tune in a queue of ready batches, so it
    is switched off.
    """

    def get_tf_dataset(self) -> Any:
        """The batches as a ``tf.data.Dataset`` that is not tuned."""
        return untuned(super().get_tf_dataset())
