"""What preparation does to the values of training pictures, in numbers."""

from typing import Literal

from engine.contract.base import Event, Value


class ValueStatistics(Value):
    """The values of one channel over some pictures."""

    mean: float
    deviation: float
    minimum: float
    maximum: float


class PreparationMeasured(Event):
    """Attachments: the example as it is, (h, w, c) uint8, and prepared, (h, w, c) float32; then two histograms.

    Each histogram is two arrays, ``before`` and then ``after`` preparation: how many values lie in each bin, (c, bins)
    int64, and the edges of the bins, (c, bins + 1) float64. ``before`` and ``after`` tell the statistics by channel.

    ``steps`` say what was done, ``image`` is the example; ``pictures`` of ``training_pictures`` were measured.
    """

    type: Literal["preparation_measured"] = "preparation_measured"
    image: str
    pictures: int
    training_pictures: int
    steps: tuple[str, ...]
    before: tuple[ValueStatistics, ...]
    after: tuple[ValueStatistics, ...]
