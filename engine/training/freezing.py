"""Layers that keep what they have learned while the others learn, until they are unfrozen."""

from collections.abc import Collection
from typing import Any

import keras

# Numbers of layers that act at random while training; at zero such a layer passes on what it gets.
RANDOMNESS = ("rate", "stddev")


class Freezing:
    """The frozen part of a network: no gradients, no weight decay, batch normalisation and dropout as at prediction.

    Keras lets batch normalisation compute as at prediction, and leave its moving averages, where it is not trainable.
    After each change the model that learns has to be compiled anew.

    Attributes:
        is_frozen: whether the layers keep their weights now.
    """

    def __init__(self, network: keras.Model, names: Collection[str], *, unfreeze_epoch: int) -> None:
        """Know the layers; ``freeze`` freezes them.

        Args:
            network: its layers have the names of nodes.
            names: of the nodes that are frozen.
            unfreeze_epoch: after this many epochs all layers learn; 0: never.
        """
        self._layers = [layer for layer in network.layers if layer.name in names]
        self._unfreeze_epoch = unfreeze_epoch
        self._set_aside: list[tuple[keras.Layer, str, Any]] = []
        self.is_frozen = False

    def freeze(self) -> None:
        """Let the layers keep their weights; nothing happens where there are none."""
        for layer in self._layers:
            layer.trainable = False
            for name in RANDOMNESS:
                if isinstance(value := getattr(layer, name, None), float | int):
                    self._set_aside.append((layer, name, value))
                    setattr(layer, name, 0.0)
        self.is_frozen = bool(self._layers)

    def unfreeze(self) -> None:
        """Let all layers learn."""
        for layer in self._layers:
            layer.trainable = True
        for layer, name, value in self._set_aside:
            setattr(layer, name, value)
        self._set_aside = []
        self.is_frozen = False

    def holds_after(self, epoch: int) -> bool:
        """Whether a checkpoint after so many epochs was written by a training with frozen layers.

        The last epoch of the first phase counts: layers are unfrozen when the next one begins.
        """
        return bool(self._layers) and not 0 < self._unfreeze_epoch < epoch

    def is_over(self, epoch: int) -> bool:
        """Whether frozen layers are to learn from now on, after so many finished epochs."""
        return self.is_frozen and 0 < self._unfreeze_epoch <= epoch
