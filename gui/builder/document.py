"""The network that is drawn, with undo, and which of its blocks are open."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from gui.builder.drawn_network import DrawnNetwork, Position
from gui.builder.folding import open_at_start
from gui.builder.undo_commands import ChangeOption, DrawnCommand, EditGraph, MoveNodes, ReplaceNetwork
from models.arithmetic import Examination, examine
from models.classifier import Purpose, Unfit, unfit
from models.editing.edits import set_option
from models.editing.repairs import Repair, repairs_for
from models.graph import Graph
from models.problems import GraphProblem


class GraphDocument(QObject):
    """Holds one network; views show it, and every change goes through its undo commands.

    Args:
        undo_stack: where changes are remembered.
        drawn: what is shown first.
        parent: owner.

    Signals:
        changed(): another graph, architecture or position; read ``drawn``.
        folding_changed(): other blocks are open; read ``open_blocks``.
        replaced(): another network altogether is drawn; ``changed`` came before.
    """

    changed = Signal()
    replaced = Signal()
    folding_changed = Signal()

    def __init__(self, undo_stack: QUndoStack, drawn: DrawnNetwork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo_stack = undo_stack
        self._drawn = drawn
        self._examination = examine(drawn.graph)
        self._purpose: Purpose | None = None
        self._unfit: Unfit | None = None
        self._repairs: dict[GraphProblem, tuple[Repair, ...]] = {}
        self._open_blocks = open_at_start(drawn.graph)

    @property
    def drawn(self) -> DrawnNetwork:
        """The state that is shown."""
        return self._drawn

    @property
    def graph(self) -> Graph:
        """The network as data."""
        return self._drawn.graph

    @property
    def examination(self) -> Examination:
        """The table of the graph, as far as it can be calculated."""
        return self._examination

    @property
    def purpose(self) -> Purpose | None:
        """What the network is for; None while no dataset is open."""
        return self._purpose

    @property
    def problems(self) -> tuple[GraphProblem, ...]:
        """What keeps the graph from being a network; if nothing does, what keeps it from learning for its purpose."""
        return tuple(self._examination.problems) or ((self._unfit.problem,) if self._unfit is not None else ())

    def repairs(self, problem: GraphProblem) -> tuple[Repair, ...]:
        """What can be done about a problem, the most likely wish first."""
        if self._unfit is not None and problem == self._unfit.problem:
            return self._unfit.repairs
        if problem not in self._repairs:
            self._repairs[problem] = repairs_for(self.graph, problem)
        return self._repairs[problem]

    @property
    def open_blocks(self) -> frozenset[str]:
        """Paths of the blocks whose nodes are shown."""
        return self._open_blocks

    def show(self, drawn: DrawnNetwork) -> None:
        """Take a state without undo; for undo commands and for what was planned elsewhere."""
        if drawn == self._drawn:
            return
        if drawn.graph != self._drawn.graph:
            self._examination = examine(drawn.graph)
            self._repairs = {}
        is_another = _is_another(self._drawn.graph, drawn.graph)
        self._drawn = drawn
        self._unfit = self._find_unfit()
        if is_another:
            self._open_blocks = open_at_start(drawn.graph)
        self.changed.emit()
        if is_another:
            self.replaced.emit()

    def has_node(self, name: str) -> bool:
        """Whether a node is called so."""
        return any(node.name == name for node in self.graph.nodes)

    def edit(self, graph: Graph, text: str, *, positions: Mapping[str, Position] | None = None) -> None:
        """Take an edited graph, with undo; ``positions`` where nodes are called otherwise or stand elsewhere."""
        if graph != self.graph:
            after = self._edited(graph) if positions is None else self._drawn_anew(graph, positions)
            self._push(EditGraph(self, self._drawn, after, text))

    def set_option(self, node: str, option: str, value: object) -> None:
        """Give an option of a node another value, with undo; several in a row are one step.

        Raises:
            RuleError: the option does not take the value.
        """
        graph = set_option(self.graph, node, option, value)
        if graph != self.graph:
            self._push(ChangeOption(self, self._drawn, self._edited(graph), node=node, option=option))

    def move(self, positions: Mapping[str, Position], text: str = "move") -> None:
        """Put nodes and folded blocks somewhere else, with undo."""
        after = replace(self._drawn, positions={**self._drawn.positions, **positions})
        if after != self._drawn:
            self._push(MoveNodes(self, self._drawn, after, text))

    def tidy(self) -> None:
        """Forget where the user put nodes, so that all of them are laid out anew, with undo."""
        if self._drawn.positions:
            self._push(MoveNodes(self, self._drawn, replace(self._drawn, positions={}), "tidying up"))

    def replace(self, drawn: DrawnNetwork, text: str) -> None:
        """Draw another network in place of this one, with undo."""
        if drawn != self._drawn:
            self._push(ReplaceNetwork(self, self._drawn, drawn, text))

    def set_purpose(self, purpose: Purpose | None) -> None:
        """Say what the network is for."""
        if purpose != self._purpose:
            self._purpose = purpose
            before, self._unfit = self._unfit, self._find_unfit()
            if before != self._unfit:
                self.changed.emit()

    def set_open_blocks(self, blocks: Iterable[str]) -> None:
        """Open these blocks and fold the others."""
        found = frozenset(blocks)
        if found != self._open_blocks:
            self._open_blocks = found
            self.folding_changed.emit()

    def _find_unfit(self) -> Unfit | None:
        if self._purpose is None or self._examination.problems:
            return None
        return unfit(self.graph, self._purpose)

    def _edited(self, graph: Graph) -> DrawnNetwork:
        names = {node.name for node in self.graph.nodes} - {node.name for node in graph.nodes}
        positions = {key: place for key, place in self._drawn.positions.items() if key not in names}
        return self._drawn_anew(graph, positions)

    def _drawn_anew(self, graph: Graph, positions: Mapping[str, Position]) -> DrawnNetwork:
        """An edited network; layers that are left as they were keep their weights."""
        return DrawnNetwork(graph, positions=positions, weights=self._drawn.weights)

    def _push(self, command: DrawnCommand) -> None:
        self._undo_stack.push(command)


def _is_another(before: Graph, after: Graph) -> bool:
    """Whether hardly a node of a graph is left, so that it is another network and no edit of the same."""
    names = {node.name for node in after.nodes}
    kept = sum(node.name in names for node in before.nodes)
    return 2 * kept < min(len(before.nodes), len(after.nodes)) or (before.name != after.name and kept <= 1)
