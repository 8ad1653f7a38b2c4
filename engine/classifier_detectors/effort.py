"""What it costs to ask a classifier about the parts of a picture."""

from collections.abc import Sequence
from typing import NamedTuple


class Effort(NamedTuple):
    """Of one picture.

    Attributes:
        windows: parts that the classifier was asked about.
        multiply_adds: of all its passes.
        alone: multiply-adds, if every part had gone through the classifier on its own.
    """

    windows: int
    multiply_adds: int
    alone: int


def describe_efforts(efforts: Sequence[Effort]) -> str:
    """The mean of some pictures, in a sentence."""
    windows, spent, alone = (sum(each) / len(efforts) for each in zip(*efforts, strict=True))
    sentence = f"A picture asks the classifier about {windows:,.0f} boxes: {_billions(spent)} of multiply-adds"
    return f"{sentence}." if spent == alone else f"{sentence}, where crop by crop it would be {_billions(alone)}."


def _billions(number: float) -> str:
    return f"{number / 1e9:,.3g} billion"
