"""How probable each class is at the pixels of a picture: the question, and the answer."""

from typing import Literal

from pydantic import Field

from engine.contract.base import Command, Event
from engine.contract.masks import ClassMask


class ReadClassVectors(Command):
    """The class of every pixel of a picture, and the probabilities of all classes. Ends with ``ClassVectorsRead``.

    ``is_stitched``: by shift-and-stitch, of a network whose map of classes is coarse. ``most_values`` bounds how many
    probabilities are sent, 16 million are 32 MiB: of a larger picture every second pixel is told, or every third, ...
    """

    type: Literal["read_class_vectors"] = "read_class_vectors"
    run: str
    image: str
    is_stitched: bool = False
    most_values: int = Field(2**24, ge=2**10, le=2**28)


class ClassVectorsRead(Event):
    """What a network says of every pixel.

    Attachments: the class of every pixel, (height, width) uint8; the probabilities in the order of ``classes``, each in
    [0, 1], (rows, columns, classes) float16. The vector in row i and column j is that of the pixel in the middle of the
    square of ``step`` pixels that begins at row i times step and column j times step.
    """

    type: Literal["class_vectors_read"] = "class_vectors_read"
    run: str
    classes: tuple[str, ...]
    said: ClassMask
    step: int
    is_stitched: bool = False
