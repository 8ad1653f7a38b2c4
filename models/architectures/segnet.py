"""SegNet: a decoder that remembers where the maxima were.

Badrinarayanan, Kendall, Cipolla, "SegNet: a deep convolutional encoder-decoder architecture for image segmentation",
2015 (1511.00561). It assumes pictures of 360x480x3 and has 29,449,932 trainable parameters for 12 classes: the 13
convolutions of VGG-16 and as many back, all but the last one normalised, all with biases. Nothing but the positions of
the maxima passes from the encoder to the decoder.
"""

from collections.abc import Sequence

from models.architectures.chain import Chain
from models.architectures.enlarging import enlarge_features
from models.architectures.vgg import WIDTHS, add_stages
from models.graph import Graph
from models.nodes import Convolution, MaximumPooling
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights


def segnet(
    input_shape: Shape,
    classes: int,
    *,
    layers: Sequence[int],
    width: int,
    depth: int,
    upsampling: str,
    activation: str,
    batch_normalisation: bool,
) -> Graph:
    """Return a SegNet.

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of a pixel, the background among them.
        layers: convolutions of each of the five stages.
        width: filters of the first stage.
        depth: stages that are used, from the first, each of which ends in a pooling.
        upsampling: one of ``enlarging.FEATURE_METHODS``.
        activation: function behind every convolution but the last.
        batch_normalisation: normalise behind every convolution but the last.
    """
    chain = Chain(input_shape)
    pooled = add_stages(
        chain, layers[:depth], width=width, activation=activation, pool=MaximumPooling(padding="same"),
        is_normalised=batch_normalisation, has_bias=True,
    )  # fmt: skip
    weights = suitable_initial_weights(activation)
    for stage in range(depth, 0, -1):
        block = f"up{stage}"
        enlarge_features(
            chain, f"{block}_enlarged", width * WIDTHS[stage - 1],
            method=upsampling, pooled=pooled[stage - 1], block=block, initial_weights=weights,
        )  # fmt: skip
        for number, filters in enumerate(_filters(layers, stage, width), start=1):
            convolution = Convolution(filters, (3, 3), initial_weights=weights)
            layer = f"{block}_convolution{number}"
            chain.convolve(layer, convolution, activation, is_normalised=batch_normalisation, block=block)
    chain.add("logits", Convolution(classes, (3, 3), initial_weights="glorot uniform"), block="head")
    return chain.finish("segnet")


def _filters(layers: Sequence[int], stage: int, width: int) -> list[int]:
    """Return the filters of a decoder's stage; its last convolution leads to the stage before, or says the classes."""
    same = [width * WIDTHS[stage - 1]] * (layers[stage - 1] - 1)
    return [*same, width * WIDTHS[stage - 2]] if stage > 1 else same
