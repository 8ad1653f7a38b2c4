"""GoogLeNet: modules that look at several sizes at once, and classifiers at its sides that help it learn.

Szegedy et al., "Going deeper with convolutions", 2014 (1409.4842). It assumes pictures of 224x224x3 and 1000 classes:
6,998,552 parameters without the side classifiers, 13,378,280 with both. They stand behind modules 4a and 4d, count 0.3
of their loss while the network learns, and are dropped for prediction (section 5). Local response normalisation is that
of the authors' program: n = 5, k = 1, alpha = 1e-4 / 5, beta = 0.75. Batch normalisation is younger (1502.03167).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.architectures.chain import Chain
from models.graph import Auxiliary, Graph
from models.nodes import (
    Activation,
    AveragePooling,
    Concatenate,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling,
    LocalResponseNormalisation,
    MaximumPooling,
)
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights

PAPER_WIDTH = 64
Filters = tuple[int, int, int, int, int, int]
"""Of the 1x1 path, before and in the 3x3 path, before and in the 5x5 path, behind the pooling."""
MODULES: Mapping[str, Filters] = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}
"""Table 1 of the paper."""
POOLED = ("3b", "4e")
"""Modules with a pooling behind them."""
SIDES = ("4a", "4d")
"""Modules with a side classifier behind them."""
SIDE_WEIGHT, SIDE_DROPOUT = 0.3, 0.7
SIDE_FILTERS, SIDE_UNITS = 128, 1024
SIDE_WINDOW, SIDE_STRIDE = 5, 3
SMALL_MODULES = ("3a", "3b", "4a", "4e", "5b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What all layers of a GoogLeNet share.

    Attributes:
        width: filters of the stem; all others are in proportion to it.
        activation: function behind every convolution.
        is_normalised: batch normalisation behind every convolution.
        dropout: share hidden before the classifier; 0 leaves it out at the sides, too.
    """

    width: int
    activation: str
    is_normalised: bool
    dropout: float

    def scaled(self, count: int) -> int:
        """Return a number of the paper for this width."""
        return max(1, round(count * self.width / PAPER_WIDTH))

    def convolve(self, chain: Chain, name: str, filters: int, side: int, *, stride: int = 1, block: str) -> str:
        """Append a convolution of the paper with its activation."""
        convolution = Convolution(
            self.scaled(filters), (side, side), (stride, stride), (side // 2, side // 2), bias=not self.is_normalised,
            initial_weights=suitable_initial_weights(self.activation),
        )  # fmt: skip
        return chain.convolve(name, convolution, self.activation, is_normalised=self.is_normalised, block=block)


def googlenet(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    activation: str,
    dropout: float,
    local_response: bool,
    batch_normalisation: bool,
    auxiliary: bool,
) -> Graph:
    """Return GoogLeNet.

    Args:
        input_shape: (height, width, channels).
        classes: number of outputs.
        width: filters of the stem.
        activation: function behind every layer.
        dropout: share of the pooled values hidden while training.
        local_response: let neighbouring maps compete in the stem.
        batch_normalisation: normalise behind every convolution.
        auxiliary: two side classifiers that help to train.
    """
    style = Style(width=width, activation=activation, is_normalised=batch_normalisation, dropout=dropout)
    chain = Chain(input_shape)
    response = LocalResponseNormalisation(bias=1.0, alpha=2e-5)
    style.convolve(chain, "stem1", 64, 7, stride=2, block="stem")
    chain.add("stem1_pooling", MaximumPooling((3, 3), (2, 2), "same"), block="stem")
    if local_response:
        chain.add("stem1_response", response, block="stem")
    style.convolve(chain, "stem2", 64, 1, block="stem")
    style.convolve(chain, "stem3", 192, 3, block="stem")
    if local_response:
        chain.add("stem3_response", response, block="stem")
    chain.add("stem3_pooling", MaximumPooling((3, 3), (2, 2), "same"), block="stem")
    sides = _add_modules(chain, tuple(MODULES), SIDES if auxiliary else (), classes, style)
    return _finish(chain, "googlenet", classes, sides, style)


def small_googlenet(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
    auxiliary: bool,
) -> Graph:
    """Return five modules behind a 3x3 stem, for small pictures, with one side classifier behind module 4a."""
    style = Style(width=width, activation=activation, is_normalised=batch_normalisation, dropout=dropout)
    chain = Chain(input_shape)
    style.convolve(chain, "stem1", 64, 3, block="stem")
    chain.add("stem1_pooling", MaximumPooling((3, 3), (2, 2), "same"), block="stem")
    sides = _add_modules(chain, SMALL_MODULES, SIDES[:1] if auxiliary else (), classes, style)
    return _finish(chain, "small-googlenet", classes, sides, style)


def _add_modules(
    chain: Chain, modules: tuple[str, ...], sided: tuple[str, ...], classes: int, style: Style
) -> list[Auxiliary]:
    """Append modules with the poolings between them, and return the side outputs behind those in ``sided``."""
    sides: list[Auxiliary] = []
    for module in modules:
        _add_module(chain, f"inception{module}", MODULES[module], style)
        if module in sided:
            trunk = chain.last
            sides.append(_add_side(chain, f"auxiliary{len(sides) + 1}", classes, style))
            chain.go_back_to(trunk)
        if module in POOLED:
            chain.add(f"pooling{module[0]}", MaximumPooling((3, 3), (2, 2), "same"))
    return sides


def _add_module(chain: Chain, block: str, filters: Filters, style: Style) -> None:
    """Append an inception module: four paths over the same map, their maps behind each other."""
    single, before_three, three, before_five, five, behind_pooling = filters
    entrance, ends = chain.last, []
    for number, path in enumerate(
        (((single, 1),), ((before_three, 1), (three, 3)), ((before_five, 1), (five, 5)), ((behind_pooling, 1),)),
        start=1,
    ):
        branch = f"{block}/branch{number}"
        prefix = branch.replace("/", "_")
        chain.go_back_to(entrance)
        if number == 4:
            chain.add(f"{prefix}_pooling", MaximumPooling((3, 3), (1, 1), "same"), block=branch)
        for position, (count, side) in enumerate(path, start=1):
            style.convolve(chain, f"{prefix}_convolution{position}", count, side, block=branch)
        ends.append(chain.last)
    chain.join(f"{block}_concatenate", Concatenate(), tuple(ends), block=block)


def _add_side(chain: Chain, block: str, classes: int, style: Style) -> Auxiliary:
    """Append a side classifier; its pooling window shrinks with the maps of small pictures."""
    chain.add(f"{block}_pooling", side_pooling(chain), block=block)
    style.convolve(chain, f"{block}_convolution", SIDE_FILTERS, 1, block=block)
    chain.add(f"{block}_flatten", Flatten(), block=block)
    units = Dense(style.scaled(SIDE_UNITS), initial_weights=suitable_initial_weights(style.activation))
    chain.add(f"{block}_dense", units, block=block)
    chain.normalise_and_activate(f"{block}_dense", style.activation, is_normalised=False, block=block)
    if style.dropout:
        chain.add(f"{block}_dropout", Dropout(SIDE_DROPOUT), block=block)
    return add_side_scores(chain, block, classes, SIDE_WEIGHT)


def side_pooling(chain: Chain) -> AveragePooling:
    """Return the pooling that a side classifier begins with: 5x5, or the whole map where it is smaller."""
    shape = chain.last_shape()
    rows, columns = shape[:2] if shape else (SIDE_WINDOW, SIDE_WINDOW)
    return AveragePooling((min(SIDE_WINDOW, rows), min(SIDE_WINDOW, columns)), (SIDE_STRIDE, SIDE_STRIDE))


def add_side_scores(chain: Chain, block: str, classes: int, weight: float) -> Auxiliary:
    """Append the logits and the scores of a side classifier."""
    chain.add(f"{block}_logits", Dense(classes), block=block)
    return Auxiliary(chain.add(f"{block}_scores", Activation("softmax"), block=block), weight)


def _finish(chain: Chain, name: str, classes: int, sides: list[Auxiliary], style: Style) -> Graph:
    chain.add("pooling", GlobalAveragePooling(), block="head")
    return chain.classifier(name, classes, dropout=style.dropout, auxiliary=sides)
