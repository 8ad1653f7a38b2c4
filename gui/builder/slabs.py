"""A network as a row of slabs: high where maps are large, thick where they have many channels. Free of Qt."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from models.arithmetic import Analysis, LayerRow
from models.nodes import NODE_TYPES
from models.nodes.base import Shape

MOST_SLABS: Final = 14
_FAMILIES = ("convolution", "dense", "pooling", "merge", "input")

Merge = Literal["", "add", "concatenate"]


@dataclass(frozen=True, slots=True)
class Slab:
    """One or several layers of the same shape; ``height`` and ``thickness`` are shares of the largest possible.

    Attributes:
        height: of the maps.
        thickness: by their channels.
        family: of the layer that works most.
        is_vector: whether it is no map, but one vector or a list of them.
        merge: how ways come together inside: added as in residual blocks, or laid behind each other.
        repeats: how often they do.
    """

    height: float
    thickness: float
    family: str
    is_vector: bool
    merge: Merge = ""
    repeats: int = 1


@dataclass(frozen=True, slots=True)
class _Step:
    """A whole outermost block, or a layer outside of blocks."""

    shape: Shape
    family: str
    merges: tuple[Merge, ...] = ()


def slabs(analysis: Analysis) -> tuple[Slab, ...]:
    """The slabs of a network from input to output; layers that keep the shape join the slab before them."""
    side = max(analysis.rows[0].output_shape[0], 1)
    made = [_slab(list(steps), side) for _, steps in groupby(_steps(analysis.rows), key=_shape)]
    return tuple(_thin_out(made))


def _steps(rows: Sequence[LayerRow]) -> list[_Step]:
    steps: list[_Step] = []
    for block, members in groupby(rows, key=_outer_block):
        found = list(members)
        if block:
            heaviest = max(found, key=_work)
            steps.append(_Step(found[-1].output_shape, _family(heaviest), _merges(found)))
        else:
            steps.extend(_Step(row.output_shape, _family(row), _merges([row])) for row in found if _is_shown(row))
    return steps


def _merges(rows: Sequence[LayerRow]) -> tuple[Merge, ...]:
    """Every place where ways come together; in a block that adds, what it concatenates matters less."""
    added: list[Merge] = ["add" for row in rows if row.type == "add"]
    laid: list[Merge] = ["concatenate" for row in rows if row.type == "concatenate"]
    return tuple(added or laid)


def _slab(steps: Sequence[_Step], input_side: int) -> Slab:
    shape = steps[0].shape
    families = {step.family for step in steps}
    family = next((known for known in _FAMILIES if known in families), "input")
    if len(shape) < 3:  # Also a list of vectors, as of boxes: it does not lie as a map does.
        return Slab(0.12 + 0.18 * math.log10(max(shape[0], 1)), 0.0, family, is_vector=True)
    merges = [merge for step in steps for merge in step.merges]
    return Slab(
        height=max(0.06, (shape[0] / input_side) ** 0.7),
        thickness=math.log2(1 + shape[-1]) / 11,
        family=family,
        is_vector=False,
        merge=merges[0] if merges else "",
        repeats=max(1, len(merges)),
    )


def _thin_out(made: list[Slab]) -> list[Slab]:
    if len(made) <= MOST_SLABS:
        return made
    pitch = (len(made) - 1) / (MOST_SLABS - 1)
    return [made[round(position * pitch)] for position in range(MOST_SLABS)]


def _shape(step: _Step) -> Shape:
    return step.shape


def _outer_block(row: LayerRow) -> str:
    return row.block.partition("/")[0]


def _family(row: LayerRow) -> str:
    return NODE_TYPES[row.type].family


def _work(row: LayerRow) -> int:
    return row.multiply_adds


def _is_shown(row: LayerRow) -> bool:
    return row.type != "flatten"
