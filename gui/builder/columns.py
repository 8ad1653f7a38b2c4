"""Long chains in several columns: where a drawing is cut, and where its rows stand then. No Qt."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

COLUMN_GAP_PX = 72.0
TURN_PX = 16.0
"""How far a wire runs below a column before it turns, and above the next one."""
ASPECT = 1.6
"""Width over height that long drawings are brought to."""
FULL_ENOUGH = 0.5
"""A column has at least this part of the height that is wanted."""


@dataclass(frozen=True, slots=True)
class Column:
    """Rows that stand below each other.

    Attributes:
        first: number of the first row.
        last: number of the last row.
    """

    first: int
    last: int


def columns(ends: Sequence[float], cuts: Sequence[int], *, width: float, least_height_px: float) -> tuple[Column, ...]:
    """Return the columns of a drawing.

    Args:
        ends: where each row ends when all stand in one column.
        cuts: numbers of the rows after which a column may end.
        width: of the drawing in one column.
        least_height_px: shorter drawings stay in one column.
    """
    last = len(ends) - 1
    if not cuts or ends[-1] <= least_height_px:
        return (Column(0, last),)
    most = max(least_height_px, math.sqrt((width + COLUMN_GAP_PX) * ends[-1] / ASPECT))
    found, first, start = [], 0, 0.0
    while ends[-1] - start > most:
        wanted = (ends[-1] - start) / math.ceil((ends[-1] - start) / most)
        possible = [row for row in cuts if row >= first and ends[row] - start >= FULL_ENOUGH * wanted]
        if not possible:
            break
        row = min(possible, key=lambda row: abs(ends[row] - start - wanted))
        found.append(Column(first, row))
        first, start = row + 1, ends[row]
    return (*found, Column(first, last))
