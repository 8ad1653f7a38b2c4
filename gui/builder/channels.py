"""Where wires run between two layers: each on a track of its own, so that no two lie on each other. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TRACK_PX = 8.0
CLEARANCE_PX = 6.0


@dataclass(slots=True)
class ChannelWire:
    """A wire in the space between two layers.

    Attributes:
        tops: where it comes from the layer above.
        bottoms: where it goes into the layer below.
    """

    tops: set[float] = field(default_factory=set)
    bottoms: set[float] = field(default_factory=set)

    @property
    def is_straight(self) -> bool:
        """Whether it needs no track."""
        return len(self.tops | self.bottoms) == 1

    @property
    def first(self) -> float:
        """Its left end."""
        return min(self.tops | self.bottoms)

    @property
    def last(self) -> float:
        """Its right end."""
        return max(self.tops | self.bottoms)


def assign_tracks(wires: Mapping[str, ChannelWire]) -> dict[str, int]:
    """Return the track of every wire that is not straight, counted from the top from 0.

    A wire that leaves where another one arrives runs above it; otherwise those that go to the right run above those
    that start further left, which saves crossings. Wires whose ranges do not meet share a track.
    """
    names = sorted((name for name, wire in wires.items() if not wire.is_straight), key=lambda name: _rank(wires[name]))
    tracks: dict[str, int] = {}
    for name in _upper_first(names, wires):
        wire = wires[name]
        blocked = [tracks[other] for other in tracks if _meet(wires[other], wire)]
        tracks[name] = max(blocked, default=-1) + 1
    return tracks


def channel_height(track_count: int, least_px: float) -> float:
    """Return the height of the space between two layers."""
    return max(least_px, TRACK_PX * (track_count + 1)) if track_count else least_px


def track_y(top: float, height: float, track: int, track_count: int) -> float:
    """Return where a track runs."""
    return top + height * (track + 1) / (track_count + 1)


def _rank(wire: ChannelWire) -> tuple[int, float]:
    """Wires to the right from right to left, then wires to the left from left to right."""
    start, end = min(wire.tops or wire.bottoms), max(wire.bottoms or wire.tops)
    return (0, -start) if end > start else (1, start)


def _upper_first(names: list[str], wires: Mapping[str, ChannelWire]) -> list[str]:
    """Return the wires so that one that leaves where another arrives comes before it; cycles are broken anywhere."""
    order: list[str] = []
    state: dict[str, bool] = {}

    def visit(name: str) -> None:
        state[name] = False
        for other in names:
            if other not in state and _leaves_above(wires[other], wires[name]):
                visit(other)
        state[name] = True
        order.append(name)

    for name in names:
        if name not in state:
            visit(name)
    return order


def _leaves_above(upper: ChannelWire, lower: ChannelWire) -> bool:
    return any(abs(top - bottom) < CLEARANCE_PX for top in upper.tops for bottom in lower.bottoms)


def _meet(first: ChannelWire, second: ChannelWire) -> bool:
    return first.first - CLEARANCE_PX < second.last and second.first - CLEARANCE_PX < first.last
