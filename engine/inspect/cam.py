"""Class activation maps: which positions of a layer speak for a class.

With activations A (h, w, K), Z = h w positions and the gradient g of the class' logit at A:

- CAM: ``sum_k w_k A_k`` with the weights of the class in a network that ends in global average pooling and one linear
  layer (Zhou 2016, arXiv 1512.04150). Exact: its mean plus the bias is the logit.
- Grad-CAM: ``ReLU(sum_k mean(g_k) A_k)`` (Selvaraju 2017, arXiv 1610.02391), for any layer of any network. For a
  network with an exact CAM, Z times Grad-CAM is ReLU(CAM).
"""

from dataclasses import dataclass

import keras
import numpy as np
import numpy.typing as npt

from engine.contract.errors import UserError
from engine.inspect.heads import find_cam_head, find_default_layer
from engine.inspect.probe import Floats, probe_of

Targets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ClassMaps:
    """Raw maps of a batch.

    Attributes:
        method: ``cam`` or ``gradcam``.
        layer: where the maps were taken.
        maps: (N, h, w), the grid of the layer over the whole input of the network, not normalised.
        logits: (N, classes).
        scores: (N, classes), probabilities.
        targets: (N,), the classes that the maps speak for.
        biases: (N,), what to add to the mean of an exact CAM to get the logit; None for Grad-CAM.
    """

    method: str
    layer: str
    maps: Floats
    logits: Floats
    scores: Floats
    targets: Targets
    biases: Floats | None = None


def combine_gradcam(activations: Floats, gradients: Floats) -> Floats:
    """Grad-CAM of activations and gradients (N, h, w, K): (N, h, w)."""
    weights = gradients.mean(axis=(1, 2), dtype=np.float64)
    return np.maximum(np.einsum("nhwk,nk->nhw", activations, weights), 0.0).astype(np.float32)


def combine_cam(activations: Floats, kernel: Floats, targets: Targets) -> Floats:
    """CAM of activations (N, h, w, K) with the weights (K, classes) of one class for each picture: (N, h, w)."""
    return np.einsum("nhwk,kn->nhw", activations, kernel[:, targets].astype(np.float64)).astype(np.float32)


def exact_cam(model: keras.Model, pictures: Floats, targets: Targets | None = None) -> ClassMaps:
    """The exact CAM of a network that ends in average pooling, for the price of a forward pass.

    Args:
        model: the network.
        pictures: (N, h, w, channels), as the network takes them.
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
    return ClassMaps(
        method="cam",
        layer=head.layer,
        maps=combine_cam(activations, kernel, probed.targets),
        logits=probed.logits,
        scores=probed.scores,
        targets=probed.targets,
        biases=head.bias(kernel.shape[1])[probed.targets],
    )


def gradcam(
    model: keras.Model, pictures: Floats, targets: Targets | None = None, *, layer: str | None = None
) -> ClassMaps:
    """Grad-CAM at a layer; None takes the last one with positions.

    Raises:
        UserError: no such layer, or one without positions.
    """
    chosen = layer if layer is not None else find_default_layer(model)
    if chosen is None:
        raise UserError(
            f"There is nothing to map. Received: {model.name}, a network without any layer that has positions.",
            "Look at its templates (method filters), or train a convolutional network.",
        )
    probed = probe_of(model, (chosen,))(pictures, targets)
    activations = probed.activations[0]
    if activations.ndim != 4 or activations.shape[1:3] == (1, 1):
        raise UserError(
            f"This layer has no positions. Received: {chosen}, of shape {activations.shape[1:]}.",
            f"Choose a layer before it, such as {find_default_layer(model)}.",
        )
    return ClassMaps(
        method="gradcam",
        layer=chosen,
        maps=combine_gradcam(activations, probed.gradients[0]),
        logits=probed.logits,
        scores=probed.scores,
        targets=probed.targets,
    )


def cam_maps(model: keras.Model, pictures: Floats) -> ClassMaps:
    """Maps of the predicted classes of a batch by the best method the network allows, with scores, in one call."""
    return gradcam(model, pictures) if find_cam_head(model) is None else exact_cam(model, pictures)
