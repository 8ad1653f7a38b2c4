"""Which pixels of the picture every cell of a map sees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, gcd, lcm
from typing import Literal

from models.nodes.base import Reach, Shape
from models.options import Pair

Effective = Literal["exact", "whole input"]
Step = int | Fraction
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class AxisField:
    """What the cells along one axis of a map see, which repeats after some cells.

    Without upsampling the window of a cell lies a whole number of pixels behind that of the cell before, and one
    span says everything. Behind upsampling by 2 neighbouring cells may see the same pixels, and so on: there are as
    many spans as it takes until the pattern repeats.

    Attributes:
        spans: first pixel that a cell sees and the one after the last, for the first cells; None: it sees nothing.
        advance: pixels that the pattern moves on when it repeats.
    """

    spans: tuple[Span | None, ...]
    advance: int

    def span(self, cell: int) -> Span | None:
        """Return the first pixel that ``cell`` sees and the one after the last; None where it sees nothing."""
        round_, phase = divmod(cell, len(self.spans))
        span = self.spans[phase]
        return None if span is None else (span[0] + round_ * self.advance, span[1] + round_ * self.advance)

    @property
    def size(self) -> int:
        """Pixels that one cell sees, or the most where cells differ."""
        return max((end - first for first, end in self._seen()), default=0)

    @property
    def stride(self) -> Step:
        """Pixels between the windows of neighbouring cells, on average; a fraction where maps outgrow the picture."""
        whole, rest = divmod(self.advance, len(self.spans))
        return Fraction(self.advance, len(self.spans)) if rest else whole

    @property
    def offset(self) -> int:
        """Pixel where the window of the first cell begins; negative in the padding."""
        for cell, span in enumerate(self.spans):
            if span is not None:
                return span[0] - floor(cell * self.stride)
        return 0

    def through(self, kernel: int, stride: int, padding: int, stretch: int) -> "AxisField":
        """Return what the cells behind a window see; the arguments are those of ``Reach`` for one axis."""
        if (kernel, stride, padding, stretch) == (1, 1, 0, 1):
            return self
        common = gcd(stride, stretch * len(self.spans))
        cells = stretch * len(self.spans) // common
        firsts = (cell * stride - padding for cell in range(cells))
        sources = (range(-(-first // stretch), (first + kernel - 1) // stretch + 1) for first in firsts)
        spans = tuple(_hull(self.span(source) for source in seen) for seen in sources)
        return AxisField(spans, self.advance * stride // common)

    def _seen(self) -> Iterator[Span]:
        return (span for span in self.spans if span is not None)


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """The windows of input pixels that the cells of a map see.

    Attributes:
        vertical: what the rows see.
        horizontal: what the columns see.
        effective: "whole input" after an operation that sees everything, whatever lies before it.
    """

    vertical: AxisField
    horizontal: AxisField
    effective: Effective = "exact"

    @property
    def size(self) -> Pair:
        """Extent in input pixels, cells in the padding included."""
        return self.vertical.size, self.horizontal.size

    @property
    def stride(self) -> tuple[Step, Step]:
        """Distance between the windows of neighbouring cells, in pixels."""
        return self.vertical.stride, self.horizontal.stride

    @property
    def offset(self) -> Pair:
        """Input pixel where the window of the first cell begins."""
        return self.vertical.offset, self.horizontal.offset


SINGLE_CELL = Reach()
"""The reach of what computes each cell by itself."""

PIXEL = ReceptiveField(AxisField(((0, 1),), 1), AxisField(((0, 1),), 1))
"""What the values of a picture see: themselves."""


def whole_input(picture: Pair) -> ReceptiveField:
    """Return the field of values that each see all of ``picture``."""
    vertical, horizontal = (AxisField(((0, length),), length) for length in picture)
    return ReceptiveField(vertical, horizontal, "whole input")


def field_behind(
    before: Sequence[ReceptiveField], reach: Reach | None, *, shapes: Sequence[Shape], picture: Pair
) -> ReceptiveField:
    """Return the receptive field behind an operation.

    It grows by r + (k - 1) j, moves by -p j and steps by j s (Araujo et al., Distill 2019), span by span, so that it
    stays exact behind upsampling.

    Args:
        before: fields of the inputs whose values matter.
        reach: window of the operation, None for one that sees everything.
        shapes: of these inputs.
        picture: height and width of the network's input.
    """
    if reach is None or any(field.effective == "whole input" for field in before):
        return whole_input(picture)
    if len(before) == 1 and reach == SINGLE_CELL:
        return before[0]
    sizes = [shape[:2] if len(shape) == 3 else (1, 1) for shape in shapes]
    vertical = _union([field.vertical for field in before], [size[0] for size in sizes])
    horizontal = _union([field.horizontal for field in before], [size[1] for size in sizes])
    return ReceptiveField(_through(vertical, reach, 0), _through(horizontal, reach, 1))


def _through(field: AxisField, reach: Reach, axis: int) -> AxisField:
    return field.through(reach.kernel[axis], reach.stride[axis], reach.padding[axis], reach.stretch[axis])


def _union(fields: list[AxisField], lengths: list[int]) -> AxisField:
    """Return what cells see that see all of ``fields``; where those step differently, each cell is told by itself.

    Args:
        fields: of all paths.
        lengths: cells of each path; a single one is repeated for all cells of the others.
    """
    cells = max(lengths)
    fields = [_repeated(field) if length < cells else field for field, length in zip(fields, lengths, strict=True)]
    first = fields[0]
    if all(field == first for field in fields):
        return first
    strides = {field.stride for field in fields}
    period = lcm(*(len(field.spans) for field in fields)) if len(strides) == 1 else cells
    spans = tuple(_hull(field.span(cell) for field in fields) for cell in range(period))
    return AxisField(spans, floor(max(strides) * period))


def _repeated(field: AxisField) -> AxisField:
    return AxisField((field.span(0),), 0)


def _hull(spans: Iterator[Span | None]) -> Span | None:
    seen = [span for span in spans if span is not None]
    return (min(first for first, _ in seen), max(end for _, end in seen)) if seen else None
