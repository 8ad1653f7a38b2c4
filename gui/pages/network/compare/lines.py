"""The lines of the comparison: headings of stages, pairs of layers, and the same as text. Free of Qt."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from gui.pages.network.compare.networks import ComparedNetwork
from gui.words import count
from models.arithmetic import Analysis, LayerRow
from models.comparison import LayerPair, StagePair, StageSums, compare_networks
from models.depth_profile import depth_profile

_COLUMNS = ("stage", "layer", "type", "output", "parameters", "multiply-adds", "receptive field", "stride")


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a line: the layer, or the sums of a stage; both None where the network has nothing there."""

    layer: LayerRow | None = None
    sums: StageSums | None = None


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line of the table; ``heading`` is empty for pairs of layers."""

    heading: str
    left: Cell
    right: Cell


@dataclass(frozen=True, slots=True)
class Total:
    """One number of both networks; ``shown`` are the words for them."""

    name: str
    values: tuple[int, int]
    unit: Literal["count", "bytes", "pixels"] = "count"


def lines_of(left: ComparedNetwork, right: ComparedNetwork) -> tuple[ComparedLine, ...]:
    """The table of two networks."""
    return tuple(_lines(compare_networks(left.analysis, right.analysis)))


def _lines(stages: Sequence[StagePair]) -> Iterator[ComparedLine]:
    for stage in stages:
        yield ComparedLine(stage_title(stage), Cell(sums=stage.left), Cell(sums=stage.right))
        yield from (_line(pair) for pair in stage.layers)


def _line(pair: LayerPair) -> ComparedLine:
    return ComparedLine("", Cell(layer=pair.left), Cell(layer=pair.right))


def stage_title(stage: StagePair) -> str:
    """How coarse the maps of a stage are."""
    if stage.stride is None:
        return "Vectors"
    if stage.stride < 1:
        return f"{1 / stage.stride} × size"
    return "Full size" if stage.stride == 1 else f"1/{stage.stride} size"


def local_name(row: LayerRow) -> str:
    """The name of a layer without that of its block."""
    return row.name.removeprefix(f"{row.block.replace('/', '_')}_") if row.block else row.name


def totals_of(left: Analysis, right: Analysis) -> tuple[Total, ...]:
    """The sums of two networks."""
    first, second = depth_profile(left), depth_profile(right)
    fields = [max((field for field in one.receptive_fields_px if field), default=0) for one in (first, second)]
    return (
        Total("Parameters", (left.parameters, right.parameters)),
        Total("Multiply-adds", (left.multiply_adds, right.multiply_adds)),
        Total("Memory per picture", (left.activation_bytes, right.activation_bytes), "bytes"),
        Total("Depth", (first.depth, second.depth)),
        Total("Receptive field", (fields[0], fields[1]), "pixels"),
    )


def as_table(left: ComparedNetwork, right: ComparedNetwork, *, delimiter: str = ",") -> str:
    """Both layer tables beside each other as text, with a line of headings."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(_COLUMNS[:1] + tuple(f"{one.title}: {name}" for one in (left, right) for name in _COLUMNS[1:]))
    for stage in compare_networks(left.analysis, right.analysis):
        title = stage_title(stage)
        writer.writerows((title, *_values(pair.left), *_values(pair.right)) for pair in stage.layers)
    return stream.getvalue()


def _values(row: LayerRow | None) -> tuple[str | int, ...]:
    if row is None:
        return ("",) * (len(_COLUMNS) - 1)
    is_exact = row.effective == "exact"
    return (
        row.name,
        row.title,
        "x".join(map(str, row.output_shape)),
        row.parameters,
        row.multiply_adds,
        row.receptive_field[0] if is_exact else "whole input",
        str(row.stride[0]) if is_exact else "",
    )


def ratio_words(values: tuple[int, int]) -> str:
    """How many times as much the larger one is: ``2.3 ×``; ``equal`` where it is none."""
    small, large = sorted(values)
    if small == large:
        return "equal"
    if not small:
        return "–"
    ratio = large / small
    return f"{ratio:.2f} ×" if ratio < 10 else f"{count(round(ratio))} ×"
