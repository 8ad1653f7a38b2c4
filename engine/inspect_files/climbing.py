"""The picture that excites a class or a channel most, as files."""

from pathlib import Path

from engine.explaining.maximising import climb_for
from engine.inspect_files.writing import Document, value_range, write_look
from engine.model_store import LoadedRun
from engine.overlays import stretch


def write_maximisation(run: LoadedRun, stem: Path, *, layer: str | None, target: str | None) -> Document:
    """Write the picture, (h, w, c), as the network takes it.

    Args:
        run: the network.
        stem: of the files.
        layer: None for a class; otherwise the layer whose channel is excited.
        target: name or index of the class, or index of the channel; 0 where left out.
    """
    wanted = target if target is not None else "0"
    *_, last = climb_for(run, layer=layer, target=wanted)
    document = {
        "method": "activation-maximisation",
        "variant": None,
        "layer": layer,
        "target": run.classes[run.class_index(wanted)] if layer is None else wanted,
        "score": None,
        "range": value_range(last.picture),
        "warnings": list(run.warnings),
        "value": last.value,
        "steps": last.steps,
    }
    return write_look(stem, "activation-maximisation", last.picture, stretch(last.picture), document)
