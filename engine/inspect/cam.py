"""Class activation maps: which positions of a layer speak for a class.

The exact CAM exists for networks that end in global average pooling and one linear layer (Zhou 2016, 1512.04150): its
mean plus the bias is the logit. The others take activations and gradients at any layer of any network; how these
become a map is in ``cam_rules``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import keras
import numpy as np
import numpy.typing as npt

from engine.contract.errors import UserError
from engine.inspect.cam_rules import (
    combine_cam,
    combine_eigencam,
    combine_gradcam,
    combine_gradcam_plus_plus,
    combine_hirescam,
    combine_layercam,
)
from engine.inspect.heads import find_cam_head, find_default_layer
from engine.inspect.probe import PREDICTED, Floats, Pictures, Probed, probe_of
from engine.inspect.targets import ClassContrast

Targets = npt.NDArray[np.int64]

GRADIENT_METHODS: Mapping[str, Callable[[Floats, Floats], Floats]] = MappingProxyType(
    {
        "gradcam": combine_gradcam,
        "gradcam++": combine_gradcam_plus_plus,
        "hirescam": combine_hirescam,
        "layercam": combine_layercam,
    }
)
"""Methods that combine the activations of a layer with the gradients of a logit there."""


@dataclass(frozen=True, slots=True)
class ClassMaps:
    """Raw maps of a batch.

    Attributes:
        method: its name, as on the command line.
        layer: where the maps were taken.
        maps: (N, h, w), the grid of the layer over the whole input of the network, not normalised.
        logits: (N, classes).
        scores: (N, classes), probabilities.
        targets: (N,), the classes that the maps speak for.
        values: (N,), what is explained: the logit of the class, or the sum over pixels.
        biases: (N,), what to add to the mean of an exact CAM to get the logit; None for other methods.
        contrasts: (N,), the classes that a Finer-CAM speaks against; None for other methods.
    """

    method: str
    layer: str
    maps: Floats
    logits: Floats
    scores: Floats
    targets: Targets
    values: Floats
    biases: Floats | None = None
    contrasts: Targets | None = None


def exact_cam(model: keras.Model, pictures: Pictures, targets: Targets | None = None) -> ClassMaps:
    """The exact CAM of a network that ends in average pooling, for the price of a forward pass.

    Args:
        model: the network.
        pictures: (N, h, w, channels), as the network takes them; several arrays for several inputs.
        targets: class indices; None takes the predicted ones.

    Raises:
        UserError: the network has no exact CAM.
    """
    head = find_cam_head(model)
    if head is None:
        raise UserError(
            f"This network has no exact CAM. Received: {model.name}, which does not end in global average pooling and "
            "one dense layer.",
            "Use gradcam, which works for every network.",
        )
    probed = probe_of(model, (head.layer,), with_gradients=False)(pictures, targets)
    activations = probed.activations[0]
    kernel = head.kernel(activations.shape[-1])
    maps = combine_cam(activations, kernel, probed.targets)
    return class_maps("cam", head.layer, maps, probed, biases=head.bias(kernel.shape[1])[probed.targets])


def gradcam(
    model: keras.Model,
    pictures: Pictures,
    targets: Targets | None = None,
    *,
    layer: str | None = None,
    pixels: Floats | None = None,
) -> ClassMaps:
    """Grad-CAM at a layer; None takes the last one with positions.

    Raises:
        UserError: no such layer, or one without positions.
    """
    return gradient_cam(model, pictures, targets, method="gradcam", layer=layer, pixels=pixels)


def gradient_cam(
    model: keras.Model,
    pictures: Pictures,
    targets: Targets | None = None,
    *,
    method: str,
    layer: str | None = None,
    pixels: Floats | None = None,
) -> ClassMaps:
    """A map by one of ``GRADIENT_METHODS``; of pixels of a mask it is Seg-Grad-CAM (Vinogradova 2020, 2002.11434).

    Args:
        model: the network.
        pictures: (N, h, w, channels), as the network takes them.
        targets: class indices; None takes the predicted ones.
        method: its name.
        layer: None for the last one with positions.
        pixels: (h, w) how much each pixel of a network's class map counts; None for the area of the class.

    Raises:
        UserError: no such layer, or one without positions.
    """
    chosen = layer_with_positions(model, layer)
    probed = probe_of(model, (chosen,))(pictures, targets, pixels)
    maps = GRADIENT_METHODS[method](require_positions(model, chosen, probed.activations[0]), probed.gradients[0])
    return class_maps(method, chosen, maps, probed)


def eigencam(
    model: keras.Model,
    pictures: Pictures,
    targets: Targets | None = None,
    *,
    layer: str | None = None,
    pixels: Floats | None = None,
) -> ClassMaps:
    """Eigen-CAM at a layer: where its activations vary most together; no class has a say in the map.

    Raises:
        UserError: no such layer, or one without positions.
    """
    chosen = layer_with_positions(model, layer)
    probed = probe_of(model, (chosen,), with_gradients=False)(pictures, targets, pixels)
    maps = combine_eigencam(require_positions(model, chosen, probed.activations[0]))
    return class_maps("eigencam", chosen, maps, probed)


def finercam(
    model: keras.Model,
    pictures: Pictures,
    targets: Targets | None = None,
    others: Targets | None = None,
    *,
    gamma: float = 0.6,
    layer: str | None = None,
    pixels: Floats | None = None,
) -> ClassMaps:
    """Grad-CAM of z_c - gamma z_d: why this class and not that one (Finer-CAM, 2501.11309).

    Args:
        model: the network.
        pictures: (N, h, w, channels), as the network takes them.
        targets: classes c; None takes the predicted ones.
        others: classes d; None takes the most probable one besides c.
        gamma: how much the other class counts.
        layer: None for the last one with positions.
        pixels: (h, w) how much each pixel of a network's class map counts; None for the area of the class.

    Raises:
        UserError: no such layer, or one without positions.
    """
    chosen = layer_with_positions(model, layer)
    count = len(pictures if isinstance(pictures, np.ndarray) else pictures[0])
    wanted = np.full(count, PREDICTED) if targets is None else targets
    against = np.full(count, PREDICTED) if others is None else others
    probe = probe_of(model, (chosen,), kind=ClassContrast())
    probed = probe(pictures, wanted, against, np.full(count, gamma), pixels)
    maps = combine_gradcam(require_positions(model, chosen, probed.activations[0]), probed.gradients[0])
    return class_maps("finercam", chosen, maps, probed, contrasts=_contrasts(probed, against))


def layer_with_positions(model: keras.Model, layer: str | None) -> str:
    """The layer to look at: the one that is named, or the last one with positions.

    Raises:
        UserError: the network has none.
    """
    chosen = layer if layer is not None else find_default_layer(model)
    if chosen is None:
        raise UserError(
            f"There is nothing to map. Received: {model.name}, a network without any layer that has positions.",
            "Look at its templates (method filters), or train a convolutional network.",
        )
    return chosen


def require_positions(model: keras.Model, layer: str, activations: Floats) -> Floats:
    """Return ``activations`` (N, h, w, K).

    Raises:
        UserError: they have no positions.
    """
    if activations.ndim != 4 or activations.shape[1:3] == (1, 1):
        raise UserError(
            f"This layer has no positions. Received: {layer}, of shape {activations.shape[1:]}.",
            f"Choose a layer before it, such as {find_default_layer(model)}.",
        )
    return activations


def class_maps(
    method: str,
    layer: str,
    maps: Floats,
    probed: Probed,
    *,
    biases: Floats | None = None,
    contrasts: Targets | None = None,
) -> ClassMaps:
    """Maps with what a probe saw beside them."""
    seen = (probed.logits, probed.scores, probed.targets, probed.values)
    return ClassMaps(method, layer, maps, *seen, biases=biases, contrasts=contrasts)


def _contrasts(probed: Probed, against: Targets) -> Targets:
    without = probed.logits.copy()
    without[np.arange(len(without)), probed.targets] = -np.inf
    return np.where(against < 0, without.argmax(axis=-1), against)
