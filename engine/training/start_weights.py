"""The weights that a network starts with: those of a run, of a file, or learned on ImageNet, layer by layer."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import keras

from engine.contract.config import WeightsSource
from engine.contract.run_events import PhaseChanged, WeightsKept
from engine.kept_weights import KeptWeights, keep_weights
from engine.model_store import load_network
from engine.pretrained.source import keep_pretrained_weights
from engine.recorder import Recorder
from engine.training.run_log import append_to_log


@dataclass(frozen=True, slots=True)
class StartWeights:
    """Where a network takes its first weights from, and who is told about it."""

    source: WeightsSource
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
            case "run" | "file":
                return keep_weights(network, load_network(self.source.path))

    def _tell(self, kept: KeptWeights) -> None:
        """Say layer by layer what became of the weights: in the events for the window, in the log for people."""
        self.recorder.append(WeightsKept(time=time.time(), kept=kept.kept, new=kept.new, dropped=kept.dropped))
        lines = [f"Weights: {kept.sentence}"]
        for word, names in (("kept", kept.kept), ("new", kept.new), ("dropped", kept.dropped)):
            lines.extend(f"Weights {word}: {name}" for name in names)
        append_to_log(self.recorder.folder.log, lines)


def _with_new(kept: KeptWeights, anew: list[str]) -> KeptWeights:
    """Count layers that start anew on purpose as new."""
    names = [name for name in anew if name in kept.kept]
    return KeptWeights(
        kept=tuple(name for name in kept.kept if name not in names),
        new=(*kept.new, *names),
        dropped=kept.dropped,
    )
