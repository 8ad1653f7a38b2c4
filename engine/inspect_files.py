"""What the command ``inspect`` writes: ``<stem>.<method>.npy``, ``.png`` and ``.json``."""

import io
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.contract.run_folder import write_atomically
from engine.dataset.pictures.decode import decode_picture
from engine.explain import Explanation, SeenPicture, default_layer, explain, see_picture, target_index
from engine.inspect.feature_maps import feature_maps
from engine.inspect.filters import read_filters
from engine.inspect.probe import Floats
from engine.inspect.resampling import resize_map
from engine.model_store import LoadedRun, Pixels
from engine.overlays import colour_map, normalise, overlay, stretch, tile, write_png

MOST_TILES = 256
SMALLEST_TILE_PX = 24

Document = dict[str, Any]


def write_map(
    run: LoadedRun,
    image: Path,
    stem: Path,
    *,
    method: str,
    layer: str | None,
    target: str | None,
    on_original: bool,
) -> Document:
    """Write a map that explains a score, enlarged to the network's input or to the original picture.

    ``<stem>.<method>.grid.npy`` holds it as the layer has it: the mean of that of an exact CAM plus ``bias`` is
    ``logit``.
    """
    seen = see_picture(run, image)
    found = explain(run, seen, method=method, layer=layer, target=target)
    values, picture = _enlarge(found, seen, image, on_original=on_original)
    document = {
        "method": method,
        "variant": "exact" if method == "cam" else None,
        "layer": found.layer,
        "target": found.target,
        "score": found.score,
        "range": _range(values),
        "warnings": list(found.warnings),
        "logit": found.logit,
        "bias": found.bias,
    }
    _write_array(_named(stem, f"{method}.grid.npy"), found.values)
    return _write(stem, method, values, overlay(picture, values), document)


def write_feature_maps(run: LoadedRun, image: Path, stem: Path, *, layer: str | None, target: str | None) -> Document:
    """Write the channels of a layer (K, h, w), the most important for the target first."""
    seen = see_picture(run, image)
    chosen = layer if layer is not None else default_layer(run)
    (found,) = feature_maps(run.model, seen.prepared, (chosen,), target=target_index(run, target))
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
        "range": _range(found.maps),
        "warnings": list(run.warnings),
        "dead_channels": found.dead,
        "channels": channels,
    }
    tiles = [colour_map(normalise(values)) for values in found.maps[:MOST_TILES]]
    return _write(stem, "feature-maps", found.maps, _sheet(tiles), document)


def write_filters(run: LoadedRun, stem: Path) -> Document:
    """Write the filters of the first layer, or the templates of a linear classifier, (n, h, w, c)."""
    found = read_filters(run.model, run.preparation.scale)
    document = {
        "method": "filters",
        "variant": "templates" if found.is_templates else "first layer",
        "layer": found.layer,
        "target": None,
        "score": None,
        "range": _range(found.kernels),
        "warnings": list(run.warnings),
        "labels": list(run.classes) if found.is_templates else [str(i) for i in range(len(found.kernels))],
    }
    tiles = [stretch(kernel) for kernel in found.kernels[:MOST_TILES]]
    return _write(stem, "filters", found.kernels, _sheet(tiles), document)


def _enlarge(found: Explanation, seen: SeenPicture, image: Path, *, on_original: bool) -> tuple[Floats, Pixels]:
    """The map and the picture at one size: that of the network's input, or that of the original."""
    if on_original and image.suffix != ".npy":
        return seen.placement.map_on_original(found.values), decode_picture(image).pixels
    height, width = seen.fitted.shape[:2]
    return resize_map(found.values, height=height, width=width), seen.fitted


def _sheet(pictures: Sequence[Pixels]) -> Pixels:
    """Small pictures side by side, about square, each enlarged so that its cells can be seen."""
    factor = max(1, -(-SMALLEST_TILE_PX // pictures[0].shape[0]))
    enlarged = [picture.repeat(factor, axis=0).repeat(factor, axis=1) for picture in pictures]
    return tile(enlarged, columns=math.ceil(math.sqrt(len(pictures))))


def _write(stem: Path, method: str, values: Floats, picture: Pixels, document: Document) -> Document:
    _write_array(_named(stem, f"{method}.npy"), values)
    write_png(_named(stem, f"{method}.png"), picture)
    write_atomically(_named(stem, f"{method}.json"), json.dumps(document, indent=1, ensure_ascii=False))
    return document


def _write_array(path: Path, values: Floats) -> None:
    stream = io.BytesIO()
    np.save(stream, values.astype(np.float32), allow_pickle=False)
    write_atomically(path, stream.getvalue())


def _named(stem: Path, ending: str) -> Path:
    return stem.with_name(f"{stem.name}.{ending}")


def _range(values: Floats) -> list[float]:
    return [float(values.min()), float(values.max())]
