"""The layers of two networks beside each other, stage by stage."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, groupby, zip_longest
from typing import TypeVar

from models.arithmetic import Analysis, LayerRow
from models.receptive_field import Step

Item = TypeVar("Item")
Stage = Step | None


@dataclass(frozen=True, slots=True)
class LayerPair:
    """Two layers that do the same work in their networks; None where a network has no such layer."""

    left: LayerRow | None
    right: LayerRow | None


@dataclass(frozen=True, slots=True)
class StageSums:
    """What the layers of one network in one stage cost together."""

    layers: int = 0
    parameters: int = 0
    multiply_adds: int = 0


@dataclass(frozen=True, slots=True)
class StagePair:
    """The layers of two networks whose maps are equally coarse.

    Attributes:
        stride: distance in input pixels between neighbouring cells of the maps; None behind the last maps.
        layers: the layers of both, in the order of computation.
        left: sums of the first network.
        right: sums of the second network.
    """

    stride: Stage
    layers: tuple[LayerPair, ...]
    left: StageSums
    right: StageSums


def compare_networks(left: Analysis, right: Analysis) -> tuple[StagePair, ...]:
    """Align two networks.

    Stages are matched by the stride of their maps, so that networks for pictures of different sizes are comparable.
    Inside of a stage the first block of one network stands beside the first block of the other, and so on; inside of
    two such blocks layers of the same type stand beside each other, in their order.
    """
    pairs = _aligned(_stages(left), _stages(right), key=_stride)
    return tuple(_stage_pair(first, second) for first, second in pairs)


@dataclass(frozen=True, slots=True)
class _Stage:
    stride: Stage
    blocks: tuple[tuple[LayerRow, ...], ...]


def _stages(analysis: Analysis) -> list[_Stage]:
    """Runs of layers whose maps are equally coarse, divided into blocks.

    A block in which ways come together belongs as a whole to where it ends: its ways may shrink the maps at different
    layers. Layers of a plain chain, such as a stem, stand where they are.
    """
    merging = frozenset(row.block for row in analysis.rows if row.block and len(row.inputs) > 1)
    units = [tuple(rows) for _, rows in groupby(analysis.rows, key=partial(_unit, merging))]
    return [_stage(stride, found) for stride, found in groupby(units, key=_last_stride)]


def _unit(merging: frozenset[str], row: LayerRow) -> tuple[str, Stage]:
    """What a layer is not separated from: the outermost merging block around it, or layers of the same stride."""
    outermost = next((path for path in _paths(row.block) if path in merging), "")
    return (outermost, None) if outermost else ("", _row_stride(row))


def _paths(block: str) -> Iterator[str]:
    """A block and those around it, outermost first: ``stage1``, ``stage1/block2``."""
    return accumulate(block.split("/"), "{}/{}".format)


def _stage(stride: Stage, units: Iterable[Sequence[LayerRow]]) -> _Stage:
    rows = (row for unit in units for row in unit)
    return _Stage(stride, tuple(tuple(block) for _, block in groupby(rows, key=_block)))


def _block(row: LayerRow) -> str:
    return row.block


def _row_stride(row: LayerRow) -> Stage:
    return None if row.effective == "whole input" or len(row.output_shape) < 3 else row.stride[0]


def _last_stride(unit: Sequence[LayerRow]) -> Stage:
    return _row_stride(unit[-1])


def _stride(stage: _Stage) -> Hashable:
    return stage.stride


def _type(row: LayerRow) -> Hashable:
    return row.type


def _stage_pair(left: _Stage | None, right: _Stage | None) -> StagePair:
    pairs: list[LayerPair] = []
    for first, second in zip_longest(_blocks(left), _blocks(right), fillvalue=()):
        pairs.extend(LayerPair(one, other) for one, other in _aligned(first, second, key=_type))
    known = left or right
    return StagePair(
        stride=None if known is None else known.stride, layers=tuple(pairs), left=_sums(left), right=_sums(right)
    )


def _blocks(stage: _Stage | None) -> tuple[tuple[LayerRow, ...], ...]:
    return () if stage is None else stage.blocks


def _sums(stage: _Stage | None) -> StageSums:
    rows = [row for block in _blocks(stage) for row in block]
    return StageSums(
        layers=len(rows),
        parameters=sum(row.parameters for row in rows),
        multiply_adds=sum(row.multiply_adds for row in rows),
    )


def _aligned(
    left: Sequence[Item], right: Sequence[Item], *, key: Callable[[Item], Hashable]
) -> list[tuple[Item | None, Item | None]]:
    """Both sequences in their order, with as many equal keys beside each other as can be (Needleman, Wunsch 1970)."""
    first, second = [key(item) for item in left], [key(item) for item in right]
    best = _longest(first, second)
    pairs: list[tuple[Item | None, Item | None]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if first[i] == second[j] and best[i][j] == best[i + 1][j + 1] + 1:
            pairs.append((left[i], right[j]))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            pairs.append((left[i], None))
            i += 1
        else:
            pairs.append((None, right[j]))
            j += 1
    pairs.extend((item, None) for item in left[i:])
    pairs.extend((None, item) for item in right[j:])
    return pairs


def _longest(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[list[int]]:
    """``[i][j]``: how many equal keys can stand beside each other from places ``i`` and ``j`` on."""
    best = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in reversed(range(len(first))):
        for j in reversed(range(len(second))):
            best[i][j] = best[i + 1][j + 1] + 1 if first[i] == second[j] else max(best[i + 1][j], best[i][j + 1])
    return best
