"""The weights that a network starts with: those of a run, of a file, or learned on ImageNet, layer by layer."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import keras

from engine.contract.config import RunConfig, WeightsSource
from engine.contract.run_events import PhaseChanged, WeightsKept
from engine.contract.run_folder import RunFolder
from engine.kept_classes import ClassRows, keep_classes
from engine.kept_weights import KeptWeights, keep_weights
from engine.model_store import load_network
from engine.network_plan import graph_of
from engine.pretrained.source import keep_pretrained_weights
from engine.recorder import Recorder
from engine.training.run_log import append_to_log
from models.heads import class_columns


@dataclass(frozen=True, slots=True)
class StartWeights:
    """Where a network takes its first weights from, and who is told about it.

    Attributes:
        source: of the weights.
        config: of the run that starts.
        recorder: writes what became of them into the run's folder.
        report: is told how far a download is.
    """

    source: WeightsSource
    config: RunConfig
    recorder: Recorder
    report: Callable[[str, int, int], None]

    def take(self, network: keras.Model) -> KeptWeights:
        """Give ``network`` the weights of its source wherever a layer has the same name and shapes.

        Raises:
            UserError: there is no such source, or it may not be opened.
            DiscardRequested: the run was thrown away while weights were downloaded.
            FinishRequested: the run was ended while weights were downloaded.
        """
        self.recorder.append(PhaseChanged(time=time.time(), phase="taking over weights"))
        anew = [layer for layer in network.layers if layer.name in self.source.new]
        drawn = [layer.get_weights() for layer in anew]
        kept = self._keep(network)
        for layer, weights in zip(anew, drawn, strict=True):
            layer.set_weights(weights)
        kept = _with_new(kept, [layer.name for layer in anew])
        self._tell(kept)
        return kept

    def _keep(self, network: keras.Model) -> KeptWeights:
        match self.source.origin:
            case "imagenet":
                return keep_pretrained_weights(network, self.source, self.report)
            case "run":
                return self._keep_of_run(network, RunFolder(Path(self.source.path)).read_config())
            case "file":
                return keep_weights(network, load_network(self.source.path))

    def _keep_of_run(self, network: keras.Model, before: RunConfig) -> KeptWeights:
        """What a run has learned, of single classes too where both runs learn the same task."""
        source = load_network(self.source.path)
        rows = ClassRows(self.config.classes, before.classes)
        if before.task != self.config.task or rows.classes == rows.before:
            return keep_weights(network, source)
        columns = class_columns(graph_of(self.config))
        drawn = {name: network.get_layer(name).get_weights() for name in columns}
        kept = keep_weights(network, source)
        layers, changed = keep_classes(network, source, drawn, rows, columns)
        kept = _with_new(kept, changed)
        return KeptWeights(
            kept=(*kept.kept, *layers),
            new=tuple(name for name in kept.new if name not in layers),
            dropped=tuple(name for name in kept.dropped if name not in layers),
        )

    def _tell(self, kept: KeptWeights) -> None:
        """Say layer by layer what became of the weights: in the events for the window, in the log for people."""
        self.recorder.append(WeightsKept(time=time.time(), kept=kept.kept, new=kept.new, dropped=kept.dropped))
        lines = [f"Weights: {kept.sentence}"]
        for word, names in (("kept", kept.kept), ("new", kept.new), ("dropped", kept.dropped)):
            lines.extend(f"Weights {word}: {name}" for name in names)
        append_to_log(self.recorder.folder.log, lines)


def _with_new(kept: KeptWeights, anew: Sequence[str]) -> KeptWeights:
    """Count layers that start anew on purpose as new."""
    names = [name for name in anew if name in kept.kept]
    return KeptWeights(
        kept=tuple(name for name in kept.kept if name not in names),
        new=(*kept.new, *names),
        dropped=kept.dropped,
    )
