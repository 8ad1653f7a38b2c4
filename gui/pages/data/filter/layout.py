"""Which chips stand where: those that filter always, the others as long as there is room. Free of Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

MORE: Final = -1
CLEAR: Final = -2


@dataclass(frozen=True, slots=True)
class Chip:
    """A chip of a filter bar: its width, and whether it filters now."""

    width: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The chips in lines from left to right.

    Attributes:
        lines: numbers of the chips of each line; ``MORE`` and ``CLEAR`` among them.
        left_out: numbers of the chips that ``MORE`` stands for.
    """

    lines: tuple[tuple[int, ...], ...]
    left_out: tuple[int, ...]


def arrange(chips: Sequence[Chip], *, room: int, more: int, clear: int | None, gap: int) -> Arrangement:
    """Leave out chips that do not filter, the last ones first, until the rest stands in one line.

    Chips that filter are never left out: they go on in further lines.

    Args:
        chips: in their order.
        room: width of a line.
        more: width of what stands for the chips that are left out.
        clear: width of what takes all filters away, at the end; None where there is nothing to take away.
        gap: between two chips.
    """
    widths = {number: chip.width for number, chip in enumerate(chips)} | {MORE: more, CLEAR: clear or 0}
    end = () if clear is None else (CLEAR,)
    kept = list(range(len(chips)))
    shown = (*kept, *end)
    while _width(widths, shown, gap) > room:
        idle = [number for number in kept if not chips[number].is_active]
        if not idle:
            break
        kept.remove(idle[-1])
        shown = (*kept, MORE, *end)
    left_out = tuple(number for number in range(len(chips)) if number not in kept)
    return Arrangement(_lines(widths, shown, room, gap), left_out)


def _lines(widths: Mapping[int, int], shown: Sequence[int], room: int, gap: int) -> tuple[tuple[int, ...], ...]:
    lines: list[tuple[int, ...]] = [()]
    for number in shown:
        longer = (*lines[-1], number)
        if lines[-1] and _width(widths, longer, gap) > room:
            lines.append((number,))
        else:
            lines[-1] = longer
    return tuple(lines)


def _width(widths: Mapping[int, int], numbers: Sequence[int], gap: int) -> int:
    return sum(widths[number] for number in numbers) + gap * max(len(numbers) - 1, 0)
