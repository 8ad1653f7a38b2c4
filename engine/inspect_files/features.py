"""Feature maps and filters, as files."""

from pathlib import Path

from engine.explaining.explanation import Question
from engine.explaining.methods import default_layer, target_index, with_pixels
from engine.explaining.seen import see_picture
from engine.inspect.feature_maps import feature_maps
from engine.inspect.filters import read_filters
from engine.inspect_files.writing import Document, sheet, value_range, write_look
from engine.model_store import LoadedRun
from engine.overlays import colour_map, normalise, stretch

MOST_TILES = 256


def write_feature_maps(run: LoadedRun, image: Path, stem: Path, *, layer: str | None, target: str | None) -> Document:
    """Write the channels of a layer (K, h, w), the most important for the target first."""
    seen = see_picture(run, image)
    chosen = layer if layer is not None else default_layer(run)
    question = with_pixels(run, seen, Question(target=target_index(run, target)))
    (found,) = feature_maps(run.model, seen.prepared, (chosen,), target=question.target, pixels=question.weights)
    channels = [
        {"index": int(index), "contribution": float(contribution)}
        for index, contribution in zip(found.channels, found.contributions, strict=True)
    ]
    document = {
        "method": "feature-maps",
        "variant": None,
        "layer": chosen,
        "target": run.classes[found.target],
        "score": found.score,
        "range": value_range(found.maps),
        "warnings": list(run.warnings),
        "dead_channels": found.dead,
        "channels": channels,
    }
    tiles = [colour_map(normalise(values)) for values in found.maps[:MOST_TILES]]
    return write_look(stem, "feature-maps", found.maps, sheet(tiles), document)


def write_filters(run: LoadedRun, stem: Path) -> Document:
    """Write the filters of the first layer, or the templates of a linear classifier, (n, h, w, c)."""
    found = read_filters(run.model, run.preparation.scale)
    document = {
        "method": "filters",
        "variant": "templates" if found.is_templates else "first layer",
        "layer": found.layer,
        "target": None,
        "score": None,
        "range": value_range(found.kernels),
        "warnings": list(run.warnings),
        "labels": list(run.classes) if found.is_templates else [str(i) for i in range(len(found.kernels))],
    }
    tiles = [stretch(kernel) for kernel in found.kernels[:MOST_TILES]]
    return write_look(stem, "filters", found.kernels, sheet(tiles), document)
