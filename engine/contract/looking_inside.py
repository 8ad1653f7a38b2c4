"""Commands that follow a value of a network back to the numbers and pixels that made it."""

from typing import Literal

from pydantic import Field

from engine.contract.base import Command


class ExplainValue(Command):
    """How one value of a layer comes about. Ends with ``ValueExplained``.

    ``cell`` is (row, column, channel), or (place,) in a vector; empty takes the largest value of the layer.
    ``source_channel`` is the channel of the first source whose map is sent, None: the one that adds most.
    """

    type: Literal["explain_value"] = "explain_value"
    run: str
    image: str
    layer: str
    cell: tuple[int, ...] = ()
    source_channel: int | None = Field(None, ge=0)


class ViewAsMatrix(Command):
    """A layer as the matrix that it multiplies its flattened input by. Ends with ``MatrixViewed``.

    Of a large layer a corner of one map is shown: its first cells, from one channel to another.
    """

    type: Literal["view_as_matrix"] = "view_as_matrix"
    run: str
    image: str
    layer: str
    channel: int = Field(0, ge=0)
    source_channel: int = Field(0, ge=0)


class ReadKernel(Command):
    """The kernel with which a filter of a convolution sees one channel before it. Ends with ``KernelRead``."""

    type: Literal["read_kernel"] = "read_kernel"
    run: str
    layer: str
    filter: int = Field(0, ge=0)
    source_channel: int = Field(0, ge=0)


class SeeField(Command):
    """What one cell of a layer sees of a picture. Ends with ``FieldSeen``.

    ``cell`` is (row, column), None: the middle one. ``is_nested``: the windows of all layers are told too, each of the
    cell that lies at the same place.
    """

    type: Literal["see_field"] = "see_field"
    run: str
    image: str
    layer: str
    cell: tuple[int, int] | None = None
    is_nested: bool = False


class SeePixel(Command):
    """Which cells of each layer see a pixel (x, y) of the original picture. Ends with ``PixelSeen``."""

    type: Literal["see_pixel"] = "see_pixel"
    run: str
    image: str
    x: float
    y: float


class IndexExciting(Command):
    """Find the pictures that excite every unit most, unless that is known already. Ends with ``ExcitingIndexed``."""

    type: Literal["index_exciting"] = "index_exciting"
    run: str
    split: Literal["train", "validation", "test"] = "validation"


class FindExciting(Command):
    """The pictures that excite one unit most, from the index. Ends with ``ExcitingFound``."""

    type: Literal["find_exciting"] = "find_exciting"
    run: str
    layer: str
    channel: int = Field(ge=0)
    split: Literal["train", "validation", "test"] = "validation"


LookingInside = ExplainValue | ViewAsMatrix | ReadKernel | SeeField | SeePixel | IndexExciting | FindExciting
"""All of these commands."""
