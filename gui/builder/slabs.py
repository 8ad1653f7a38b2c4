"""A network as a row of slabs: high where maps are large, thick where they have many channels. Free of Qt."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from models.arithmetic import Analysis, LayerRow
from models.nodes import NODE_TYPES

MOST_SLABS = 14
_FAMILIES = ("convolution", "dense", "pooling", "merge", "input")


@dataclass(frozen=True, slots=True)
class Slab:
    """One or several layers of the same shape; ``height`` and ``thickness`` are shares of the largest possible."""

    height: float
    thickness: float
    family: str
    is_vector: bool


def slabs(analysis: Analysis) -> tuple[Slab, ...]:
    """The slabs of a network from input to output; layers that keep the shape join the slab before them."""
    side = max(analysis.rows[0].output_shape[0], 1)
    made = [_slab(list(rows), side) for _, rows in groupby(_steps(analysis.rows), key=_shape)]
    return tuple(_thin_out(made))


def _steps(rows: Sequence[LayerRow]) -> list[LayerRow]:
    """The last layer of each outermost block, and the layers outside of blocks."""
    steps: list[LayerRow] = []
    for block, members in groupby(rows, key=_outer_block):
        found = list(members)
        if block:
            heaviest = max(found, key=_work)
            steps.append(replace(found[-1], type=heaviest.type))
        else:
            steps.extend(row for row in found if row.type != "flatten")
    return steps


def _slab(rows: Sequence[LayerRow], input_side: int) -> Slab:
    shape = rows[0].output_shape
    families = {NODE_TYPES[row.type].family for row in rows}
    family = next((known for known in _FAMILIES if known in families), "input")
    if len(shape) == 1:
        return Slab(0.12 + 0.18 * math.log10(max(shape[0], 1)), 0.0, family, is_vector=True)
    height = max(0.06, (shape[0] / input_side) ** 0.7)
    return Slab(height, math.log2(1 + shape[-1]) / 11, family, is_vector=False)


def _thin_out(made: list[Slab]) -> list[Slab]:
    if len(made) <= MOST_SLABS:
        return made
    pitch = (len(made) - 1) / (MOST_SLABS - 1)
    return [made[round(position * pitch)] for position in range(MOST_SLABS)]


def _shape(row: LayerRow) -> tuple[int, ...]:
    return row.output_shape


def _outer_block(row: LayerRow) -> str:
    return row.block


def _work(row: LayerRow) -> int:
    return row.multiply_adds
