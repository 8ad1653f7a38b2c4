"""Edits of the drawn network as the user asks for them: each is one step of undo, and selects its result."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from gui.builder.additions import Place, added_entry
from gui.builder.canvas.selection import CanvasSelection
from gui.builder.document import GraphDocument
from gui.builder.drawn_network import Position
from gui.builder.folding import Wire
from gui.builder.layer_entries import LayerEntry
from models.editing.blocks import dissolve_block, duplicate, make_block, rename_block
from models.editing.clipboard import copy_text, paste_text
from models.editing.edits import Added, is_read_by, remove_nodes, rename, set_outputs
from models.editing.repairs import Repair
from models.editing.wires import connect, disconnect
from models.graph import Graph
from models.nodes import Input


class GraphEditor:
    """Turns wishes into edits of the document.

    Args:
        document: what is edited.
        selection: what is selected afterwards.
    """

    def __init__(self, document: GraphDocument, selection: CanvasSelection) -> None:
        self._document = document
        self._selection = selection

    def add(self, entry: LayerEntry, place: Place | None = None, *, at: Position | None = None) -> tuple[str, ...]:
        """Add a layer or a block; returns the new names.

        Args:
            entry: what is added.
            place: where in the graph; behind the selection where None.
            at: where on the canvas, for a layer that stands alone.
        """
        where = place or Place(behind=self._selection.names)
        purpose = self._document.purpose
        classes = purpose.classes if purpose is not None else None
        added = added_entry(self._document.graph, entry, where, classes=classes)
        positions = {**self._document.drawn.positions, added.names[0]: at} if at and added.names else None
        self._document.edit(added.graph, f"adding {entry.title.lower()}", positions=positions)
        self._selection.choose(added.names)
        return added.names

    def insert_existing(self, name: str, wire: Wire) -> None:
        """Put a node that stands alone into a wire."""
        graph = disconnect(self._document.graph, wire.source, wire.target, position=wire.position)
        graph = connect(graph, wire.source, name)
        self._document.edit(_inserted(graph, name, wire), f"inserting {name}")

    def can_connect(self, sources: Collection[str], targets: Collection[str]) -> bool:
        """Whether a wire from one card to another makes no cycle and ends at something that reads."""
        graph = self._document.graph
        source, target = leaving_node(graph, sources), entering_node(graph, targets)
        if not source or not target or isinstance(graph.node(target).operation, Input):
            return False
        return not is_read_by(graph, target, source)

    def connect_ports(
        self, sources: Collection[str], targets: Collection[str], port: int, *, lifted: Wire | None = None
    ) -> None:
        """Draw a wire between two cards; ``lifted`` is the one that was taken away from elsewhere for it."""
        graph = self._document.graph
        source, target = leaving_node(graph, sources), entering_node(graph, targets)
        if lifted is not None:
            if lifted == Wire(source, target, port):
                return
            graph = disconnect(graph, lifted.source, lifted.target, position=lifted.position)
        is_free_merge = graph.node(target).operation.input_count is None and lifted is None
        position = None if is_free_merge or len(targets) > 1 else port
        self._document.edit(connect(graph, source, target, position=position), f"wire to {target}")

    def remove_wires(self, wires: Iterable[Wire]) -> None:
        """Take edges away."""
        graph = self._document.graph
        for wire in sorted(wires, key=lambda wire: -wire.position):
            graph = disconnect(graph, wire.source, wire.target, position=wire.position)
        self._document.edit(graph, "removing a wire")

    def remove_selected(self) -> None:
        """Remove the selected nodes; what read them reads what they read."""
        names = self._selection.names
        if names:
            graph = remove_nodes(self._document.graph, names)
            before = self._before(names)
            self._document.edit(graph, f"removing {_described(names)}")
            self._selection.choose(name for name in before if self._document.has_node(name))

    def copy(self) -> str:
        """The selected nodes as text; empty where none is selected."""
        names = self._selection.names
        return copy_text(self._document.graph, names) if names else ""

    def paste(self, text: str) -> None:
        """Add the nodes of a text.

        Raises:
            GraphError: the text holds no nodes.
        """
        self._take(paste_text(self._document.graph, text), "pasting")

    def duplicate_selected(self, times: int = 1) -> None:
        """Put copies of the selected nodes behind them."""
        names = self._selection.names
        if names:
            self._take(duplicate(self._document.graph, names, times), f"duplicating {_described(names)}")

    def rename_node(self, name: str, wanted: str) -> str:
        """Call a node otherwise; returns what it is called now."""
        graph = rename(self._document.graph, name, wanted)
        changed = [
            after.name
            for before, after in zip(self._document.graph.nodes, graph.nodes, strict=True)
            if before.name == name
        ]
        given = changed[0] if changed else name
        chosen = [given if one == name else one for one in self._selection.names]
        if given != name:
            positions = {given if key == name else key: place for key, place in self._document.drawn.positions.items()}
            self._document.edit(graph, f"renaming {name}", positions=positions)
            self._selection.choose(chosen)
        return given

    def rename_block(self, path: str, wanted: str) -> None:
        """Call a block otherwise."""
        self._document.edit(rename_block(self._document.graph, path, wanted), f"renaming {path}")

    def make_block(self) -> None:
        """Make a block of the selected nodes."""
        names = self._selection.names
        if len(names) > 1:
            graph, _ = make_block(self._document.graph, names)
            self._document.edit(graph, "making a block")

    def dissolve_block(self, path: str) -> None:
        """Take a block away; its nodes stay."""
        self._document.edit(dissolve_block(self._document.graph, path), f"dissolving {path}")

    def make_output(self, name: str) -> None:
        """Let a node be the output of the network."""
        self._document.edit(set_outputs(self._document.graph, (name,)), f"output {name}")

    def apply(self, repair: Repair) -> None:
        """Take what a repair proposes."""
        before = {node.name for node in self._document.graph.nodes}
        new = [node.name for node in repair.graph.nodes if node.name not in before]
        self._document.edit(repair.graph, repair.title[:1].lower() + repair.title[1:])
        if new:
            self._selection.choose(new)

    def neighbour(self, name: str, *, is_forward: bool) -> str:
        """The node that reads a node, or the first that it reads; empty for none."""
        graph = self._document.graph
        if is_forward:
            return next((node.name for node in graph.nodes if name in node.inputs), "")
        inputs = graph.node(name).inputs
        return next((source for source in inputs if self._document.has_node(source)), "")

    def _take(self, added: Added, text: str) -> None:
        self._document.edit(added.graph, text)
        if added.names:
            self._selection.choose(added.names)

    def _before(self, names: Collection[str]) -> list[str]:
        inputs = (source for node in self._document.graph.nodes if node.name in names for source in node.inputs)
        return [source for source in inputs if source not in names][:1]


def leaving_node(graph: Graph, names: Collection[str]) -> str:
    """The node whose result leaves a card: the last one that no other of them reads."""
    read = {source for node in graph.nodes if node.name in names for source in node.inputs}
    return next((node.name for node in reversed(graph.nodes) if node.name in names and node.name not in read), "")


def entering_node(graph: Graph, names: Collection[str]) -> str:
    """The node where a wire enters a card: the first one that reads nothing of them, preferably nothing at all."""
    inside = [node for node in graph.nodes if node.name in names and not set(node.inputs).intersection(names)]
    return next((node.name for node in inside if not node.inputs), inside[0].name if inside else "")


def _inserted(graph: Graph, name: str, wire: Wire) -> Graph:
    """The graph where the reader of a removed wire reads ``name`` at the same place."""
    reader = graph.node(wire.target)
    inputs = (*reader.inputs[: wire.position], name, *reader.inputs[wire.position :])
    nodes = tuple(replace(node, inputs=inputs) if node.name == wire.target else node for node in graph.nodes)
    outputs = tuple(dict.fromkeys(output for output in graph.outputs if output != name)) or graph.outputs
    return replace(graph, nodes=nodes, outputs=outputs)


def _described(names: Collection[str]) -> str:
    return next(iter(names)) if len(names) == 1 else f"{len(names)} layers"
