"""The exact CAM as what it is: a sum of weighted channels, whose means add up to the logit (Zhou 2016, 1512.04150)."""

from dataclasses import dataclass

import keras
import numpy as np
import numpy.typing as npt

from engine.contract.errors import UserError
from engine.inspect.heads import find_cam_head
from engine.inspect.probe import Floats, probe_of


@dataclass(frozen=True, slots=True)
class CamSum:
    """The sum for one picture and class; ``shares.sum() + bias`` is ``logit``.

    Attributes:
        layer: whose channels are summed.
        target: index of the class.
        order: (K,) channels, the largest share first, whatever its sign.
        weights: (K,) of the class, in the order of the channels.
        shares: (K,) mean of each weighted channel, in the order of the channels.
        activations: (h, w, K).
        bias: of the class.
        logit: of the class.
    """

    layer: str
    target: int
    order: npt.NDArray[np.int64]
    weights: Floats
    shares: Floats
    activations: Floats
    bias: float
    logit: float

    def term(self, channel: int) -> Floats:
        """The map (h, w) that a channel adds to the CAM."""
        return self.activations[:, :, channel] * self.weights[channel]


def decompose_cam(model: keras.Model, picture: Floats, target: int) -> CamSum:
    """Take the exact CAM of a picture (h, w, channels) apart, for the price of a forward pass.

    Raises:
        UserError: the network has no exact CAM.
    """
    head = find_cam_head(model)
    if head is None:
        raise UserError(
            f"This network has no exact CAM that could be a sum. Received: {model.name}.",
            "Use gradcam, which works for every network.",
        )
    probed = probe_of(model, (head.layer,), with_gradients=False)(picture[np.newaxis], np.array([target]))
    activations, chosen = probed.activations[0][0], int(probed.targets[0])
    kernel = head.kernel(activations.shape[-1])
    weights = kernel[:, chosen]
    shares = np.asarray(weights * activations.mean(axis=(0, 1), dtype=np.float64), np.float32)
    return CamSum(
        layer=head.layer,
        target=chosen,
        order=np.argsort(-np.abs(shares), kind="stable"),
        weights=weights,
        shares=shares,
        activations=activations,
        bias=float(head.bias(kernel.shape[1])[chosen]),
        logit=float(probed.logits[0, chosen]),
    )
