"""Where everything stands that the canvas shows of a graph: boxes, frames and wires, without overlaps. No Qt.

Every open block is a drawing of its own, in which wires from outside enter at the top and leave at the bottom; in the
drawing around it the block is one large part. So members stay in their frame, and nothing else gets into it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gui.builder.boxes import BORDER_PX, TITLE_PX, Box, Layout, Point, Route
from gui.builder.drawing import Drawing, draw, simplified
from gui.builder.folding import Folded, VisibleEdge, block_key
from gui.builder.layered import Part, Piece
from gui.builder.moved import with_moved

__all__ = ["Box", "Layout", "Route", "lay_out"]

NODE_WIDTH_PX, NODE_HEIGHT_PX = 280.0, 48.0
COLUMN_HEIGHT_PX = 720.0


def lay_out(
    folded: Folded, *, moved: Mapping[str, Point] | None = None, column_height_px: float = COLUMN_HEIGHT_PX
) -> Layout:
    """Return a layout in layers from top to bottom.

    Args:
        folded: what is shown.
        moved: upper left corners of items that the user put somewhere, by key; their wires follow.
        column_height_px: chains that are longer continue in a next column, the more the longer they are.
    """
    plan = _planned(folded)
    drawings: dict[str, Drawing] = {}
    _draw_block(plan, "", drawings, column_height_px)
    boxes, frames, origins = _placed(plan, drawings)
    routes = tuple(_route(edge, plan, drawings, origins) for edge in folded.edges)
    layout = Layout(boxes, frames, routes)
    return with_moved(layout, folded, moved) if moved else layout


@dataclass(slots=True)
class _Plan:
    """What is drawn in which block.

    Attributes:
        children: keys of the items and frames in each open block, by its path; "" for the whole.
        pieces: the wires among them.
        hops: the pieces that an edge consists of, each with its block.
        paths: path of the block of every frame, by its key.
    """

    children: dict[str, dict[str, None]] = field(default_factory=lambda: {"": {}})
    pieces: dict[str, dict[Piece, None]] = field(default_factory=lambda: {"": {}})
    hops: dict[tuple[str, str], list[tuple[str, Piece]]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)


def _planned(folded: Folded) -> _Plan:
    plan = _Plan()
    outer = {frame.path: frame.frame for frame in folded.frames}
    around: dict[str, tuple[str, ...]] = {}
    for item in folded.items:
        chain: list[str] = []
        path = item.frame
        while path:
            chain.insert(0, path)
            path = outer[path]
        around[item.key] = tuple(chain)
        for path, inner in zip(("", *chain), (*map(block_key, chain), item.key), strict=True):
            plan.children.setdefault(path, {})[inner] = None
            plan.pieces.setdefault(path, {})
        plan.paths.update({block_key(path): path for path in chain})
    for edge in folded.edges:
        hops = _hops(edge, around[edge.source], around[edge.target])
        plan.hops[edge.source, edge.target] = hops
        for path, piece in hops:
            plan.pieces[path][piece] = None
    return plan


def _hops(edge: VisibleEdge, source_in: tuple[str, ...], target_in: tuple[str, ...]) -> list[tuple[str, Piece]]:
    """Return the pieces of an edge: out of the frames around its source, across, into those around its target."""
    common = 0
    while common < min(len(source_in), len(target_in)) and source_in[common] == target_in[common]:
        common += 1
    net = edge.source
    leaving = [edge.source, *(block_key(path) for path in reversed(source_in[common:]))]
    entering = [*(block_key(path) for path in target_in[common:]), edge.target]
    hops = [
        (path, Piece(net, inner, _exit(net)))
        for path, inner in zip(reversed(source_in[common:]), leaving, strict=False)
    ]
    hops.append((source_in[common - 1] if common else "", Piece(net, leaving[-1], entering[0])))
    hops.extend(
        (path, Piece(net, _entry(net), inner)) for path, inner in zip(target_in[common:], entering[1:], strict=True)
    )
    return hops


def _entry(net: str) -> str:
    return f"/in/{net}"


def _exit(net: str) -> str:
    return f"/out/{net}"


def _draw_block(plan: _Plan, path: str, drawings: dict[str, Drawing], column_height_px: float) -> None:
    parts = []
    for key in plan.children[path]:
        if key in plan.paths:
            _draw_block(plan, plan.paths[key], drawings, column_height_px)
            parts.append(_frame_part(key, plan.pieces[plan.paths[key]], drawings[plan.paths[key]]))
        else:
            parts.append(Part(key, "item", NODE_WIDTH_PX, NODE_HEIGHT_PX))
    pieces = tuple(plan.pieces[path])
    entries = dict.fromkeys(piece.source for piece in pieces if piece.source == _entry(piece.net))
    exits = dict.fromkeys(piece.target for piece in pieces if piece.target == _exit(piece.net))
    parts.extend(Part(key, "entry") for key in entries)
    parts.extend(Part(key, "exit") for key in exits)
    bottom = BORDER_PX if path else 0.0
    drawings[path] = draw(parts, pieces, bottom_px=bottom, least_height_px=column_height_px)


def _frame_part(key: str, pieces: Mapping[Piece, None], drawing: Drawing) -> Part:
    ins = {p.net: BORDER_PX + drawing.corners[p.source][0] for p in pieces if p.source == _entry(p.net)}
    outs = {p.net: BORDER_PX + drawing.corners[p.target][0] for p in pieces if p.target == _exit(p.net)}
    return Part(key, "item", drawing.width + 2 * BORDER_PX, drawing.height + TITLE_PX, ins, outs)


def _placed(plan: _Plan, drawings: Mapping[str, Drawing]) -> tuple[dict[str, Box], dict[str, Box], dict[str, Point]]:
    """Return boxes, frames, and where the drawing of each block begins."""
    boxes: dict[str, Box] = {}
    frames: dict[str, Box] = {}
    origins: dict[str, Point] = {"": (0.0, 0.0)}
    waiting = [""]
    while waiting:
        path = waiting.pop()
        left, top = origins[path]
        for key in plan.children[path]:
            x, y = drawings[path].corners[key]
            inner = plan.paths.get(key)
            if inner is None:
                boxes[key] = Box(left + x, top + y, NODE_WIDTH_PX, NODE_HEIGHT_PX)
                continue
            drawing = drawings[inner]
            frames[inner] = Box(left + x, top + y, drawing.width + 2 * BORDER_PX, drawing.height + TITLE_PX)
            origins[inner] = (left + x + BORDER_PX, top + y + TITLE_PX)
            waiting.append(inner)
    return boxes, frames, origins


def _route(edge: VisibleEdge, plan: _Plan, drawings: Mapping[str, Drawing], origins: Mapping[str, Point]) -> Route:
    points: list[Point] = []
    for path, piece in plan.hops[edge.source, edge.target]:
        left, top = origins[path]
        points.extend((left + x, top + y) for x, y in drawings[path].wires[piece])
    return Route(edge, simplified(points))
