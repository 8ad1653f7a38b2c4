"""Gives a network the weights that keras.applications learned on ImageNet."""

from pathlib import Path

import keras

from engine.contract.config import WeightsSource
from engine.kept_weights import KeptWeights
from engine.pretrained.download import OnProgress, fetch
from engine.pretrained.files import WeightsFile, weights_file
from engine.pretrained.legacy_file import StoredLayer, read_layers
from engine.pretrained.matching import match_layers, with_red_first
from models.build import build_model
from models.catalogue import architecture
from models.catalogue.preprocessing import Preprocessing

SIDE_PX = 96
"""Input of the network that is built to find out which layer is which: small, since kernels do not depend on it."""


def keep_pretrained_weights(network: keras.Model, source: WeightsSource, on_progress: OnProgress) -> KeptWeights:
    """Give ``network`` the weights of its source, downloaded if need be, wherever a node is still as it was.

    Args:
        network: built of the catalogue's graph, or of an edited one.
        source: which weights; its path is a local file to read instead of a download.
        on_progress: is told how far the download is; what it raises ends it.

    Raises:
        UserError: the file cannot be fetched or read.
    """
    file = weights_file(source.network)
    path = Path(source.path) if source.path else fetch(file, on_progress)
    stored = read_layers(path)
    found = pretrained_layers(file, stored)
    kept, new = [], []
    for layer in network.layers:
        if not layer.weights:
            continue
        ready = found.get(layer.name)
        if ready is None or ready.shapes != tuple(tuple(variable.shape) for variable in layer.weights):
            new.append(layer.name)
            continue
        layer.set_weights(ready.arrays)
        kept.append(layer.name)
    used = {found[name].name for name in kept}
    return KeptWeights(tuple(kept), tuple(new), tuple(layer.name for layer in stored if layer.name not in used))


def pretrained_layers(file: WeightsFile, stored: tuple[StoredLayer, ...]) -> dict[str, StoredLayer]:
    """Return the stored layer for each node of the catalogue's network, ready for pictures of red, green, blue."""
    graph = architecture(file.network).graph((SIDE_PX, SIDE_PX, 3), **file.options)
    names = [node.name for node in graph.nodes if node.name not in graph.inputs]
    matched = match_layers(build_model(graph, seed=0), names, stored)
    if file.preprocessing is Preprocessing.CAFFE and matched:
        first = next(iter(matched))
        matched[first] = with_red_first(matched[first])
    return matched
