"""What is true of every pixel of a picture of a run's dataset: the question, and the answer."""

from typing import Literal

from engine.contract.base import Command, Event
from engine.contract.masks import ClassArea


class ReadTrueMask(Command):
    """The true class of every pixel of a picture. Ends with ``TrueMaskRead``."""

    type: Literal["read_true_mask"] = "read_true_mask"
    run: str
    image: str


class TrueMaskRead(Event):
    """``areas`` is empty where nothing is known, as of a picture from elsewhere.

    Attached, where something is known: (height, width) uint8 classes of the run, ``NO_CLASS`` where nobody knows.
    """

    type: Literal["true_mask_read"] = "true_mask_read"
    run: str
    image: str
    areas: tuple[ClassArea, ...] = ()
