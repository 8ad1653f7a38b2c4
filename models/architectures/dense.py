"""DenseNet: every layer of a block reads the maps of all layers before it.

Huang, Liu, van der Maaten, Weinberger, "Densely connected convolutional networks", 2016 (1608.06993). They assume
pictures of 224x224x3 and 1000 classes: trainable parameters 7,978,856 (121 layers), 14,149,480 (169) and 20,013,928
(201); DenseNet-121 has 8,062,504 in all, needs 2.834 G multiply-adds and has a receptive field of 2071. For pictures of
32x32 the paper has three blocks: DenseNet-40 with growth 12 has 1,019,722 trainable parameters with ten classes, and
769,162 with 100 layers, bottlenecks and compression.
"""

from dataclasses import dataclass

from models.architectures.chain import Chain
from models.graph import Graph
from models.nodes import AveragePooling, Concatenate, Convolution, GlobalAveragePooling, MaximumPooling
from models.nodes.base import Shape

BOTTLENECK = 4
"""The 1x1 convolution before a 3x3 one has this many times its filters."""
EPSILON = 1.001e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What all layers of a DenseNet share.

    Attributes:
        growth: maps that each layer adds.
        compression: share of the maps that leave a transition.
        has_bottleneck: a 1x1 convolution before each 3x3 one.
        activation: function before the convolutions.
        is_normalised: batch normalisation before each activation; without it convolutions have biases.
    """

    growth: int
    compression: float
    has_bottleneck: bool
    activation: str
    is_normalised: bool

    def activate(self, chain: Chain, name: str, block: str) -> None:
        """Append normalisation and activation."""
        chain.normalise_and_activate(
            name, self.activation, is_normalised=self.is_normalised, block=block, epsilon=EPSILON
        )

    def convolution(self, filters: int, side: int, *, stride: int = 1) -> Convolution:
        """Return a convolution whose padding keeps the size of its map, but for the stride."""
        padding = (side // 2, side // 2)
        return Convolution(filters, (side, side), (stride, stride), padding, bias=not self.is_normalised)


def densenet(
    input_shape: Shape,
    classes: int,
    *,
    name: str,
    layers: tuple[int, ...],
    width: int,
    growth: int,
    compression: float,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return a DenseNet for photos.

    Args:
        input_shape: (height, width, channels).
        classes: number of outputs.
        name: of the graph.
        layers: layers of each dense block.
        width: filters of the stem.
        growth: maps that each layer adds.
        compression: share of the maps that leave a transition.
        activation: function before the convolutions.
        dropout: share of the pooled values hidden while training.
        batch_normalisation: normalise before each activation.
    """
    style = Style(
        growth=growth, compression=compression, has_bottleneck=True, activation=activation,
        is_normalised=batch_normalisation,
    )  # fmt: skip
    chain = Chain(input_shape)
    chain.add("stem", style.convolution(width, 7, stride=2), block="stem")
    style.activate(chain, "stem", "stem")
    chain.add("stem_pooling", MaximumPooling((3, 3), (2, 2), (1, 1)), block="stem")
    _add_blocks(chain, layers, width, style)
    return _finish(chain, name, classes, style, dropout=dropout)


def small_densenet(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    growth: int,
    bottleneck: bool,
    compression: float,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return the DenseNet for small pictures: a 3x3 stem and three blocks of ``depth`` layers."""
    style = Style(
        growth=growth, compression=compression, has_bottleneck=bottleneck, activation=activation,
        is_normalised=batch_normalisation,
    )  # fmt: skip
    chain = Chain(input_shape)
    chain.add("stem", style.convolution(width, 3), block="stem")
    _add_blocks(chain, (depth,) * 3, width, style)
    return _finish(chain, "small-densenet", classes, style, dropout=dropout)


def _add_blocks(chain: Chain, layers: tuple[int, ...], channels: int, style: Style) -> None:
    """Append dense blocks, and a transition behind each but the last."""
    for number, count in enumerate(layers, start=1):
        for layer in range(1, count + 1):
            _add_layer(chain, f"dense{number}/layer{layer}", style)
        channels += count * style.growth
        if number < len(layers):
            channels = _add_transition(chain, f"transition{number}", channels, style)


def _add_layer(chain: Chain, block: str, style: Style) -> None:
    """Append a layer: what it computes stands behind what it read."""
    prefix, entrance = block.replace("/", "_"), chain.last
    style.activate(chain, f"{prefix}_entrance", block)
    if style.has_bottleneck:
        chain.add(f"{prefix}_bottleneck", style.convolution(BOTTLENECK * style.growth, 1), block=block)
        style.activate(chain, f"{prefix}_bottleneck", block)
    chain.add(f"{prefix}_convolution", style.convolution(style.growth, 3), block=block)
    chain.join(f"{prefix}_concatenate", Concatenate(), (entrance, chain.last), block=block)


def _add_transition(chain: Chain, block: str, channels: int, style: Style) -> int:
    """Append a 1x1 convolution and a pooling between two blocks, and return the channels that leave it."""
    kept = max(1, int(channels * style.compression))
    style.activate(chain, f"{block}_entrance", block)
    chain.add(f"{block}_convolution", style.convolution(kept, 1), block=block)
    chain.add(f"{block}_pooling", AveragePooling(), block=block)
    return kept


def _finish(chain: Chain, name: str, classes: int, style: Style, *, dropout: float) -> Graph:
    style.activate(chain, "last", "head")
    chain.add("pooling", GlobalAveragePooling(), block="head")
    return chain.classifier(name, classes, dropout=dropout)
