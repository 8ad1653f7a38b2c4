"""Masks that are likely wrong: how far each picture's can be trusted, and the areas that speak against it."""

from typing import Final

from engine.contract.base import Value

DOUBTS_FILE: Final = "doubts.json"
"""Of an evaluation of masks: a ``MaskDoubts``."""


class DoubtfulArea(Value):
    """Pixels that hang together and that the network is sure about, though their mask says something else.

    Attributes:
        given: the class that most of them have in the mask.
        suggested: the class that they are taken for.
        pixels: how many.
        confidence: the network's mean probability of the suggestion, in [0, 1].
        rings: outlines, points (x, y) in pixels of the upright original.
    """

    given: str
    suggested: str
    pixels: int
    confidence: float
    rings: tuple[tuple[tuple[float, float], ...], ...]


class MaskDoubt(Value):
    """The mask of one picture of an evaluation.

    Attributes:
        row: of the picture in ``images.csv``, from 0.
        trust: in [0, 1]; the lower, the likelier the mask is wrong somewhere. None where it says nothing.
        areas: the largest first; those left out are smaller.
    """

    row: int
    trust: float | None
    areas: tuple[DoubtfulArea, ...] = ()


class MaskDoubts(Value):
    """Of every picture of an evaluation, in its order."""

    pictures: tuple[MaskDoubt, ...]
