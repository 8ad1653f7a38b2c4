"""What the arithmetic of one value is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Cell = tuple[int, ...]
OUTSIDE = -1
"""Row or column of what lies in the padding."""


class Rule(StrEnum):
    """How a value comes from the values before it."""

    WEIGHTED_SUM = "weighted sum"
    MAXIMUM = "maximum"
    PRODUCT = "product"
    NORMALISATION = "normalisation"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class Patch:
    """The values of one source that take part.

    Attributes:
        source: name of the layer or input that they come from.
        rows: (h,) row of each line of the patch in the source, ``OUTSIDE`` in the padding; 0 for vectors.
        columns: (w,) likewise.
        channels: (c,) channel of each; of vectors the place in the vector.
        values: (h, w, c) float32; 0 in the padding.
        weights: (h, w, c) what each value is multiplied by; None where nothing is.
    """

    source: str
    rows: Ints
    columns: Ints
    channels: Ints
    values: Floats
    weights: Floats | None = None

    @property
    def products(self) -> Floats:
        """Value times weight, or the value where there is no weight."""
        return self.values if self.weights is None else self.values * self.weights


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How one value comes about, before the layer's activation.

    Attributes:
        rule: what is done with the patches.
        patches: what takes part.
        result: what comes out, before the activation of the layer.
        bias: what a weighted sum adds.
        winner: for a maximum: place (h, w, c) of the largest value in the first patch.
        numbers: what else takes part, by name, such as mean and variance.
        formula: one line, with the names of ``numbers``.
    """

    rule: Rule
    patches: tuple[Patch, ...]
    result: float
    bias: float = 0.0
    winner: tuple[int, int, int] | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)
    formula: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedValue:
    """One value of a layer with its arithmetic.

    Attributes:
        layer: its name.
        kind: class of the layer.
        cell: (row, column, channel), or (place,) in a vector.
        shape: of the layer's output.
        arithmetic: everything up to the activation.
        activation: name of the activation; empty for none.
        value: what the arithmetic gives, activation included.
        network_value: what the network computed.
        precision: what it computes in, such as "float32".
    """

    layer: str
    kind: str
    cell: Cell
    shape: tuple[int, ...]
    arithmetic: Arithmetic
    activation: str
    value: float
    network_value: float
    precision: str

    @property
    def tolerance(self) -> float:
        """How far both values may lie apart: rounding of the precision, relative to the largest sum that occurs."""
        digits = {"bfloat16": 2.0**-7, "float16": 2.0**-10}.get(self.precision, 2.0**-20)
        sums = [float(np.abs(patch.products).sum()) for patch in self.arithmetic.patches]
        return digits * max(1.0, abs(self.network_value), *(sums if self.precision != "float32" else ()))


def weighted_sum(patches: tuple[Patch, ...], bias: float = 0.0, formula: str = "") -> Arithmetic:
    """Sum of products plus bias, added in double precision."""
    total = sum(float(patch.products.sum(dtype=np.float64)) for patch in patches)
    return Arithmetic(Rule.WEIGHTED_SUM, patches, total + bias, bias, formula=formula or "sum of value x weight + bias")


def cut_patch(source: str, values: Floats, rows: Ints, columns: Ints, channels: Ints) -> Patch:
    """The values (h, w, c) of a map at some rows, columns and channels; 0 where a row or column is ``OUTSIDE``."""
    inside = (rows[:, np.newaxis] != OUTSIDE) & (columns[np.newaxis] != OUTSIDE)
    taken = values[np.ix_(np.maximum(rows, 0), np.maximum(columns, 0), channels)]
    return Patch(source, rows, columns, channels, np.where(inside[..., np.newaxis], taken, 0).astype(np.float32))


def as_map(values: Floats) -> Floats:
    """A vector (n,) as a map of one cell (1, 1, n), a row of vectors (m, n) as one of one row; a map as it is."""
    return values.reshape((1,) * (3 - values.ndim) + values.shape)


def map_cell(cell: Cell) -> tuple[int, int, int]:
    """A cell as (row, column, channel)."""
    row, column, channel = (0,) * (3 - len(cell)) + tuple(cell)
    return row, column, channel
