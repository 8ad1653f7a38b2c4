"""The network of a run or a ``.keras`` file, opened to be edited; its weights stay wherever a layer does not change."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.commands import OpenNetwork
from engine.contract.config import WeightsSource
from engine.contract.errors import UserError
from engine.contract.events import Failed, NetworkOpened
from gui.builder.drawn_network import DrawnNetwork
from gui.builder.graph_files import read_network
from gui.engine_client import EngineClient, Reply
from models.graph import Graph
from models.kept_weights import weights_kept


class OpenedNetwork(QObject):
    """Asks the engine for the network, since only that reads Keras files, and remembers what it was.

    Signals:
        opened(DrawnNetwork, str, tuple): the network, what it is called, and what had to be assumed, in sentences.
        failed(Failed): why it is not opened.
    """

    opened = Signal(object, str, object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._reply: Reply | None = None
        self._sources: dict[str, Graph] = {}

    def open(self, path: Path) -> None:
        """Read a graph's JSON, or ask for the network at ``path``; the newest wish counts."""
        if self._reply is not None:
            self._reply.cancel()
        if path.suffix == ".json":
            self._reply = None
            self._read(path)
            return
        self._reply = self._client.request(OpenNetwork(path=str(path)))
        self._reply.succeeded.connect(self._on_opened)
        self._reply.failed.connect(self._on_failed)

    def weights_in_words(self, drawn: DrawnNetwork) -> str:
        """What becomes of the weights that a drawn network was opened with; empty where it has none."""
        source = self._sources.get(drawn.weights.path) if drawn.weights is not None else None
        if drawn.weights is None or source is None:
            return ""
        return f"Weights of {Path(drawn.weights.path).name}: {weights_kept(drawn.graph, source).sentence}"

    def _read(self, path: Path) -> None:
        try:
            self.opened.emit(read_network(path), path.name, ())
        except UserError as error:
            self.failed.emit(Failed(message=error.message, hint=error.hint))

    @Slot(object, object)
    def _on_opened(self, event: NetworkOpened, _arrays: object) -> None:
        if self.sender() is not self._reply:
            return
        self._reply = None
        graph = Graph.from_json(event.graph)
        weights = WeightsSource(origin=event.origin, path=event.path) if event.has_weights else None
        self._sources[event.path] = graph
        self.opened.emit(DrawnNetwork(graph, weights=weights), event.title, event.warnings)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self.sender() is self._reply:
            self._reply = None
            if not failure.is_cancelled:
                self.failed.emit(failure)
