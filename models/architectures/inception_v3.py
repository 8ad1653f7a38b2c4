"""Inception-v3: large kernels divided into cheap ones.

Szegedy, Vanhoucke, Ioffe, Shlens, Wojna, "Rethinking the inception architecture for computer vision", 2015
(1512.00567). It assumes pictures of 299x299x3 with values of -1..1 and 1000 classes, and is written as in
keras.applications: 23,851,784 parameters, convolutions without bias, batch normalisation without scale. The side
classifier of the paper (section 4) is optional; it counts 0.4 of its loss, as in the programs of others.
"""

from dataclasses import dataclass

from models.architectures.chain import Chain
from models.architectures.inception import add_side_scores, side_pooling
from models.graph import Auxiliary, Graph
from models.nodes import (
    Activation,
    AveragePooling,
    BatchNormalisation,
    Concatenate,
    Convolution,
    Flatten,
    GlobalAveragePooling,
    MaximumPooling,
    NodeType,
)
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights
from models.options import Pair

PAPER_WIDTH = 32
SIDE_WEIGHT = 0.4
SIDED = "mixed7"
"""The module with the side classifier behind it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One convolution of a path; with a stride of 2 nothing is added around its map."""

    filters: int
    kernel: Pair
    stride: int = 1


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a module.

    Attributes:
        steps: convolutions one after the other.
        pooling: stands before them.
        ends: convolutions side by side over the last step, whose maps stand behind each other.
    """

    steps: tuple[Step, ...] = ()
    pooling: NodeType | None = None
    ends: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What all layers share: ``width`` is the filters of the stem, all others are in proportion to it."""

    width: int
    activation: str
    is_normalised: bool

    def convolve(self, chain: Chain, name: str, step: Step, *, is_padded: bool, block: str) -> str:
        """Append a convolution with normalisation and activation, and return the last name."""
        convolution = Convolution(
            max(1, round(step.filters * self.width / PAPER_WIDTH)),
            step.kernel,
            (step.stride, step.stride),
            "same" if is_padded else "valid",
            bias=not self.is_normalised,
            initial_weights=suitable_initial_weights(self.activation),
        )
        chain.add(name, convolution, block=block)
        if self.is_normalised:
            chain.add(f"{name}_normalised", BatchNormalisation(scale=False), block=block)
        return chain.add(f"{name}_activation", Activation(self.activation), block=block)


def _step(filters: int, side: int, *, stride: int = 1) -> Step:
    return Step(filters, (side, side), stride)


def _pooled(filters: int) -> Path:
    return Path((_step(filters, 1),), AveragePooling((3, 3), (1, 1), "same"))


def _shrinking() -> Path:
    return Path(pooling=MaximumPooling((3, 3), (2, 2)))


def _wide(pooled: int) -> tuple[Path, ...]:
    """Figure 5 of the paper: a 5x5 convolution, and two 3x3 ones in the place of another."""
    return (
        Path((_step(64, 1),)),
        Path((_step(48, 1), _step(64, 5))),
        Path((_step(64, 1), _step(96, 3), _step(96, 3))),
        _pooled(pooled),
    )


def _factorised(inner: int) -> tuple[Path, ...]:
    """Figure 6 of the paper: 7x7 convolutions divided into rows and columns."""
    row, column = (1, 7), (7, 1)
    return (
        Path((_step(192, 1),)),
        Path((_step(inner, 1), Step(inner, row), Step(192, column))),
        Path((_step(inner, 1), Step(inner, column), Step(inner, row), Step(inner, column), Step(192, row))),
        _pooled(192),
    )


def _expanded() -> tuple[Path, ...]:
    """Figure 7 of the paper: rows and columns side by side."""
    ends = (Step(384, (1, 3)), Step(384, (3, 1)))
    return (
        Path((_step(320, 1),)),
        Path((_step(384, 1),), ends=ends),
        Path((_step(448, 1), _step(384, 3)), ends=ends),
        _pooled(192),
    )


def _modules() -> tuple[tuple[Path, ...], ...]:
    """Return the paths of mixed0 to mixed10, as keras.applications counts them."""
    return (
        _wide(32),
        _wide(64),
        _wide(64),
        (
            Path((_step(384, 3, stride=2),)),
            Path((_step(64, 1), _step(96, 3), _step(96, 3, stride=2))),
            _shrinking(),
        ),
        _factorised(128),
        _factorised(160),
        _factorised(160),
        _factorised(192),
        (
            Path((_step(192, 1), _step(320, 3, stride=2))),
            Path((_step(192, 1), Step(192, (1, 7)), Step(192, (7, 1)), _step(192, 3, stride=2))),
            _shrinking(),
        ),
        _expanded(),
        _expanded(),
    )


def inception_v3(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
    auxiliary: bool,
) -> Graph:
    """Return Inception-v3.

    Args:
        input_shape: (height, width, channels).
        classes: number of outputs.
        width: filters of the first convolution.
        activation: function behind every convolution.
        dropout: share of the pooled values hidden while training.
        batch_normalisation: normalise behind every convolution.
        auxiliary: a side classifier that helps to train.
    """
    style = Style(width=width, activation=activation, is_normalised=batch_normalisation)
    chain = Chain(input_shape)
    _add_stem(chain, style)
    sides = []
    for number, paths in enumerate(_modules()):
        block = f"mixed{number}"
        _add_module(chain, block, paths, style)
        if auxiliary and block == SIDED:
            trunk = chain.last
            sides.append(_add_side(chain, "auxiliary1", classes, style))
            chain.go_back_to(trunk)
    chain.add("pooling", GlobalAveragePooling(), block="head")
    return chain.classifier("inception-v3", classes, dropout=dropout, auxiliary=sides)


def _add_stem(chain: Chain, style: Style) -> None:
    steps = (_step(32, 3, stride=2), _step(32, 3), _step(64, 3), _step(80, 1), _step(192, 3))
    for number, step in enumerate(steps, start=1):
        style.convolve(chain, f"stem{number}", step, is_padded=number == 3, block="stem")
        if number in (3, 5):
            chain.add(f"stem{number}_pooling", MaximumPooling((3, 3), (2, 2)), block="stem")


def _add_module(chain: Chain, block: str, paths: tuple[Path, ...], style: Style) -> None:
    """Append a module: its paths over the same map, their maps behind each other."""
    entrance, ends = chain.last, []
    for number, path in enumerate(paths, start=1):
        chain.go_back_to(entrance)
        ends.append(_add_path(chain, f"{block}/branch{number}", path, style))
    chain.join(f"{block}_concatenate", Concatenate(), tuple(ends), block=block)


def _add_path(chain: Chain, block: str, path: Path, style: Style) -> str:
    prefix = block.replace("/", "_")
    if path.pooling is not None:
        chain.add(f"{prefix}_pooling", path.pooling, block=block)
    for number, step in enumerate(path.steps, start=1):
        name = f"{prefix}_convolution{number}"
        style.convolve(chain, name, step, is_padded=step.stride == 1, block=block)
    if not path.ends:
        return chain.last
    fork, ends = chain.last, []
    for number, step in enumerate(path.ends, start=1):
        chain.go_back_to(fork)
        ends.append(style.convolve(chain, f"{prefix}_end{number}", step, is_padded=True, block=block))
    return chain.join(f"{prefix}_concatenate", Concatenate(), tuple(ends), block=block)


def _add_side(chain: Chain, block: str, classes: int, style: Style) -> Auxiliary:
    """Append the side classifier; its windows shrink with the maps of small pictures."""
    chain.add(f"{block}_pooling", side_pooling(chain), block=block)
    style.convolve(chain, f"{block}_convolution1", _step(128, 1), is_padded=True, block=block)
    shape = chain.last_shape()
    whole = (shape[0], shape[1]) if shape else (5, 5)
    style.convolve(chain, f"{block}_convolution2", Step(768, whole), is_padded=False, block=block)
    chain.add(f"{block}_flatten", Flatten(), block=block)
    return add_side_scores(chain, block, classes, SIDE_WEIGHT)
