"""What the canvas draws of a network, and where: cards, frames, wires. Free of Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gui.builder.boxes import Box, Layout, Point, Route
from gui.builder.cards import Card, block_card, block_note, node_card
from gui.builder.folding import Folded, VisibleFrame, VisibleItem, Wire, block_sums, fold
from gui.builder.layout import lay_out
from models.arithmetic import Examination
from models.graph import Graph, Node
from models.problems import GraphProblem

_PORT_GAP_PX = 24.0


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A node or a folded block.

    Attributes:
        key: as in ``VisibleItem``.
        card: its texts.
        box: its place, in pixels of the scene.
        nodes: names of the nodes that it shows.
        ports: where wires enter at its top, from its left edge, in the order of its inputs; then those that are open.
        wrong_ports: which of them have a problem.
        is_folded: whether it is a folded block.
    """

    key: str
    card: Card
    box: Box
    nodes: tuple[str, ...]
    ports: tuple[float, ...]
    wrong_ports: frozenset[int]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class PlacedFrame:
    """An open block.

    Attributes:
        key: its path.
        title: last part of the path.
        note: what it costs.
        box: its place, in pixels of the scene.
        nodes: names of all nodes inside.
    """

    key: str
    title: str
    note: str
    box: Box
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedWire:
    """One line between two cards.

    Attributes:
        source: key of the card that is read.
        target: key of the card that reads.
        port: at which port of the target it ends.
        wires: the edges of the graph that it stands for.
        is_wrong: whether one of them has a problem.
        points: its corners.
    """

    source: str
    target: str
    port: int
    wires: tuple[Wire, ...]
    is_wrong: bool
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class PlacedNetwork:
    """Everything that the canvas draws."""

    cards: tuple[PlacedCard, ...]
    frames: tuple[PlacedFrame, ...]
    wires: tuple[PlacedWire, ...]


class Placer:
    """Lays out networks; while only options change, the layout of before is used again."""

    def __init__(self) -> None:
        self._laid_out: tuple[Folded, Mapping[str, Point], Layout] | None = None

    def place(
        self,
        graph: Graph,
        examination: Examination,
        problems: Iterable[GraphProblem],
        *,
        open_blocks: frozenset[str],
        moved: Mapping[str, Point],
    ) -> PlacedNetwork:
        """Lay out what is shown of a graph.

        Args:
            graph: the network.
            examination: its table.
            problems: what is marked.
            open_blocks: paths of the blocks whose nodes are shown.
            moved: where the user put cards, by key.
        """
        folded = fold(graph, open_blocks)
        layout = self._layout(folded, moved)
        placing = _Placing(graph, examination, tuple(problems), folded, layout)
        return PlacedNetwork(
            tuple(placing.card(item) for item in folded.items),
            tuple(placing.frame(frame) for frame in folded.frames),
            tuple(placing.wire(route) for route in layout.routes),
        )

    def _layout(self, folded: Folded, moved: Mapping[str, Point]) -> Layout:
        if self._laid_out is None or self._laid_out[:2] != (folded, moved):
            self._laid_out = (folded, moved, lay_out(folded, moved=moved))
        return self._laid_out[2]


class _Placing:
    """Looks things up while a network is placed."""

    def __init__(
        self, graph: Graph, examination: Examination, problems: tuple[GraphProblem, ...], folded: Folded, layout: Layout
    ) -> None:
        self._graph = graph
        self._examination = examination
        self._problems = problems
        self._layout = layout
        self._nodes = {node.name: node for node in graph.nodes}
        self._is_folded = {item.key: item.is_block for item in folded.items}
        self._ends: dict[str, dict[Wire, float]] = {}
        for route in layout.routes:
            for wire in route.edge.wires:
                self._ends.setdefault(route.edge.target, {})[wire] = route.points[-1][0]

    def card(self, item: VisibleItem) -> PlacedCard:
        ports, wrong = self._block_ports(item) if item.is_block else self._node_ports(item)
        problem = self._problem(item.nodes)
        return PlacedCard(
            key=item.key,
            card=self._block_card(item, problem) if item.is_block else self._node_card(item, problem),
            box=self._layout.boxes[item.key],
            nodes=item.nodes,
            ports=ports,
            wrong_ports=wrong,
            is_folded=item.is_block,
        )

    def frame(self, frame: VisibleFrame) -> PlacedFrame:
        note = block_note(block_sums(self._graph, self._examination, frame.nodes))
        return PlacedFrame(frame.path, frame.title, note, self._layout.frames[frame.path], frame.nodes)

    def wire(self, route: Route) -> PlacedWire:
        edge = route.edge
        port = self._block_port(edge.target, edge.wires[0]) if self._is_folded[edge.target] else edge.wires[0].position
        wrong = {problem.edge for problem in self._problems if problem.edge is not None}
        is_wrong = any((wire.source, wire.target) in wrong for wire in edge.wires)
        return PlacedWire(edge.source, edge.target, port, edge.wires, is_wrong, route.points)

    def _node_card(self, item: VisibleItem, problem: str) -> Card:
        node = self._nodes[item.nodes[0]]
        return node_card(node, self._examination.by_name.get(node.name), frame=item.frame, problem=problem)

    def _block_card(self, item: VisibleItem, problem: str) -> Card:
        return block_card(item.title, block_sums(self._graph, self._examination, item.nodes), problem=problem)

    def _problem(self, names: tuple[str, ...]) -> str:
        found = [problem for problem in self._problems if problem.node in names]
        if not found:
            return ""
        inside = f"{found[0].node}: " if len(names) > 1 else ""
        return f"{inside}{found[0].message}"

    def _node_ports(self, item: VisibleItem) -> tuple[tuple[float, ...], frozenset[int]]:
        node, box = self._nodes[item.nodes[0]], self._layout.boxes[item.key]
        ends = self._ends.get(item.key, {})
        ports = [
            ends.get(Wire(source, node.name, position), box.x + box.width / 2) - box.x
            for position, source in enumerate(node.inputs)
        ]
        wanted = 2 if node.operation.input_count is None else node.operation.input_count
        while len(ports) < wanted:
            ports.append(max(ports) + _PORT_GAP_PX if ports else box.width / 2 - _PORT_GAP_PX * (wanted - 1) / 2)
        return tuple(ports), self._wrong_ports(node, wanted)

    def _wrong_ports(self, node: Node, wanted: int) -> frozenset[int]:
        here = [problem for problem in self._problems if problem.node == node.name]
        sources = {problem.edge[0] for problem in here if problem.edge is not None and problem.edge[1] == node.name}
        wrong = {position for position, source in enumerate(node.inputs) if source in sources}
        if here and len(node.inputs) < wanted:
            wrong.update(range(len(node.inputs), wanted))
        return frozenset(wrong)

    def _block_ports(self, item: VisibleItem) -> tuple[tuple[float, ...], frozenset[int]]:
        box = self._layout.boxes[item.key]
        places = sorted(set(self._ends.get(item.key, {}).values()))
        return tuple(place - box.x for place in places) or (box.width / 2,), frozenset()

    def _block_port(self, key: str, wire: Wire) -> int:
        ends = self._ends[key]
        return sorted(set(ends.values())).index(ends[wire])
