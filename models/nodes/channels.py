"""Choices and orders of channels."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Shape, Shapes
from models.options import OptionKind, option
from models.problems import RuleError


@dataclass(frozen=True, slots=True)
class ChannelSlice(NodeType):
    """Some neighbouring channels; two slices split a map, as towers and ShuffleNet v2 do (1807.11164)."""

    type: ClassVar[str] = "channel_slice"
    title: ClassVar[str] = "Channel slice"
    family: ClassVar[str] = "shape"
    formula: ClassVar[str] = "y[i, j, c] = x[i, j, first + c]"

    first: int = option(OptionKind.INTEGER, "First", 0, minimum=0, description="Number of the first channel, from 0.")
    count: int = option(OptionKind.INTEGER, "Channels", 1, minimum=1, description="How many channels.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input with fewer channels."""
        channels = inputs[0][-1]
        if self.first + self.count > channels:
            raise RuleError(
                f"The slice ends behind the last channel. Received: {self.first} to {self.first + self.count - 1} "
                f"of {channels} channels.",
                f"Use channels from 0 to {channels - 1}.",
            )
        return *inputs[0][:-1], self.count


@dataclass(frozen=True, slots=True)
class ChannelShuffle(NodeType):
    """The first channel of every group, then the second of every group, and so on (ShuffleNet, 1707.01083)."""

    type: ClassVar[str] = "channel_shuffle"
    title: ClassVar[str] = "Channel shuffle"
    family: ClassVar[str] = "shape"
    formula: ClassVar[str] = "y[i, j, c groups + g] = x[i, j, g channels / groups + c]"

    groups: int = option(OptionKind.INTEGER, "Groups", 2, minimum=1, description="Parts of the channels.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        if inputs[0][-1] % self.groups:
            raise RuleError(
                f"Groups must divide channels. Received: {self.groups} groups, {inputs[0][-1]} channels.",
                "Use a divisor of the channels.",
            )
        return inputs[0]
