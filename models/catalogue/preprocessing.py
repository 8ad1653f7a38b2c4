"""How a network's paper, or its pretrained weights, want pixels to be prepared."""

from enum import StrEnum


class Preprocessing(StrEnum):
    """A preparation that belongs to a network; the value is its key, ``words`` say what is computed."""

    FITTED = "fitted"
    CAFFE = "caffe"
    TORCH = "torch"
    SIGNED = "-1..1"
    MEAN_IMAGE = "mean image"

    @property
    def words(self) -> str:
        """What is computed, for people."""
        return _WORDS[self]


_WORDS = {
    Preprocessing.FITTED: "0..1, minus the mean of each channel, divided by its deviation, both of the training set",
    Preprocessing.CAFFE: "0..255, blue green red, minus the channel means 103.939, 116.779, 123.68",
    Preprocessing.TORCH: "0..1, minus 0.485, 0.456, 0.406 (red green blue), divided by 0.229, 0.224, 0.225",
    Preprocessing.SIGNED: "-1..1",
    Preprocessing.MEAN_IMAGE: "0..255, minus the mean picture of the training set",
}
