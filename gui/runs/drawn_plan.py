"""Keeps the drawn network and the plan of the next run the same."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from engine.contract.tasks import TRAITS
from gui.builder.document import GraphDocument
from gui.builder.drawn_network import DrawnNetwork, Position
from gui.runs.plan import RunPlan
from models.classifier import Purpose
from models.graph import Graph, GraphError


class DrawnPlan(QObject):
    """Takes edits of the document into the plan, and what was planned elsewhere into the document.

    Undo stays in one place: whoever pushed the command changes its own side, and the other one follows.

    Args:
        document: the drawn network.
        plan: the next run.
        parent: owner.
    """

    def __init__(self, document: GraphDocument, plan: RunPlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._plan = plan
        self._edited: DrawnNetwork | None = None
        self._is_following = False
        document.changed.connect(self._on_document_changed)
        plan.changed.connect(self._on_plan_changed)

    @Slot()
    def _on_document_changed(self) -> None:
        drawn = self._document.drawn
        if drawn.is_edited:
            self._edited = drawn
        edited = drawn.graph if drawn.is_edited else None
        self._plan.set_drawn(edited, obstacle=self._obstacle(), weights=drawn.weights)
        if not self._is_following:
            self._is_following = True
            self._plan.take_network(drawn.graph, name=drawn.architecture, options=drawn.options, weights=drawn.weights)
            self._is_following = False

    @Slot()
    def _on_plan_changed(self) -> None:
        if self._is_following:
            return
        config = self._plan.config
        self._is_following = True
        if config is not None:
            shape = (config.input.height, config.input.width, config.input.channels)
            self._document.show(self._planned())
            traits = TRAITS[config.task]
            self._document.set_purpose(
                Purpose(
                    len(config.classes),
                    shape,
                    is_dense=traits.is_dense,
                    says_boxes=traits.says_boxes,
                    has_single_box=traits.has_single_box,
                )
            )
        else:
            self._document.set_purpose(None)
        self._is_following = False

    def _planned(self) -> DrawnNetwork:
        """What the plan says, with the places of nodes where its graph is the one that was drawn."""
        assert self._plan.config is not None
        network = self._plan.config.network
        try:
            graph = Graph.from_json(network.graph)
        except GraphError:
            return self._document.drawn
        before = (self._document.drawn, *((self._edited,) if self._edited is not None else ()))
        positions: Mapping[str, Position] = next((drawn.positions for drawn in before if drawn.graph == graph), {})
        return DrawnNetwork(graph, network.name, network.options, positions, network.weights)

    def _obstacle(self) -> str:
        problems = self._document.problems
        return str(problems[0]) if problems else ""
