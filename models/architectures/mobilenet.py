"""MobileNet: convolutions divided into one filter per channel and 1x1 convolutions, for phones.

Version 1: Howard et al., "MobileNets: efficient convolutional neural networks for mobile vision applications", 2017
(1704.04861): 4,253,864 parameters, receptive field 315. Version 2: Sandler, Howard, Zhu, Zhmoginov, Chen, "MobileNetV2:
inverted residuals and linear bottlenecks", 2018 (1801.04381): 3,538,984 parameters, receptive field 491. Both assume
pictures of 224x224x3 with values of -1..1 and 1000 classes.
"""

from models.architectures.chain import Chain
from models.graph import Graph
from models.nodes import Add, BatchNormalisation, Convolution, DepthwiseConvolution, GlobalAveragePooling
from models.nodes.base import Shape

FIRST_FILTERS = 32
LAST_FILTERS = 1280
DIVISOR = 8
"""Version 2 has filters in multiples of this."""
PAIRS = (
    (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *((512, 1),) * 5, (1024, 2), (1024, 1),
)  # fmt: skip
"""Filters and stride of each block of version 1."""
BOTTLENECKS = (
    (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
)  # fmt: skip
"""Table 2 of version 2: expansion, filters, number of blocks, stride of the first of them."""


def mobilenet(
    input_shape: Shape,
    classes: int,
    *,
    width_factor: float,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return MobileNet version 1: a stem, then 13 pairs of a depthwise and a 1x1 convolution."""
    chain = Chain(input_shape)
    has_bias = not batch_normalisation
    stem = Convolution(max(1, int(FIRST_FILTERS * width_factor)), (3, 3), (2, 2), bias=has_bias)
    chain.convolve("stem", stem, activation, is_normalised=batch_normalisation, block="stem")
    for number, (filters, stride) in enumerate(PAIRS, start=1):
        block = f"block{number}"
        chain.add(f"{block}_depthwise", DepthwiseConvolution(stride=(stride, stride), bias=has_bias), block=block)
        chain.normalise_and_activate(f"{block}_depthwise", activation, is_normalised=batch_normalisation, block=block)
        pointwise = Convolution(max(1, int(filters * width_factor)), (1, 1), bias=has_bias)
        chain.convolve(f"{block}_pointwise", pointwise, activation, is_normalised=batch_normalisation, block=block)
    chain.add("pooling", GlobalAveragePooling(), block="head")
    return chain.classifier("mobilenet", classes, dropout=dropout)


def mobilenet_v2(
    input_shape: Shape,
    classes: int,
    *,
    width_factor: float,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return MobileNet version 2: bottlenecks that grow inside, and are added to their input without activation."""
    chain = Chain(input_shape)
    channels = divisible(FIRST_FILTERS * width_factor)
    stem = Convolution(channels, (3, 3), (2, 2), bias=not batch_normalisation)
    chain.convolve("stem", stem, activation, is_normalised=batch_normalisation, block="stem")
    number = 0
    for expansion, filters, count, first_stride in BOTTLENECKS:
        for position in range(count):
            number += 1
            stride, wanted = 1 if position else first_stride, divisible(filters * width_factor)
            inner = channels * expansion if expansion > 1 else 0
            _add_bottleneck(
                chain, f"block{number}", inner, wanted, stride=stride, adds_input=stride == 1 and channels == wanted,
                activation=activation, is_normalised=batch_normalisation,
            )  # fmt: skip
            channels = wanted
    last = Convolution(divisible(LAST_FILTERS * max(1.0, width_factor)), (1, 1), bias=not batch_normalisation)
    chain.convolve("last", last, activation, is_normalised=batch_normalisation, block="head")
    chain.add("pooling", GlobalAveragePooling(), block="head")
    return chain.classifier("mobilenet-v2", classes, dropout=dropout)


def divisible(filters: float) -> int:
    """Return the closest multiple of ``DIVISOR`` that is not smaller by more than a tenth, as the authors' program."""
    whole = max(DIVISOR, int(int(filters) + DIVISOR / 2) // DIVISOR * DIVISOR)
    return whole + DIVISOR if whole < 0.9 * int(filters) else whole


def _add_bottleneck(
    chain: Chain,
    block: str,
    inner: int,
    filters: int,
    *,
    stride: int,
    adds_input: bool,
    activation: str,
    is_normalised: bool,
) -> None:
    """Append a bottleneck; ``inner``: channels it grows to, 0 where it does not grow."""
    entrance, has_bias = chain.last, not is_normalised
    if inner:
        expand = Convolution(inner, (1, 1), bias=has_bias)
        chain.convolve(f"{block}_expand", expand, activation, is_normalised=is_normalised, block=block)
    chain.add(f"{block}_depthwise", DepthwiseConvolution(stride=(stride, stride), bias=has_bias), block=block)
    chain.normalise_and_activate(f"{block}_depthwise", activation, is_normalised=is_normalised, block=block)
    project = Convolution(filters, (1, 1), bias=has_bias, initial_weights="glorot uniform")
    chain.add(f"{block}_project", project, block=block)
    if is_normalised:
        chain.add(f"{block}_project_normalised", BatchNormalisation(), block=block)
    if adds_input:
        chain.join(f"{block}_sum", Add(), (entrance, chain.last), block=block)
