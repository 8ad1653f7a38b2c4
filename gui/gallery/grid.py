"""Which thumbnail lies where: the arithmetic of a gallery of equal squares, perhaps with words below each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the gallery in pixels of its whole, scrollable content."""

    x: int
    y: int
    size: int


@dataclass(frozen=True, slots=True)
class Grid:
    """``count`` squares of ``size`` pixels in as many columns as fit into ``width``.

    Columns start at ``margin`` and keep ``gap`` between them; sizes are whole pixels so that thumbnails stay sharp.
    Below each square there are ``caption`` pixels for words, which belong to it.
    """

    width: int
    count: int
    size: int
    gap: int
    margin: int
    caption: int = 0

    @classmethod
    def filling(cls, *, width: int, count: int, target: int, gap: int, margin: int, caption: int = 0) -> "Grid":
        """A grid whose squares are about ``target`` pixels, so that the columns fill the width."""
        free = width - 2 * margin + gap
        columns = max(round(free / (target + gap)), 1)
        size = max(free // columns - gap, 1)
        return cls(width=width, count=count, size=size, gap=gap, margin=margin, caption=caption)

    @property
    def columns(self) -> int:
        """Squares in a row, at least one."""
        free = self.width - 2 * self.margin + self.gap
        return max(free // (self.size + self.gap), 1)

    @property
    def pitch(self) -> int:
        """Distance from one column to the next."""
        return self.size + self.gap

    @property
    def row_pitch(self) -> int:
        """Distance from one row to the next."""
        return self.pitch + self.caption

    @property
    def rows(self) -> int:
        """Rows, the last perhaps partly filled."""
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        """Height of the whole content with the margin below the last row."""
        return self.rows * self.row_pitch - self.gap + self.margin if self.count else 0

    def cell(self, index: int) -> Cell:
        """The square of an item, above its caption."""
        row, column = divmod(index, self.columns)
        return Cell(x=self.margin + column * self.pitch, y=row * self.row_pitch, size=self.size)

    def index_at(self, x: int, y: int) -> int | None:
        """The item under a point; None in a gap, in a margin and after the last item."""
        column, column_rest = divmod(x - self.margin, self.pitch)
        row, row_rest = divmod(y, self.row_pitch)
        is_beside = column_rest >= self.size or row_rest >= self.size + self.caption
        if not (0 <= column < self.columns) or row < 0 or is_beside:
            return None
        index = row * self.columns + column
        return index if index < self.count else None

    def within(self, x: int, y: int, width: int, height: int) -> list[range]:
        """The items that a rectangle touches, row by row."""
        columns = range(
            max((x - self.margin + self.gap) // self.pitch, 0),
            min((x + width - 1 - self.margin) // self.pitch + 1, self.columns),
        )
        rows = range(max((y + self.gap) // self.row_pitch, 0), min((y + height - 1) // self.row_pitch + 1, self.rows))
        starts = [row * self.columns for row in rows]
        return [range(start + columns.start, min(start + columns.stop, self.count)) for start in starts if columns]

    def visible(self, *, top: int, height: int) -> range:
        """The items of all rows that show between ``top`` and ``top + height``."""
        first_row = max(top // self.row_pitch, 0)
        last_row = max((top + height - 1) // self.row_pitch, first_row)
        return range(min(first_row * self.columns, self.count), min((last_row + 1) * self.columns, self.count))

    def rows_per_page(self, height: int) -> int:
        """Whole rows that fit into a height, at least one: the step of Page Up and Page Down."""
        return max(height // self.row_pitch, 1)
