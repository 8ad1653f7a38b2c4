"""The next run: a config proposed by the engine and changed by the user, with undo."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from engine.contract.changed_fields import with_fields
from engine.contract.commands import ProposeConfig
from engine.contract.config import RunConfig, TaskName, WeightsSource
from engine.contract.events import ConfigProposed, Failed
from engine.contract.trials import Trial
from engine.network_plan import CUSTOM, freeze_until, with_catalogue_graph, with_graph
from gui.engine_client import EngineClient, Reply
from gui.runs.words import task_words
from models.editing.edits import change_operation
from models.graph import Graph, GraphError
from models.nodes import Input

# A change of one of these changes the shape of the network, so that its graph is drawn anew.
GRAPH_FIELDS = frozenset(
    {"input.height", "input.width", "input.channels", "training.dropout", "training.batch_normalisation"}
)


class RunPlan(QObject):
    """The config that the next training takes.

    Attributes:
        obstacle: why its network cannot be trained, a sentence; empty where it can.
        keeps_drawn: whether a network that the user has drawn stays when another dataset is opened and no network is
            named for it; undo brings back the one that was not taken.

    Signals:
        changed(): another config; read ``config``.
        proposed(): the engine has chosen a config for a newly opened dataset.
        refused(field, sentence): a change that cannot be.
        failed(Failed): the engine could not choose a config.
    """

    changed = Signal()
    proposed = Signal()
    refused = Signal(str, str)
    failed = Signal(object)

    def __init__(self, client: EngineClient, undo_stack: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._undo_stack = undo_stack
        self._reply: Reply | None = None
        self._undo_text = ""
        self._drawn: Graph | None = None
        self._drawn_weights: WeightsSource | None = None
        self.keeps_drawn = True
        self.obstacle = ""
        self.config: RunConfig | None = None
        self.proposal: RunConfig | None = None
        self.reasons: dict[str, str] = {}

    def propose(self, dataset: Path, *, reading: str | None = None, network: str | None = None) -> None:
        """Ask the engine for a config that fits a dataset, and the network if one is named."""
        self._undo_text = ""
        self.keeps_drawn = self.keeps_drawn and network is None
        self._ask(ProposeConfig(path=str(dataset), reading=reading, network=network))

    def try_out(self, dataset: Path, trial: Trial) -> None:
        """Ask the engine for what a trial needs on its sample pictures, whatever has been drawn or planned."""
        self._undo_text, self.keeps_drawn = "", False
        network, options, fields = trial.network, dict(trial.options), dict(trial.fields)
        self._ask(ProposeConfig(path=str(dataset), network=network, options=options, fields=fields))

    def forget(self) -> None:
        """Have no plan, as for a dataset that nothing can be learned from yet."""
        if self._reply is not None:
            self._reply.cancel()
            self._reply = None
        self.config, self.proposal, self.reasons = None, None, {}
        self.changed.emit()

    def choose_network(self, name: str) -> None:
        """Take a network of the catalogue, with the input size and training that fit it."""
        if self.config is not None:
            self._undo_text = f"network {name}"
            self._ask(self._question(network=name))

    @Slot(object)
    def choose_task(self, task: TaskName) -> None:
        """Learn something else from the same pictures, with everything that fits it."""
        if self.config is not None and task is not self.config.task:
            self._undo_text = f"learning of {task_words(task).lower()}"
            self._ask(self._question(task=task))

    def start_from(self, source: WeightsSource, *, title: str, graph: dict[str, Any] | None = None) -> None:
        """Take the network of a backbone with a head for the present classes; ``graph`` is that of a file."""
        if self.config is not None:
            self._undo_text = f"backbone {title}"
            self._ask(self._question(weights=source, graph=graph))

    def _question(self, **wishes: Any) -> ProposeConfig:
        """What to ask about the present dataset and task, unless another task is among the wishes."""
        assert self.config is not None
        dataset, task = self.config.dataset, self.config.task
        return ProposeConfig(**{"path": dataset.path, "reading": dataset.reading, "task": task, **wishes})

    def forget_backbone(self) -> None:
        """Start with random weights, and let everything learn."""
        self._change_network("random weights", weights=None, frozen=())

    def use_file(self, path: str) -> None:
        """Read pretrained weights from a local file instead of downloading them."""
        if self.config is not None and self.config.network.weights is not None:
            weights = self.config.network.weights.model_copy(update={"path": path})
            self._change_network("file of weights", weights=weights)

    def freeze_until(self, name: str) -> None:
        """Freeze a node and all that it depends on, and nothing else; nothing at all for an empty name."""
        if self.config is not None:
            frozen = freeze_until(self.config, name).network.frozen
            self._change_network(f"freezing up to {name}" if name else "unfreezing", frozen=frozen)

    def _change_network(self, text: str, **changes: object) -> None:
        if self.config is not None:
            network = self.config.network.model_copy(update=changes)
            self.push(self.config.model_copy(update={"network": network}), text)

    def set_field(self, field: str, value: Any) -> None:
        """Change one field, named like ``training.epochs``; ``refused`` says why not."""
        if self.config is None:
            return
        try:
            self.push(_with_field(self.config, field, value), f"change of {field.rpartition('.')[2].replace('_', ' ')}")
        except ValidationError as error:
            self.refused.emit(field, error.errors(include_url=False)[0]["msg"])
        except GraphError as error:
            self.refused.emit(field, str(error))

    def set_network_options(self, options: dict[str, Any]) -> None:
        """Change options of the chosen architecture; ``refused`` says why not."""
        if self.config is None:
            return
        network = self.config.network.model_copy(update={"options": options})
        try:
            changed = with_catalogue_graph(self.config.model_copy(update={"network": network}))
        except GraphError as error:
            self.refused.emit("network.options", str(error))
            return
        self.push(changed, "change of the network")

    def set_drawn(self, graph: Graph | None, *, obstacle: str, weights: WeightsSource | None = None) -> None:
        """Say which network the user has drawn, None for none, why it cannot be trained, and what it starts with."""
        self._drawn, self._drawn_weights = graph, weights
        self.obstacle = obstacle

    def take_network(
        self, graph: Graph, *, name: str, options: Mapping[str, Any], weights: WeightsSource | None = None
    ) -> None:
        """Take a drawn network with the input that it reads, without undo; the drawing has its own."""
        if self.config is not None:
            config = _with_network(self.config, graph, name=name, options=options, weights=weights)
            if config != self.config:
                self.take(config)

    def push(self, config: RunConfig, text: str) -> None:
        """Take a config, with undo."""
        if self.config is None:
            self.take(config)
        elif config != self.config:
            self._undo_stack.push(_ChangeConfig(self, self.config, config, text))

    def take(self, config: RunConfig | None) -> None:
        """Take a config without undo; for undo commands and for runs that are repeated."""
        self.config = config
        self.changed.emit()

    def _ask(self, command: ProposeConfig) -> None:
        if self._reply is not None:
            self._reply.cancel()
        self._reply = self._client.request(command)
        self._reply.succeeded.connect(self._on_proposed)
        self._reply.failed.connect(self._on_failed)

    @Slot(object, object)
    def _on_proposed(self, event: ConfigProposed, _arrays: object) -> None:
        if self.sender() is not self._reply:
            return
        self._reply = None
        self.reasons, self.proposal = event.reasons, event.config
        if self._undo_text and self.config is not None:
            self.push(event.config, self._undo_text)
        else:
            self._take_proposal(event.config)
            self.proposed.emit()

    def _take_proposal(self, proposal: RunConfig) -> None:
        drawn, self._undo_text = self._drawn, ""
        if drawn is None:
            self.take(proposal)
            return
        kept = _with_network(proposal, drawn, name=CUSTOM, options={}, weights=self._drawn_weights)
        keeps = self.keeps_drawn and not _says_something_else(drawn, proposal)
        first, second = (proposal, kept) if keeps else (kept, proposal)
        self.take(first)
        self.push(second, "keeping the drawn network" if keeps else f"network {proposal.network.name}")

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self.sender() is self._reply:
            self._reply = None
            if not failure.is_cancelled:
                self.failed.emit(failure)


class _ChangeConfig(QUndoCommand):
    def __init__(self, plan: RunPlan, before: RunConfig, after: RunConfig, text: str) -> None:
        super().__init__(text)
        self._plan, self._before, self._after = plan, before, after

    def redo(self) -> None:
        self._plan.take(self._after)

    def undo(self) -> None:
        self._plan.take(self._before)


def _with_field(config: RunConfig, field: str, value: Any) -> RunConfig:
    changed = with_fields(config, {field: value})
    if changed.network.name == CUSTOM and field.startswith("input."):
        return _with_drawn_input(changed)
    return with_catalogue_graph(changed) if field in GRAPH_FIELDS else changed


def _says_something_else(drawn: Graph, proposal: RunConfig) -> bool:
    """Whether a drawn network speaks of pixels where the proposed one speaks of whole pictures, or the opposite."""
    ranks = {_rank(drawn), _rank(Graph.from_json(proposal.network.graph))}
    return None not in ranks and len(ranks) > 1


def _rank(graph: Graph) -> int | None:
    """The number of axes of what a network says; None while that is not known."""
    shapes, _ = graph.measure()
    return next((len(shapes[name]) for name in graph.outputs[:1] if name in shapes), None)


def _with_network(
    config: RunConfig, graph: Graph, *, name: str, options: Mapping[str, Any], weights: WeightsSource | None
) -> RunConfig:
    """``config`` with another network and its weights, and with the input size that it reads."""
    network = config.network.model_copy(update={"weights": weights})
    changed = with_graph(config.model_copy(update={"network": network}), graph)
    network = changed.network.model_copy(update={"name": name, "options": dict(options)})
    shape = graph.node(graph.inputs[0]).options["shape"] if graph.inputs else ()
    sizes = dict(zip(("height", "width", "channels"), shape, strict=False)) if len(shape) == 3 else {}
    try:
        shown = type(config.input).model_validate({**config.input.model_dump(), **sizes})
    except ValidationError:
        shown = config.input  # the network says what is wrong with its input
    return changed.model_copy(update={"network": network, "input": shown})


def _with_drawn_input(config: RunConfig) -> RunConfig:
    """``config`` whose drawn network reads the input size that was chosen."""
    graph = Graph.from_json(config.network.graph)
    shape = (config.input.height, config.input.width, config.input.channels)
    names = graph.inputs[:1]
    return with_graph(config, change_operation(graph, names[0], Input(shape)) if names else graph)
