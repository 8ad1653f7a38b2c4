"""Every picture of a split as a vector and as a point, kept in the run's folder."""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.contract.embedding import Layout
from engine.contract.errors import UserError
from engine.contract.run_folder import write_atomically
from engine.evaluating.choosing import evaluation_folder
from engine.explaining.chosen_pixels import predicted_classes
from engine.explaining.class_grid import class_grid
from engine.explaining.exciting_index import pictures_of_split, prepared_batches, weights_time
from engine.inspect.embedding import PlanePoints, lay_out, pool
from engine.inspect.heads import find_default_layer
from engine.inspect.probe import Floats, probe_of
from engine.inspect.program import program_of
from engine.model_store import LoadedRun

OnProgress = Callable[[str, int, int], None]
LOOKING, LAYING_OUT = "Looking at the pictures", "Laying out"
ABOUT, VECTORS = "about.json", "vectors.npy"


@dataclass(frozen=True, slots=True)
class Vectors:
    """What a layer makes of pictures.

    Attributes:
        layer: its name.
        images: paths relative to the dataset.
        predicted: class index of each, of masks the main class.
        values: (N, K).
    """

    layer: str
    images: tuple[str, ...]
    predicted: tuple[int, ...]
    values: Floats


def embed_split(
    run: LoadedRun, split: str, layer: str | None, layout: Layout, on_progress: OnProgress
) -> tuple[Vectors, PlanePoints]:
    """The vectors of a split's pictures, and their places in a plane; both are made once for each layer.

    Args:
        run: with a dataset of its own.
        split: whose pictures are taken.
        layer: a layer with maps or vectors; None for the last one with maps, or the last before the scores.
        layout: how the vectors come into the plane.
        on_progress: told (what, done, total); may raise to stop.

    Raises:
        UserError: the run has no pictures, too few, or no such layer.
    """
    chosen = layer or usual_layer(run)
    folder = evaluation_folder(run, split) / "embedding" / hashlib.sha256(chosen.encode()).hexdigest()[:16]
    vectors = _kept(run, folder, chosen) or _look(run, split, chosen, folder, on_progress)
    on_progress(LAYING_OUT, 0, 0)
    return vectors, _laid_out(vectors, layout, folder)


def usual_layer(run: LoadedRun) -> str:
    """The last layer with maps, or the last one before the scores: it tells most about what is on a picture."""
    calls = program_of(run.model).calls
    return find_default_layer(run.model) or calls[max(0, len(calls) - 2)].name


def _look(run: LoadedRun, split: str, layer: str, folder: Path, on_progress: OnProgress) -> Vectors:
    root, paths = pictures_of_split(run, split)
    read: list[str] = []
    probe = probe_of(run.model, (layer,), with_gradients=False)

    def tell(_what: str, done: int, total: int) -> None:
        on_progress(LOOKING, done, total)

    is_of_pixels = class_grid(run) is not None  # then the largest class is the background, of every picture
    parts, predicted = [], []
    for batch in prepared_batches(run, root, paths, read, tell):
        probed = probe(batch)
        parts.append(pool(probed.activations[0]))
        said = predicted_classes(run, batch) if is_of_pixels else probed.logits.argmax(axis=-1)
        predicted.extend(said.tolist())
    if not read:
        raise UserError(f"No picture can be read. Received: {len(paths)} pictures in {root}.", "Check the folder.")
    vectors = Vectors(layer, tuple(read), tuple(predicted), np.concatenate(parts))
    folder.mkdir(parents=True, exist_ok=True)
    for layout in ("pca", "t-sne"):
        (folder / f"{layout}.npy").unlink(missing_ok=True)  # of the vectors before
    _write_array(folder / VECTORS, vectors.values)
    about = {"weights": weights_time(run), "layer": layer, "images": read, "predicted": predicted}
    write_atomically(folder / ABOUT, json.dumps(about).encode())
    return vectors


def _kept(run: LoadedRun, folder: Path, layer: str) -> Vectors | None:
    """What was found before; None where it is missing, damaged or of other weights."""
    try:
        about = json.loads((folder / ABOUT).read_text())
        is_fresh = about["weights"] == weights_time(run) and about["layer"] == layer
        values = np.load(folder / VECTORS, allow_pickle=False)
        images = tuple(map(run.relocated().present, about["images"]))
        found = Vectors(layer, images, tuple(about["predicted"]), values)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if is_fresh and len(found.values) == len(found.images) else None


def _laid_out(vectors: Vectors, layout: Layout, folder: Path) -> PlanePoints:
    place = folder / f"{layout}.npy"
    if layout == "t-sne":  # slow: kept
        try:
            return PlanePoints(layout, np.load(place, allow_pickle=False), None)
        except (OSError, ValueError):
            pass  # never made, or damaged
    found = lay_out(vectors.values, layout)
    if layout == "t-sne":
        _write_array(place, found.points)
    return found


def _write_array(path: Path, array: Floats) -> None:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    write_atomically(path, stream.getvalue())
