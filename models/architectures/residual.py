"""Residual networks: ResNet-18 to ResNet-152 and ResNeXt.

He, Zhang, Ren, Sun, "Deep residual learning for image recognition", 2015 (1512.03385), and, for order v2, "Identity
mappings in deep residual networks", 2016 (1603.05027). They assume pictures of 224x224x3 and 1000 classes. Convolutions
without bias, padding as in the paper: trainable parameters 11,689,512 (18 layers), 21,797,672 (34), 25,557,032 (50),
44,549,160 (101), 60,192,808 (152); receptive fields of the last map 435 and 899 (18, 34), and 427, 971, 1451 with the
stride in the 3x3 convolution, 483, 1027, 1507 with the stride in the first 1x1 convolution as in the paper of 2015.

Xie, Girshick, Dollar, Tu, He, "Aggregated residual transformations for deep neural networks", 2016 (1611.05431):
25,028,904 (ResNeXt-50, 32 groups of 4) and 88,791,336 (ResNeXt-101, 32 groups of 8) trainable parameters.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from models.architectures.chain import EPSILON, Chain
from models.architectures.residual_block import Block, Style, add_block
from models.graph import Graph
from models.nodes import Convolution, GlobalAveragePooling, MaximumPooling
from models.nodes.base import Shape

KERAS = "keras.applications"
KERAS_EPSILON = 1.001e-5
EXPANSION = 4
"""A bottleneck's last convolution has this many times the filters of its first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What tells one residual network of the paper from another.

    Attributes:
        name: of the graph.
        counts: blocks of each stage.
        is_bottleneck: blocks of 1x1, 3x3, 1x1 instead of two 3x3 convolutions.
    """

    name: str
    counts: tuple[int, ...]
    is_bottleneck: bool


def resnet(
    input_shape: Shape,
    classes: int,
    *,
    plan: Plan,
    width: int,
    order: str,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
    stride_in: str = "3x3",
    variant: str = "usual",
) -> Graph:
    """Return a ResNet.

    Args:
        input_shape: (height, width, channels).
        classes: number of outputs.
        plan: blocks of the network.
        width: filters of the stem.
        order: "v1", activation behind the sums, or "v2", activation before the convolutions.
        activation: function between the layers.
        dropout: share of the pooled values hidden while training.
        batch_normalisation: normalise every convolution.
        stride_in: "3x3" as in most programs today, or "first 1x1" as in the paper of 2015.
        variant: "usual", or "keras.applications": its biases and epsilon, and in order v2 its strides at the ends of
            stages, so that its weights fit.
    """
    is_keras = variant == KERAS
    style = Style(
        is_normalised=batch_normalisation,
        activation=activation,
        order=order,
        has_more_biases=is_keras,
        epsilon=KERAS_EPSILON if is_keras else EPSILON,
    )
    chain = Chain(input_shape)
    _add_stem(chain, width, style)
    for block in _blocks(plan, width, stride_in=stride_in, strides_last=is_keras and order == "v2"):
        add_block(chain, block, style)
    return _finish(chain, plan.name, classes, style, dropout=dropout)


def resnext(
    input_shape: Shape,
    classes: int,
    *,
    plan: Plan,
    width: int,
    cardinality: int,
    group_width: int,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return a ResNeXt: bottlenecks whose 3x3 convolution is split into ``cardinality`` groups.

    Args:
        input_shape: (height, width, channels).
        classes: number of outputs.
        plan: blocks of the network.
        width: filters of the stem; blocks of the first stage give four times as many.
        cardinality: groups of each 3x3 convolution.
        group_width: filters of each group in the first stage; they double with every stage.
        activation: function between the layers.
        dropout: share of the pooled values hidden while training.
        batch_normalisation: normalise every convolution.
    """
    style = Style(is_normalised=batch_normalisation, activation=activation)
    chain = Chain(input_shape)
    _add_stem(chain, width, style)
    for block in grouped_blocks(plan.counts, width, cardinality=cardinality, group_width=group_width):
        add_block(chain, block, style)
    return _finish(chain, plan.name, classes, style, dropout=dropout)


def grouped_blocks(counts: tuple[int, ...], width: int, *, cardinality: int, group_width: int) -> Iterator[Block]:
    """Yield the blocks of a ResNeXt; all stages but the first begin with a stride of 2."""
    channels = width
    for stage, number, _ in _positions(counts):
        inner, outer = cardinality * group_width * 2**stage, EXPANSION * width * 2**stage
        stride = 2 if stage and not number else 1
        yield Block(
            name=f"stage{stage + 1}/block{number + 1}",
            kernels=(1, 3, 1),
            filters=(inner, inner, outer),
            strides=(1, stride, 1),
            channels=channels,
            groups=cardinality,
        )
        channels = outer


def _blocks(plan: Plan, width: int, *, stride_in: str, strides_last: bool) -> Iterator[Block]:
    """Yield the blocks of a ResNet; a stage has its stride in its first block, or, but for the last stage, its last."""
    channels = width
    for stage, number, is_last in _positions(plan.counts):
        strides_here = (is_last and stage < len(plan.counts) - 1) if strides_last else (stage > 0 and number == 0)
        stride, narrow = 2 if strides_here else 1, width * 2**stage
        first_strides = stride_in == "first 1x1" and not strides_last
        bottleneck = (stride, 1, 1) if first_strides else (1, stride, 1)
        filters = (narrow, narrow, EXPANSION * narrow) if plan.is_bottleneck else (narrow, narrow)
        yield Block(
            name=f"stage{stage + 1}/block{number + 1}",
            kernels=(1, 3, 1) if plan.is_bottleneck else (3, 3),
            filters=filters,
            strides=bottleneck if plan.is_bottleneck else (stride, 1),
            channels=channels,
            has_pooled_shortcut=strides_last,
        )
        channels = filters[-1]


def _positions(counts: tuple[int, ...]) -> Iterator[tuple[int, int, bool]]:
    """Yield (stage, block in the stage, whether it is the last one there), both from 0."""
    for stage, count in enumerate(counts):
        for number in range(count):
            yield stage, number, number == count - 1


def _add_stem(chain: Chain, width: int, style: Style) -> None:
    bias = style.has_bias(is_followed=style.order == "v1")
    chain.add("stem", Convolution(width, (7, 7), (2, 2), (3, 3), bias=bias), block="stem")
    if style.order == "v1":
        _normalise_and_activate(chain, "stem", style, block="stem")
    chain.add("stem_pooling", MaximumPooling((3, 3), (2, 2), (1, 1)), block="stem")


def _finish(chain: Chain, name: str, classes: int, style: Style, *, dropout: float) -> Graph:
    if style.order == "v2":
        _normalise_and_activate(chain, "last", style, block="head")
    chain.add("pooling", GlobalAveragePooling(), block="head")
    return chain.classifier(name, classes, dropout=dropout)


def _normalise_and_activate(chain: Chain, name: str, style: Style, *, block: str) -> None:
    chain.normalise_and_activate(
        name, style.activation, is_normalised=style.is_normalised, block=block, epsilon=style.epsilon
    )
