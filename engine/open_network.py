"""Opens a network to be edited: that of a run or of a ``.keras`` file, as a graph with the place of its weights."""

from pathlib import Path

import keras
import numpy as np

from engine.contract.errors import UserError
from engine.contract.events import NetworkOpened
from engine.contract.run_folder import RunFolder
from engine.kept_weights import keep_weights
from engine.model_store import is_run, load_network
from models.build import build_model
from models.graph import Graph, GraphError
from models.read_keras import read_network

SEED = 1


def open_network(path: str) -> NetworkOpened:
    """Return the network of a run folder or a ``.keras`` file.

    Raises:
        UserError: there is nothing to open, or it may not be opened, with the reason and the way out.
    """
    place = Path(path)
    try:
        return _of_run(place) if is_run(place) else _of_file(place)
    except GraphError as error:
        raise UserError(f"{error.message} Received: {path}.", error.hint) from error


def _of_run(place: Path) -> NetworkOpened:
    folder = RunFolder(place)
    config = folder.read_config()
    graph = Graph.from_json(config.network.graph)
    graph.require_sound()
    has_weights = folder.model.exists()
    warnings = () if has_weights else ("The run has no weights yet: all layers start anew.",)
    return NetworkOpened(
        path=str(place),
        origin="run",
        title=place.name,
        graph=graph.to_json(),
        classes=config.classes,
        has_weights=has_weights,
        warnings=warnings,
    )


def _of_file(place: Path) -> NetworkOpened:
    model = load_network(place)
    reading = read_network(model)
    built = build_model(reading.graph, seed=SEED)
    kept = keep_weights(built, model)
    warnings = (*reading.notes, *_difference(model, built))
    if kept.new:
        warnings += (f"Weights: {kept.sentence}. New: {', '.join(kept.new[:5])}.",)
    return NetworkOpened(
        path=str(place),
        origin="file",
        title=place.stem,
        graph=reading.graph.to_json(),
        has_weights=True,
        warnings=warnings,
    )


def _difference(model: keras.Model, built: keras.Model) -> tuple[str, ...]:
    """Ask both networks about the same noise, and say it if they do not answer the same."""
    random = np.random.default_rng(SEED)
    noise = [random.random((1, *entry.shape[1:]), np.float32) for entry in built.inputs]
    wanted, received = _answers(model, noise), _answers(built, noise)
    differences = [float(np.abs(one - two).max()) for one, two in zip(wanted, received, strict=True)]
    if max(differences) == 0:
        return ()
    return (f"The network answers differently than in its file, by up to {max(differences):.2g}.",)


def _answers(model: keras.Model, noise: list[np.ndarray]) -> list[np.ndarray]:
    function = getattr(model, "_functional", None) or model
    answers = function(keras.tree.pack_sequence_as(function._inputs_struct, noise), training=False)
    return [np.asarray(answer, np.float64) for answer in keras.tree.flatten(answers)]
