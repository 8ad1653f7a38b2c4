"""One drawing of parts and wires: layers with places, wires with their bends, long chains in columns. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gui.builder.boxes import Point
from gui.builder.channels import ChannelWire, assign_tracks, channel_height, track_y
from gui.builder.columns import COLUMN_GAP_PX, TURN_PX, Column, columns
from gui.builder.layered import Layers, Part, Piece, arrange
from gui.builder.placement import place
from gui.builder.slots import channel_wires, entry_places, leaving_x

LAYER_GAP_PX = 16.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where the parts of one drawing stand and its wires run; the origin is its upper left corner.

    Attributes:
        corners: upper left corner of every part by its key; for entries and exits where their wires pass.
        wires: bends of every piece, from the bottom of its source to the top of its target.
        width: of everything.
        height: of everything.
    """

    corners: Mapping[str, Point]
    wires: Mapping[Piece, tuple[Point, ...]]
    width: float
    height: float


def draw(parts: Sequence[Part], pieces: Sequence[Piece], *, bottom_px: float, least_height_px: float) -> Drawing:
    """Return a drawing with the parts in layers.

    Args:
        parts: what is drawn.
        pieces: wires among them.
        bottom_px: least room below the last layer: the border of a frame.
        least_height_px: chains that are longer go on in a next column.
    """
    layers = arrange(parts, pieces)
    lefts = place(layers)
    sheet = _Sheet(layers, lefts, entry_places(layers, lefts), bottom_px)
    sheet.measure_channels()
    sheet.set_columns(least_height_px)
    corners = {part.key: sheet.corner(part.key) for part in parts}
    wires = {piece: sheet.bends(piece) for piece in pieces}
    return Drawing(corners, wires, sheet.width, sheet.height)


@dataclass(slots=True)
class _Sheet:
    """A drawing in the making: rows get their height, then their column, then their place.

    Attributes:
        layers: what is drawn.
        lefts: left edge of every part as if all rows stood in one column.
        entering: where every piece enters its target, likewise.
        bottom_px: least room below the last layer.
        tracks: of the wires in the space above each row and below the last one.
        gaps: height of those spaces.
        tops: where each row begins.
        shifts: how far each row is moved to the right by its column.
        lanes: where the wire comes up that leads into the column that begins with a row.
    """

    layers: Layers
    lefts: dict[str, float]
    entering: dict[Piece, float]
    bottom_px: float
    tracks: list[dict[str, int]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    row_heights: list[float] = field(default_factory=list)
    row_of: dict[str, int] = field(default_factory=dict)
    tops: list[float] = field(default_factory=list)
    shifts: list[float] = field(default_factory=list)
    lanes: dict[int, tuple[float, float, float]] = field(default_factory=dict)
    channels: list[dict[str, ChannelWire]] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0

    def measure_channels(self) -> None:
        """Give every wire between two rows its track, and every space its height."""
        layers = self.layers
        self.row_of = {key: number for number, row in enumerate(layers.rows) for key in row}
        self.row_heights = [max(layers.parts[key].height for key in row) for row in layers.rows]
        self.channels = channel_wires(layers, self.lefts, self.entering)
        self.tracks = [assign_tracks(wires) for wires in self.channels]
        self.counts = [max(tracks.values(), default=-1) + 1 for tracks in self.tracks]
        self.gaps = [channel_height(count, self._least_gap(number)) for number, count in enumerate(self.counts)]

    def _least_gap(self, channel: int) -> float:
        """Return the room between two rows; none above the first items, where entries only pass the frame's title."""
        last = len(self.layers.rows)
        if channel == 0 or (channel == 1 and self._has_role(0, "entry")):
            return 0.0
        if channel == last:
            return 0.0 if self._has_role(last - 1, "exit") else self.bottom_px
        if channel == last - 1 and self._has_role(last - 1, "exit"):
            return max(self.bottom_px, LAYER_GAP_PX / 2)
        return LAYER_GAP_PX

    def _has_role(self, row: int, role: str) -> bool:
        return any(self.layers.parts[key].role == role for key in self.layers.rows[row])

    def set_columns(self, least_height_px: float) -> None:
        """Stack the rows, in several columns where they are long."""
        ends, y = [], 0.0
        for gap, height in zip(self.gaps, self.row_heights, strict=False):
            y += gap + height
            ends.append(y)
        found = columns(ends, self._cuts(), width=self._extent(range(len(ends)))[1], least_height_px=least_height_px)
        self.tops, self.shifts = [0.0] * len(ends), [0.0] * len(ends)
        right, bottom = 0.0, 0.0
        top = 2 * TURN_PX if len(found) > 1 else 0.0
        for number, column in enumerate(found):
            right, end = self._stack(column, right, top, is_first=number == 0)
            bottom = max(bottom, end + (TURN_PX if number + 1 < len(found) else 0.0))
        self.width, self.height = right, bottom + self.gaps[-1]
        if self.layers.rows and self._has_role(len(ends) - 1, "exit"):
            self.tops[-1] = self.height

    def _cuts(self) -> list[int]:
        """Return the rows after which a column may end: a single wire leads on from there, downwards."""
        is_upward = {self.layers.wire_of(piece) for piece in self.layers.upward}
        last = len(self.layers.rows) - 1
        return [
            row
            for row in range(last)
            if len(self.channels[row + 1]) == 1
            and is_upward.isdisjoint(self.channels[row + 1])
            and not (row == 0 and self._has_role(0, "entry"))
            and not (row == last - 1 and self._has_role(last, "exit"))
        ]

    def _extent(self, rows: range) -> tuple[float, float]:
        """Return the left and right edge of some rows, before they are moved."""
        keys = [key for row in rows for key in self.layers.rows[row]]
        left = min((self.lefts[key] for key in keys), default=0.0)
        return left, max((self.lefts[key] + self.layers.parts[key].width for key in keys), default=0.0)

    def _stack(self, column: Column, right: float, top: float, *, is_first: bool) -> tuple[float, float]:
        """Set the places of a column's rows; return its right edge and its end."""
        rows = range(column.first, column.last + 1)
        left, extent_right = self._extent(rows)
        shift = (0.0 if is_first else right + COLUMN_GAP_PX) - left
        y = top
        for row in rows:
            y += self.gaps[row] if row != column.first or is_first else 0.0
            self.tops[row], self.shifts[row] = y, shift
            y += self.row_heights[row]
        if not is_first:
            above = column.first - 1
            turn = self.tops[above] + self.row_heights[above] + TURN_PX
            self.lanes[column.first] = (turn, right + COLUMN_GAP_PX / 2, top - TURN_PX)
        return extent_right + shift, y

    def corner(self, key: str) -> Point:
        """Return the upper left corner of a part."""
        row = self.row_of[key]
        return self.lefts[key] + self.shifts[row], self.tops[row]

    def bends(self, piece: Piece) -> tuple[Point, ...]:
        """Return the corners of a piece, its ends included."""
        path, wire = self.layers.paths[piece], self.layers.wire_of(piece)
        first = self.row_of[path[0]]
        x = leaving_x(self.layers, self.lefts, path[0], piece.net) + self.shifts[first]
        points = [(x, self.tops[first] + self.layers.parts[path[0]].height)]
        for number, (start, end) in enumerate(pairwise(path)):
            last = number == len(path) - 2
            target_x = self.entering[piece] if last else leaving_x(self.layers, self.lefts, end, piece.net)
            target_x += self.shifts[self.row_of[end]]
            channel = self._channel(self.row_of[start], self.row_of[end], first=number == 0, last=last)
            points.extend(self._through(channel, wire, points[-1][0], target_x))
        points.append((points[-1][0], self.tops[self.row_of[path[-1]]]))
        return simplified(points)

    def _channel(self, start: int, end: int, *, first: bool, last: bool) -> int:
        if end == start + 1:
            return end
        if first:
            return start + 1
        return end if last else start

    def _through(self, channel: int, wire: str, x: float, target_x: float) -> list[Point]:
        """Return the bends of a wire between two rows."""
        if channel in self.lanes:
            turn, lane, above = self.lanes[channel]
            return [(x, turn), (lane, turn), (lane, above), (target_x, above)]
        if x == target_x or wire not in self.tracks[channel]:
            return []
        below = self.tops[channel] if channel < len(self.tops) else self.height
        top = self._bottom_of(channel - 1) if channel else below - self.gaps[0]
        y = track_y(top, self.gaps[channel], self.tracks[channel][wire], self.counts[channel])
        return [(x, y), (target_x, y)]

    def _bottom_of(self, row: int) -> float:
        return self.tops[row] + self.row_heights[row]


def simplified(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points without those that lie on the way between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept[-1] = point
        else:
            kept.append(point)
    return tuple(kept)
