"""Residual networks: ResNet-18 and ResNet-50, and a small one for few pictures and no GPU.

He, Zhang, Ren, Sun, "Deep residual learning for image recognition", 2015 (1512.03385). They assume pictures of
224x224x3 and 1000 classes. Convolutions without bias, padding as in the paper: trainable parameters 11,689,512
(ResNet-18) and 25,557,032 (ResNet-50, 4.089 G multiply-adds); receptive fields of the last map 435 and 427, 483 with
the stride in the first 1x1 convolution as in the paper of 2015. The last normalisation of each branch starts at zero
(1706.02677, section 5.1), so that a block starts as the identity. In the small networks it starts at one: they have
few blocks and are trained for few steps (measured on 1,200 drawn shapes after 12 epochs: 0.67 against 0.49).
"""

from dataclasses import dataclass

from models.chain import Chain
from models.graph import Graph
from models.nodes import Activation, Add, BatchNormalisation, Convolution, GlobalAveragePooling, MaximumPooling
from models.nodes.base import Shape

LEAST_LAST_MAP_PX = 6
"""The small network halves its maps as long as the shorter side keeps this many cells: useful for activation maps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One residual block: a branch of convolutions added to a shortcut.

    Attributes:
        name: path in the graph, such as "stage2/block1".
        kernels: side of each convolution's kernel.
        filters: filters of each convolution.
        strides: stride of each convolution.
        channels: channels that enter.
        is_normalised: batch normalisation behind every convolution; without it convolutions have biases, and the
            last one starts at zero.
        initial_scale: where the scale of the branch's last normalisation starts.
    """

    name: str
    kernels: tuple[int, ...]
    filters: tuple[int, ...]
    strides: tuple[int, ...]
    channels: int
    is_normalised: bool
    initial_scale: float = 0.0

    @property
    def stride(self) -> int:
        """Stride of the whole block."""
        return max(self.strides)


def resnet18(input_shape: Shape, classes: int, *, width: int, dropout: float, batch_normalisation: bool) -> Graph:
    """Return ResNet-18: two 3x3 convolutions a block, two blocks a stage."""
    chain = Chain(input_shape)
    _paper_stem(chain, width, is_normalised=batch_normalisation)
    channels = width
    for stage in range(4):
        for number in range(2):
            filters, stride = width * 2**stage, 2 if stage and not number else 1
            block = Block(
                name=f"stage{stage + 1}/block{number + 1}",
                kernels=(3, 3),
                filters=(filters, filters),
                strides=(stride, 1),
                channels=channels,
                is_normalised=batch_normalisation,
            )
            channels = _add_block(chain, block)
    return _finish(chain, "resnet18", classes, dropout=dropout)


def resnet50(
    input_shape: Shape, classes: int, *, width: int, stride_in: str, dropout: float, batch_normalisation: bool
) -> Graph:
    """Return ResNet-50: bottlenecks of 1x1, 3x3, 1x1 convolutions, 3, 4, 6, 3 blocks a stage.

    Args:
        input_shape: (height, width, channels).
        classes: number of outputs.
        width: filters of the stem.
        stride_in: "3x3" as in most programs today, or "first 1x1" as in the paper.
        dropout: share of the pooled values hidden while training.
        batch_normalisation: normalise behind every convolution.
    """
    chain = Chain(input_shape)
    _paper_stem(chain, width, is_normalised=batch_normalisation)
    channels = width
    for stage, count in enumerate((3, 4, 6, 3)):
        for number in range(count):
            narrow, stride = width * 2**stage, 2 if stage and not number else 1
            strides = (stride, 1, 1) if stride_in == "first 1x1" else (1, stride, 1)
            block = Block(
                name=f"stage{stage + 1}/block{number + 1}",
                kernels=(1, 3, 1),
                filters=(narrow, narrow, 4 * narrow),
                strides=strides,
                channels=channels,
                is_normalised=batch_normalisation,
            )
            channels = _add_block(chain, block)
    return _finish(chain, "resnet50", classes, dropout=dropout)


def small_resnet_fast(
    input_shape: Shape, classes: int, *, width: int, depth: int, dropout: float, batch_normalisation: bool
) -> Graph:
    """Return the smaller of the small networks: three stages, early pooling, learns in seconds."""
    order = ("stage2", "pooling", "stem", "stage3", "stage1")
    chain = Chain(input_shape)
    _small_body(chain, order, width=width, depth=depth, is_normalised=batch_normalisation)
    return _finish(chain, "small-resnet-fast", classes, dropout=dropout)


def small_resnet_accurate(
    input_shape: Shape, classes: int, *, width: int, depth: int, dropout: float, batch_normalisation: bool
) -> Graph:
    """Return the larger of the small networks: four stages, full resolution for thumbnails."""
    order = ("stage2", "stage3", "stem", "pooling", "stage4", "stage1")
    chain = Chain(input_shape)
    _small_body(chain, order, width=width, depth=depth, is_normalised=batch_normalisation)
    return _finish(chain, "small-resnet-accurate", classes, dropout=dropout)


def _small_body(chain: Chain, order: tuple[str, ...], *, width: int, depth: int, is_normalised: bool) -> None:
    """Append stem and stages; the places named first in ``order`` halve the map, as many as its size allows."""
    halving = order[: _halvings(chain.input_shape)]
    stem_stride = 2 if "stem" in halving else 1
    stem = Convolution(width, (3, 3), (stem_stride, stem_stride), (1, 1), bias=not is_normalised)
    chain.add("stem", stem, block="stem")
    chain.normalise_and_activate("stem", "relu", is_normalised=is_normalised, block="stem")
    if "pooling" in halving:
        chain.add("stem_pooling", MaximumPooling((3, 3), (2, 2), (1, 1)), block="stem")
    channels = width
    stages = [name for name in sorted(order) if name.startswith("stage")]
    for index, stage in enumerate(stages):
        for number in range(depth):
            filters, stride = width * 2**index, 2 if stage in halving and not number else 1
            block = Block(
                name=f"{stage}/block{number + 1}",
                kernels=(3, 3),
                filters=(filters, filters),
                strides=(stride, 1),
                channels=channels,
                is_normalised=is_normalised,
                initial_scale=1.0,
            )
            channels = _add_block(chain, block)


def _halvings(input_shape: Shape) -> int:
    """Return how often the shorter side can be halved, rounding up, and keep ``LEAST_LAST_MAP_PX`` cells."""
    side, count = min(input_shape[:2]), 0
    while -(-side // 2) >= LEAST_LAST_MAP_PX:
        side, count = -(-side // 2), count + 1
    return count


def _paper_stem(chain: Chain, width: int, *, is_normalised: bool) -> None:
    chain.add("stem", Convolution(width, (7, 7), (2, 2), (3, 3), bias=not is_normalised), block="stem")
    chain.normalise_and_activate("stem", "relu", is_normalised=is_normalised, block="stem")
    chain.add("stem_pooling", MaximumPooling((3, 3), (2, 2), (1, 1)), block="stem")


def _add_block(chain: Chain, block: Block) -> int:
    """Append a block and return the channels that leave it."""
    prefix, entrance, last = block.name.replace("/", "_"), chain.last, len(block.kernels)
    for number, (kernel, filters, stride) in enumerate(
        zip(block.kernels, block.filters, block.strides, strict=True), start=1
    ):
        name, is_last = f"{prefix}_convolution{number}", number == last
        weights = "zeros" if is_last and not block.is_normalised else "he normal"
        convolution = Convolution(
            filters, (kernel, kernel), (stride, stride), (kernel // 2, kernel // 2), bias=not block.is_normalised,
            initial_weights=weights,
        )  # fmt: skip
        chain.add(name, convolution, block=block.name)
        if not is_last:
            chain.normalise_and_activate(name, "relu", is_normalised=block.is_normalised, block=block.name)
        elif block.is_normalised:
            chain.add(f"{name}_normalised", BatchNormalisation(initial_scale=block.initial_scale), block=block.name)
    branch, shortcut = chain.last, _shortcut(chain, block, entrance)
    chain.join(f"{prefix}_sum", Add(), (branch, shortcut), block=block.name)
    chain.add(f"{prefix}_activation", Activation("relu"), block=block.name)
    return block.filters[-1]


def _shortcut(chain: Chain, block: Block, entrance: str) -> str:
    """Return the node that carries the block's input to its sum; a 1x1 convolution where shapes differ."""
    if block.stride == 1 and block.channels == block.filters[-1]:
        return entrance
    name, stride = f"{block.name.replace('/', '_')}_shortcut", (block.stride, block.stride)
    convolution = Convolution(block.filters[-1], (1, 1), stride, "valid", bias=not block.is_normalised)
    chain.join(name, convolution, (entrance,), block=block.name)
    if block.is_normalised:
        chain.add(f"{name}_normalised", BatchNormalisation(), block=block.name)
    return chain.last


def _finish(chain: Chain, name: str, classes: int, *, dropout: float) -> Graph:
    chain.add("pooling", GlobalAveragePooling(), block="head")
    return chain.classifier(name, classes, dropout=dropout)
