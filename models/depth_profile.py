"""What a network costs and sees at each depth: the numbers of its layers against the way from the input."""

from dataclasses import dataclass
from itertools import accumulate

from models.arithmetic import Analysis, LayerRow


@dataclass(frozen=True, slots=True)
class DepthProfile:
    """Numbers by depth: place ``d`` holds the layers that lie behind ``d`` layers with weights, these included.

    Attributes:
        parameters: of all layers at a depth.
        multiply_adds: of all layers at a depth.
        receptive_fields_px: the largest at a depth, vertical; None where every value sees the whole input.
    """

    parameters: tuple[int, ...]
    multiply_adds: tuple[int, ...]
    receptive_fields_px: tuple[int | None, ...]

    @property
    def depth(self) -> int:
        """Layers with weights on the longest way from input to output: 16 for VGG-16, 50 for ResNet-50."""
        return len(self.parameters) - 1

    def cumulative(self) -> "DepthProfile":
        """The profile with sums from the input on in place of single depths."""
        return DepthProfile(
            tuple(accumulate(self.parameters)), tuple(accumulate(self.multiply_adds)), self.receptive_fields_px
        )


def depth_profile(analysis: Analysis) -> DepthProfile:
    """Sort the layers of a network by their depth.

    Only layers that multiply by weights count (convolutions, dense layers), as in the names of networks; the others
    have the depth of the layer before them.
    """
    depths = _depths(analysis)
    count = max(depths.values(), default=0) + 1
    parameters, multiply_adds = [0] * count, [0] * count
    fields: list[int | None] = [None] * count
    for row in analysis.rows:
        depth = depths[row.name]
        parameters[depth] += row.parameters
        multiply_adds[depth] += row.multiply_adds
        if row.effective == "exact" and len(row.output_shape) == 3:
            fields[depth] = max(fields[depth] or 0, row.receptive_field[0])
    return DepthProfile(tuple(parameters), tuple(multiply_adds), tuple(fields))


def _depths(analysis: Analysis) -> dict[str, int]:
    depths: dict[str, int] = {}
    for row in analysis.rows:
        depths[row.name] = max((depths[name] for name in row.inputs), default=0) + _has_weights(row)
    return depths


def _has_weights(row: LayerRow) -> bool:
    return row.parameters > 0 and row.multiply_adds > 0
