"""Networks that see far without becoming coarse, since their windows have gaps.

DeepLab: Chen, Papandreou, Kokkinos, Murphy, Yuille, "DeepLab: semantic image segmentation with deep convolutional nets,
atrous convolution, and fully connected CRFs", 2016 (1606.00915). A classifier keeps a stride of 8 or 16, its later
kernels are spread instead, and a pyramid of kernels with different gaps looks at its last map. As in the third version
(1706.05587, section 3.3) the answers of the pyramid lie side by side before a 1x1 convolution; its branch for the whole
picture is left out, so that an answer depends on what lies around and not on the picture's size.

Patch classifier: Ciresan, Giusti, Gambardella, Schmidhuber, "Deep neural networks segment neuronal membranes in
electron microscopy images", 2012: the class of a pixel is that of the patch around it. For whole pictures it computes
in its a trous form what it would say of every patch (Giusti et al., 2013, 1302.1700).
"""

from dataclasses import replace

from models.architectures.chain import Chain
from models.architectures.enlarging import enlarge_classes
from models.arithmetic import analyse
from models.dilated_form import dilated_form
from models.graph import Graph
from models.nodes import Concatenate, Convolution, CropTo, Dropout, MaximumPooling, ZeroPadding
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights

HIDDEN_SIDE = 3
"""Side of the map that the hidden dense layer of a patch classifier reads."""
FIRST_SIDE = 4
"""Side of its first kernel: an even one, so that a patch has a pixel in its middle."""


def deeplab(
    backbone: Graph,
    classes: int,
    *,
    stride: int,
    width: int,
    rates: tuple[int, ...],
    upsampling: str,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return a DeepLab-style network.

    Args:
        backbone: a classifier up to its last map.
        classes: number of classes of a pixel, the background among them.
        stride: pixels between the cells of the last map; what the backbone strides beyond becomes dilation.
        width: filters of each branch of the pyramid, and of the convolution behind it.
        rates: distances between the taps of the pyramid's 3x3 kernels, in cells.
        upsampling: one of ``enlarging.CLASS_METHODS``.
        activation: function behind the convolutions of the pyramid.
        dropout: share hidden before the last convolution while training.
        batch_normalisation: normalise behind the convolutions of the pyramid.
    """
    spread = dilated_form(backbone, stride=stride)
    chain = Chain.behind(spread)
    _add_pyramid(chain, width, rates, activation=activation, is_normalised=batch_normalisation)
    if dropout:
        chain.add("dropout", Dropout(dropout), block="head")
    chain.add("class_maps", Convolution(classes, (1, 1), initial_weights="glorot uniform"), block="head")
    left = int(analyse(spread).row(spread.outputs[0]).stride[0])
    up = enlarge_classes(chain, "enlarged", classes, factor=left, method=upsampling, block="head")
    chain.join("logits", CropTo((0, 0)), (up, "input"), block="head")
    return chain.finish("deeplab")


def _add_pyramid(chain: Chain, width: int, rates: tuple[int, ...], *, activation: str, is_normalised: bool) -> None:
    """Append a 1x1 convolution and 3x3 convolutions with these distances side by side, and a 1x1 convolution of all."""
    end, weights = chain.last, suitable_initial_weights(activation)
    plain = Convolution(width, (1, 1), bias=not is_normalised, initial_weights=weights)
    spread = {f"pyramid_rate{rate}": replace(plain, kernel=(3, 3), dilation=(rate, rate)) for rate in rates}
    branches = []
    for layer, convolution in {"pyramid_1x1": plain, **spread}.items():
        chain.go_back_to(end)
        branches.append(chain.convolve(layer, convolution, activation, is_normalised=is_normalised, block="pyramid"))
    chain.join("pyramid", Concatenate(), tuple(branches), block="pyramid")
    chain.convolve("projection", plain, activation, is_normalised=is_normalised, block="pyramid")


def patch_classifier(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    dense_units: int,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return a classifier of patches in its a trous form: for every pixel the class of the patch around it.

    Args:
        input_shape: (height, width, channels) of the picture, not of a patch, which has ``patch_side_px`` pixels.
        classes: number of classes of a pixel, the background among them.
        width: filters of the first stage; they double with every stage.
        depth: stages of two convolutions and a pooling.
        dense_units: units of the hidden dense layer.
        activation: function behind every hidden layer.
        dropout: share hidden behind the hidden dense layer while training.
        batch_normalisation: normalise behind every convolution.
    """
    chain, weights = Chain(input_shape), suitable_initial_weights(activation)
    chain.add("padding", ZeroPadding((patch_side_px(depth) // 2,) * 4), block="stage1")
    for stage in range(1, depth + 1):
        block, filters = f"stage{stage}", width * 2 ** (stage - 1)
        for number, side in enumerate((FIRST_SIDE if stage == 1 else 3, 3), start=1):
            convolution = Convolution(
                filters, (side, side), padding="valid", bias=not batch_normalisation, initial_weights=weights
            )
            layer = f"{block}_convolution{number}"
            chain.convolve(layer, convolution, activation, is_normalised=batch_normalisation, block=block)
        chain.add(f"{block}_pooling", MaximumPooling(), block=block)
    dense = Convolution(dense_units, (HIDDEN_SIDE, HIDDEN_SIDE), padding="valid", initial_weights=weights)
    chain.convolve("dense", dense, activation, is_normalised=False, block="head")
    strided = chain.segmenter("patch-classifier", classes, dropout=dropout)
    return replace(dilated_form(strided), name=strided.name)


def patch_side_px(depth: int) -> int:
    """Return the side of a patch in pixels.

    Example:
        >>> [patch_side_px(depth) for depth in (1, 2, 3)]
        [11, 25, 53]
    """
    side = HIDDEN_SIDE
    for stage in range(depth, 0, -1):
        side = 2 * side + (FIRST_SIDE - 1 if stage == 1 else 2) + 2
    return side
