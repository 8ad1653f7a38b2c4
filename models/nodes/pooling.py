"""Summaries of neighbourhoods."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.activation import activation_option
from models.nodes.base import NodeType, Parameters, Shape, Shapes, map_shape
from models.nodes.sliding import SlidingSummary
from models.nodes.windows import PADDINGS, SlidingWindow
from models.options import OptionKind, Padding, Pair, option


@dataclass(frozen=True, slots=True)
class Pooling(SlidingSummary):
    """What maximum and average pooling have in common; added cells are zeros that take part."""

    family: ClassVar[str] = "pooling"

    window: Pair = option(OptionKind.PAIR, "Window", (2, 2), unit="px", minimum=1)
    stride: Pair = option(OptionKind.PAIR, "Stride", (2, 2), unit="px", minimum=1)
    padding: Padding = option(
        OptionKind.PADDING, "Padding", "valid", choices=PADDINGS, minimum=0,
        description="'valid' for none, 'same' ignores what lies outside, numbers add zeros on each side.",
    )  # fmt: skip

    def _window(self) -> SlidingWindow:
        return SlidingWindow(self.window, self.stride, self.padding)


@dataclass(frozen=True, slots=True)
class MaximumPooling(Pooling):
    """The largest value of each window."""

    type: ClassVar[str] = "maximum_pooling"
    title: ClassVar[str] = "Maximum pooling"
    formula: ClassVar[str] = "y[i, j, c] = max over u, v of x[s i + u, s j + v, c]"


@dataclass(frozen=True, slots=True)
class AveragePooling(Pooling):
    """The mean of each window."""

    type: ClassVar[str] = "average_pooling"
    title: ClassVar[str] = "Average pooling"
    formula: ClassVar[str] = "y[i, j, c] = mean over u, v of x[s i + u, s j + v, c]"


@dataclass(frozen=True, slots=True)
class DilatedPooling(SlidingSummary):
    """A window with gaps, moved cell by cell: what pooling becomes where a stride before it is taken away."""

    type: ClassVar[str] = "dilated_pooling"
    title: ClassVar[str] = "Dilated pooling"
    family: ClassVar[str] = "pooling"
    formula: ClassVar[str] = "y[i, j, c] = max, or mean, over u, v of x[i + d u, j + d v, c]"

    window: Pair = option(OptionKind.PAIR, "Window", (2, 2), minimum=1, description="Values that are summarised.")
    dilation: Pair = option(
        OptionKind.PAIR, "Dilation", (2, 2), unit="px", minimum=1, description="Distance between two of them."
    )
    summary: str = option(
        OptionKind.CHOICE, "Summary", "maximum", choices=("maximum", "average"),
        description="The largest value, or the mean.",
    )  # fmt: skip

    def _window(self) -> SlidingWindow:
        return SlidingWindow(self.window, (1, 1), "valid", self.dilation)


@dataclass(frozen=True, slots=True)
class SubSampling(SlidingSummary):
    """LeNet-5's S2 and S4: the mean of each window times a trainable coefficient plus a bias, per map."""

    type: ClassVar[str] = "sub_sampling"
    title: ClassVar[str] = "Sub-sampling"
    family: ClassVar[str] = "pooling"
    formula: ClassVar[str] = "y[i, j, c] = f(a[c] mean over u, v of x[s i + u, s j + v, c] + b[c])"

    window: Pair = option(OptionKind.PAIR, "Window", (2, 2), unit="px", minimum=1)
    activation: str = activation_option()

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return coefficient and bias of every map."""
        return Parameters(2 * inputs[0][-1])

    def _window(self) -> SlidingWindow:
        return SlidingWindow(self.window, self.window, "valid")


@dataclass(frozen=True, slots=True)
class GlobalPooling(NodeType):
    """What poolings of whole maps have in common."""

    family: ClassVar[str] = "pooling"

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (channels,)."""
        return (map_shape(self.title, inputs[0])[2],)

    def reach(self, inputs: Shapes) -> None:
        """Return None: every value sees the whole input."""
        return


@dataclass(frozen=True, slots=True)
class GlobalAveragePooling(GlobalPooling):
    """The mean of each whole map; with a dense layer behind it, class activation maps are exact (1512.04150)."""

    type: ClassVar[str] = "global_average_pooling"
    title: ClassVar[str] = "Global average pooling"
    formula: ClassVar[str] = "y[c] = mean over i, j of x[i, j, c]"


@dataclass(frozen=True, slots=True)
class GlobalMaximumPooling(GlobalPooling):
    """The largest value of each whole map."""

    type: ClassVar[str] = "global_maximum_pooling"
    title: ClassVar[str] = "Global maximum pooling"
    formula: ClassVar[str] = "y[c] = max over i, j of x[i, j, c]"
