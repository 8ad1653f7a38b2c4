"""What is right and wrong in the masks of evaluated pictures, at the size of thumbnails: the question."""

from typing import Literal

from pydantic import Field

from engine.contract.base import Command, Value


class ComparedMasks(Value):
    """A picture and the files of both of its masks, in its original size: what is said, and what is true."""

    picture: str
    predicted: str
    truth: str


class MakeDifferenceThumbnails(Command):
    """Decode pictures at a small size with their difference masks, first ones first.

    ``ThumbnailMade`` for each, whose second attachment holds codes of ``Difference`` in place of classes; ends with
    ``Done``.
    """

    type: Literal["make_difference_thumbnails"] = "make_difference_thumbnails"
    pictures: tuple[ComparedMasks, ...]
    background: int | None = Field(description="The class that stands for nothing in particular; None for none.")
    size_px: int = Field(ge=8, le=1024)
