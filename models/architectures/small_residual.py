"""Residual networks for small pictures, few of them, and no GPU.

After He, Zhang, Ren, Sun, "Deep residual learning for image recognition", 2015 (1512.03385), whose section 4.2 has a
network for CIFAR-10 (32x32x3): 6 n + 2 layers in three stages, ResNet-20 with n = 3. Where the paper pads shortcuts
with zeros ours have 1x1 convolutions. In the fast and the accurate network and in small ResNeXt the last normalisation
of each branch starts at one: they have few blocks and are trained for few steps (measured on 1,200 drawn shapes after
12 epochs: 0.67 against 0.49).
"""

from models.architectures.chain import Chain
from models.architectures.residual import grouped_blocks
from models.architectures.residual_block import Block, Style, add_block
from models.graph import Graph
from models.nodes import Convolution, GlobalAveragePooling, MaximumPooling
from models.nodes.base import Shape

LEAST_LAST_MAP_PX = 6
"""The small networks halve their maps as long as the shorter side keeps this many cells: useful for activation maps."""


def small_resnet(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    order: str,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return the paper's network for CIFAR: three stages of ``depth`` blocks of two 3x3 convolutions each."""
    style = Style(is_normalised=batch_normalisation, activation=activation, order=order, initial_scale=1.0)
    chain = Chain(input_shape)
    _add_stem(chain, width, style)
    channels = width
    for stage in range(3):
        for number in range(depth):
            stride, filters = 2 if stage and not number else 1, width * 2**stage
            block = _basic_block(f"stage{stage + 1}/block{number + 1}", filters, stride=stride, channels=channels)
            channels = add_block(chain, block, style)
    if order == "v2":
        chain.normalise_and_activate("last", activation, is_normalised=batch_normalisation, block="head")
    return _finish(chain, "small-resnet", classes, dropout=dropout)


def small_resnext(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    cardinality: int,
    group_width: int,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return three stages of ``depth`` grouped bottlenecks each, as ResNeXt-29 for CIFAR (1611.05431, section 5.3)."""
    style = Style(is_normalised=batch_normalisation, activation=activation, initial_scale=1.0)
    chain = Chain(input_shape)
    _add_stem(chain, width, style)
    for block in grouped_blocks((depth,) * 3, width, cardinality=cardinality, group_width=group_width):
        add_block(chain, block, style)
    return _finish(chain, "small-resnext", classes, dropout=dropout)


def small_resnet_fast(
    input_shape: Shape, classes: int, *, width: int, depth: int, dropout: float, batch_normalisation: bool
) -> Graph:
    """Return the smaller of the small networks: three stages, early pooling, learns in seconds."""
    order = ("stage2", "pooling", "stem", "stage3", "stage1")
    chain = Chain(input_shape)
    _add_body(chain, order, width=width, depth=depth, is_normalised=batch_normalisation)
    return _finish(chain, "small-resnet-fast", classes, dropout=dropout)


def small_resnet_accurate(
    input_shape: Shape, classes: int, *, width: int, depth: int, dropout: float, batch_normalisation: bool
) -> Graph:
    """Return the larger of the small networks: four stages, full resolution for thumbnails."""
    order = ("stage2", "stage3", "stem", "pooling", "stage4", "stage1")
    chain = Chain(input_shape)
    _add_body(chain, order, width=width, depth=depth, is_normalised=batch_normalisation)
    return _finish(chain, "small-resnet-accurate", classes, dropout=dropout)


def _add_body(chain: Chain, order: tuple[str, ...], *, width: int, depth: int, is_normalised: bool) -> None:
    """Append stem and stages; the places named first in ``order`` halve the map, as many as its size allows."""
    halving = order[: _halvings(chain.input_shape)]
    style = Style(is_normalised=is_normalised, initial_scale=1.0)
    _add_stem(chain, width, style, stride=2 if "stem" in halving else 1)
    if "pooling" in halving:
        chain.add("stem_pooling", MaximumPooling((3, 3), (2, 2), (1, 1)), block="stem")
    channels = width
    stages = [name for name in sorted(order) if name.startswith("stage")]
    for index, stage in enumerate(stages):
        for number in range(depth):
            filters, stride = width * 2**index, 2 if stage in halving and not number else 1
            block = _basic_block(f"{stage}/block{number + 1}", filters, stride=stride, channels=channels)
            channels = add_block(chain, block, style)


def _halvings(input_shape: Shape) -> int:
    """Return how often the shorter side can be halved, rounding up, and keep ``LEAST_LAST_MAP_PX`` cells."""
    side, count = min(input_shape[:2]), 0
    while -(-side // 2) >= LEAST_LAST_MAP_PX:
        side, count = -(-side // 2), count + 1
    return count


def _add_stem(chain: Chain, width: int, style: Style, *, stride: int = 1) -> None:
    bias = style.has_bias(is_followed=style.order == "v1")
    chain.add("stem", Convolution(width, (3, 3), (stride, stride), (1, 1), bias=bias), block="stem")
    if style.order == "v1":
        chain.normalise_and_activate("stem", style.activation, is_normalised=style.is_normalised, block="stem")


def _basic_block(name: str, filters: int, *, stride: int, channels: int) -> Block:
    return Block(name=name, kernels=(3, 3), filters=(filters, filters), strides=(stride, 1), channels=channels)


def _finish(chain: Chain, name: str, classes: int, *, dropout: float) -> Graph:
    chain.add("pooling", GlobalAveragePooling(), block="head")
    return chain.classifier(name, classes, dropout=dropout)
