"""Where wires enter the parts of a drawing, and what runs through the space between its layers. No Qt."""

from collections.abc import Mapping
from itertools import pairwise

from gui.builder.channels import ChannelWire
from gui.builder.layered import Layers, Part, Piece

SLOT_PX = 24.0
EDGE_PX = 20.0


def leaving_x(layers: Layers, lefts: Mapping[str, float], key: str, net: str) -> float:
    """Return where the wire with this result leaves a part."""
    return lefts[key] + layers.parts[key].out_offset(net)


def entry_places(layers: Layers, lefts: Mapping[str, float]) -> dict[Piece, float]:
    """Return where each piece enters its target: straight ones in the middle, others beside it in their order."""
    arriving: dict[str, dict[str, float]] = {}
    for piece, path in layers.paths.items():
        arriving.setdefault(piece.target, {})[layers.wire_of(piece)] = leaving_x(layers, lefts, path[-2], piece.net)
    slots = {target: _slots(layers.parts[target], lefts[target], wires) for target, wires in arriving.items()}
    return {
        piece: lefts[piece.target] + layers.parts[piece.target].ins[piece.net]
        if piece.net in layers.parts[piece.target].ins
        else slots[piece.target][layers.wire_of(piece)]
        for piece in layers.paths
    }


def channel_wires(
    layers: Layers, lefts: Mapping[str, float], entering: Mapping[Piece, float]
) -> list[dict[str, ChannelWire]]:
    """Return the wires in the space above each layer, and below the last one."""
    row_of = {key: number for number, row in enumerate(layers.rows) for key in row}
    channels: list[dict[str, ChannelWire]] = [{} for _ in range(len(layers.rows) + 1)]
    for piece, path in layers.paths.items():
        wire = layers.wire_of(piece)
        for number, (start, end) in enumerate(pairwise(path)):
            here, there = leaving_x(layers, lefts, start, piece.net), leaving_x(layers, lefts, end, piece.net)
            last = number == len(path) - 2
            there = entering[piece] if last else there
            channel, starts_above, ends_below = _channel(row_of[start], row_of[end], first=number == 0, last=last)
            found = channels[channel].setdefault(wire, ChannelWire())
            (found.tops if starts_above else found.bottoms).add(here)
            (found.bottoms if ends_below else found.tops).add(there)
    return channels


def _channel(start: int, end: int, *, first: bool, last: bool) -> tuple[int, bool, bool]:
    """Return the space that a step of a path runs through, and whether it begins above it and ends below it."""
    if end == start + 1:
        return end, True, True
    if first:
        return start + 1, True, False
    if last:
        return end, False, True
    return start, False, False


def _slots(part: Part, left: float, wires: Mapping[str, float]) -> dict[str, float]:
    middle = left + part.width / 2
    order = sorted(wires, key=lambda wire: wires[wire])
    straight = next((place for place, wire in enumerate(order) if abs(wires[wire] - middle) < 1), None)
    centre = (len(order) - 1) / 2 if straight is None else straight
    pitch = min(SLOT_PX, max(part.width / 2 - EDGE_PX, 0.0) / max(1, len(order) - 1))
    return {wire: middle + (place - centre) * pitch for place, wire in enumerate(order)}
