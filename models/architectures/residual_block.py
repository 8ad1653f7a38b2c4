"""One block of a residual network: a branch of convolutions that is added to a shortcut.

Order "v1" is that of 1512.03385: convolution, normalisation, activation, the last activation behind the sum. Order "v2"
is that of 1603.05027: normalisation and activation stand before the convolutions, so that nothing stands on the way of
the sums. The last normalisation of a v1 branch can start at zero (1706.02677, section 5.1), so that a block starts as
the identity.
"""

from dataclasses import dataclass

from models.architectures.chain import EPSILON, Chain
from models.nodes import Activation, Add, BatchNormalisation, Convolution, MaximumPooling


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What all blocks of a residual network share.

    Attributes:
        is_normalised: batch normalisation; without it convolutions have biases, and the last one starts at zero.
        activation: function between the convolutions.
        order: "v1" or "v2".
        initial_scale: where the scale of a v1 branch's last normalisation starts.
        has_more_biases: as in keras.applications: v1 has biases everywhere, v2 where no normalisation follows at once.
        epsilon: addition to the variance in normalisations.
    """

    is_normalised: bool
    activation: str = "relu"
    order: str = "v1"
    initial_scale: float = 0.0
    has_more_biases: bool = False
    epsilon: float = EPSILON

    def has_bias(self, *, is_followed: bool) -> bool:
        """Whether a convolution has biases; ``is_followed``: a normalisation comes directly behind it."""
        if not self.is_normalised:
            return True
        return self.has_more_biases and (self.order == "v1" or not is_followed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One residual block.

    Attributes:
        name: path in the graph, such as "stage2/block1".
        kernels: side of each convolution's kernel.
        filters: filters of each convolution.
        strides: stride of each convolution.
        channels: channels that enter.
        groups: parts of the channels that the 3x3 convolutions keep apart.
        has_pooled_shortcut: a shortcut that only needs a stride picks cells instead of having weights.
    """

    name: str
    kernels: tuple[int, ...]
    filters: tuple[int, ...]
    strides: tuple[int, ...]
    channels: int
    groups: int = 1
    has_pooled_shortcut: bool = False

    @property
    def stride(self) -> int:
        """Stride of the whole block."""
        return max(self.strides)

    @property
    def prefix(self) -> str:
        """How the names of its nodes begin."""
        return self.name.replace("/", "_")


def add_block(chain: Chain, block: Block, style: Style) -> int:
    """Append a block and return the channels that leave it."""
    entrance = chain.last
    if style.order == "v2":
        _normalise_and_activate(chain, f"{block.prefix}_entrance", block, style)
    projected = chain.last
    branch = _add_branch(chain, block, style)
    shortcut = _shortcut(chain, block, style, entrance=entrance, projected=projected)
    chain.join(f"{block.prefix}_sum", Add(), (branch, shortcut), block=block.name)
    if style.order == "v1":
        chain.add(f"{block.prefix}_activation", Activation(style.activation), block=block.name)
    return block.filters[-1]


def _add_branch(chain: Chain, block: Block, style: Style) -> str:
    """Append the convolutions with what stands between them, and return the last node."""
    last = len(block.kernels)
    for number, (kernel, filters, stride) in enumerate(
        zip(block.kernels, block.filters, block.strides, strict=True), start=1
    ):
        name, is_last = f"{block.prefix}_convolution{number}", number == last
        convolution = Convolution(
            filters,
            (kernel, kernel),
            (stride, stride),
            (kernel // 2, kernel // 2),
            groups=block.groups if kernel > 1 else 1,
            bias=style.has_bias(is_followed=style.order == "v1" or not is_last),
            initial_weights="zeros" if is_last and not style.is_normalised else "he normal",
        )
        chain.add(name, convolution, block=block.name)
        if not is_last:
            _normalise_and_activate(chain, name, block, style)
        elif style.is_normalised and style.order == "v1":
            normalisation = BatchNormalisation(epsilon=style.epsilon, initial_scale=style.initial_scale)
            chain.add(f"{name}_normalised", normalisation, block=block.name)
    return chain.last


def _normalise_and_activate(chain: Chain, name: str, block: Block, style: Style) -> None:
    chain.normalise_and_activate(
        name, style.activation, is_normalised=style.is_normalised, block=block.name, epsilon=style.epsilon
    )


def _shortcut(chain: Chain, block: Block, style: Style, *, entrance: str, projected: str) -> str:
    """Return the node that carries the block's input to its sum; a 1x1 convolution where shapes differ."""
    has_same_channels = block.channels == block.filters[-1]
    if block.stride == 1 and has_same_channels:
        return entrance
    name, stride = f"{block.prefix}_shortcut", (block.stride, block.stride)
    if block.has_pooled_shortcut and has_same_channels:
        return chain.join(name, MaximumPooling((1, 1), stride), (entrance,), block=block.name)
    is_followed = style.order == "v1"
    bias = style.has_bias(is_followed=is_followed)
    chain.join(name, Convolution(block.filters[-1], (1, 1), stride, "valid", bias=bias), (projected,), block=block.name)
    if style.is_normalised and is_followed:
        chain.add(f"{name}_normalised", BatchNormalisation(epsilon=style.epsilon), block=block.name)
    return chain.last
