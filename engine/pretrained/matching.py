"""Which stored layer of keras.applications belongs to which node of our graph."""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

import keras

from engine.pretrained.legacy_file import StoredLayer

SHORTCUT = re.compile(r"(conv\d+_block\d+)_0_")
BLOCK = re.compile(r"(conv\d+_block\d+)_")
NUMBERED = re.compile(r"(?:conv2d|batch_normalization)(?:_(\d+))?")
COLOURS = 3


def match_layers(network: keras.Model, names: Iterable[str], stored: Sequence[StoredLayer]) -> dict[str, StoredLayer]:
    """Return the stored layer for each layer of ``network`` that has one.

    Layers with weights of the same shapes follow each other in the same order in both; what lies beside each other in
    a network is brought into our order first. That needs no table of names, and a test compares outputs for each
    network that can be downloaded.

    Args:
        network: the architecture as the catalogue draws it, since edits change the order.
        names: its nodes in the order of its graph.
        stored: layers as they stand in the file.
    """
    waiting: dict[tuple[tuple[int, ...], ...], deque[StoredLayer]] = defaultdict(deque)
    for layer in in_our_order(stored):
        waiting[layer.shapes].append(layer)
    matched = {}
    for name in names:
        shapes = tuple(tuple(variable.shape) for variable in network.get_layer(name).weights)
        if shapes and waiting[shapes]:
            matched[name] = waiting[shapes].popleft()
    return matched


def in_our_order(stored: Sequence[StoredLayer]) -> list[StoredLayer]:
    """Return stored layers in the order in which our graphs list theirs.

    Residual blocks of keras.applications call their shortcut number 0, and it stands before the last convolution of
    the branch; ours comes last. (In a DenseNet, number 0 is the first normalisation, and stays.) Layers of its
    Inception-v3 have no names but numbers, in the order of our branches.
    """
    places = {layer.name: place for place, layer in enumerate(stored)}
    ends = {}
    for layer in stored:
        if block := BLOCK.match(layer.name):
            ends[block.group(1)] = places[layer.name]

    def key(layer: StoredLayer) -> tuple[int, int, int]:
        if numbered := NUMBERED.fullmatch(layer.name):
            return (0, int(numbered.group(1) or 0), 0)
        shortcut = SHORTCUT.match(layer.name)
        if shortcut and f"{shortcut.group(1)}_0_conv" in places:
            return (1, ends[shortcut.group(1)], 1 + places[layer.name])
        return (1, places[layer.name], 0)

    return sorted(stored, key=key)


def with_red_first(layer: StoredLayer) -> StoredLayer:
    """Return a first layer that expects blue, green, red as one that expects red, green, blue: the same numbers come
    out of pictures in our order, and its filters can be looked at in their true colours.
    """
    kernel, *others = layer.arrays
    if kernel.ndim != 4 or kernel.shape[2] != COLOURS:
        raise ValueError(f"This is no first layer. Received: {layer.name}, weights of {kernel.shape}.")
    return replace(layer, arrays=(kernel[:, :, ::-1, :], *others))
