"""FCN: a classifier without dense layers, whose coarse answer is enlarged and refined by earlier maps.

Long, Shelhamer, Darrell, "Fully convolutional networks for semantic segmentation", 2015 (1411.4038), as the authors'
program has it (voc-fcn32s, voc-fcn16s, voc-fcn8s). It assumes pictures of up to 500x500x3 and 21 classes: 136,152,917,
134,815,994 and 134,489,759 parameters for strides of 32, 16 and 8, with deconvolutions that learn, have no bias and
start as bilinear. The first convolution pads by 100, so that the 7x7 convolution fits on any picture; what is too much
is cropped by 19, 27 and 31 cells. The coarsest map sees 404 pixels at a stride of 32.

With padding "same" nothing is added but what keeps maps at their size: for small pictures, where the 100 pixels around
would be most of the work.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.architectures.chain import Chain
from models.architectures.enlarging import TRANSPOSED, enlarge_classes
from models.architectures.vgg import add_stages
from models.graph import Graph
from models.nodes import Add, Convolution, CropTo, Dropout, MaximumPooling, TransposedConvolution, ZeroPadding
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights

LAYERS = {
    "VGG-16": (2, 2, 3, 3, 3),
    "VGG-11": (1, 1, 2, 2, 2),
    "VGG-13": (2, 2, 2, 2, 2),
    "VGG-19": (2, 2, 4, 4, 4),
}
"""Convolutions of the five stages of each VGG network; the paper's comes first."""
PADDED = "100 px"
FIRST_PADDING = 100
COARSEST = 5
"""Poolings before the coarsest answer, which has a stride of 2^5 = 32."""
FUSE_CROPS = {4: 5, 3: 9}
"""Where the authors' program crops the answer of a pooling that is added, by the pooling's number."""
LAST_CROPS = {32: 19, 16: 27, 8: 31}
"""Where it crops the enlarged answer, by the network's stride."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What all parts of an FCN share.

    Attributes:
        classes: number of classes of a pixel.
        padding: ``PADDED`` as in the paper, or "same".
        upsampling: one of ``enlarging.CLASS_METHODS``.
    """

    classes: int
    padding: str
    upsampling: str

    @property
    def is_padded(self) -> bool:
        """Whether the picture is padded and answers are cropped as in the paper."""
        return self.padding == PADDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """The classifier in an FCN: the convolutions of a VGG network, and its dense layers as convolutions.

    Attributes:
        stages: convolutions of each stage, each of which ends in a pooling.
        width: filters of the first stage.
        dense_units: channels of the two layers that were dense in VGG.
        activation: function behind every hidden layer.
        dropout: share hidden behind each of the layers that were dense, while training.
        is_normalised: normalise behind every hidden layer.
    """

    stages: Sequence[int]
    width: int
    dense_units: int
    activation: str
    dropout: float
    is_normalised: bool

    def add(self, chain: Chain, *, dense_padding: str) -> None:
        """Append all of it; ``dense_padding`` is that of the layers that were dense."""
        add_stages(
            chain, self.stages, width=self.width, activation=self.activation, pool=MaximumPooling(padding="same"),
            is_normalised=self.is_normalised, has_bias=not self.is_normalised,
        )  # fmt: skip
        weights = suitable_initial_weights(self.activation)
        for name, side in (("fc6", 7), ("fc7", 1)):
            convolution = Convolution(
                self.dense_units, (side, side), padding=dense_padding, bias=not self.is_normalised,
                initial_weights=weights,
            )  # fmt: skip
            chain.convolve(name, convolution, self.activation, is_normalised=self.is_normalised, block="head")
            if self.dropout:
                chain.add(f"{name}_dropout", Dropout(self.dropout), block="head")


def fcn(
    input_shape: Shape,
    classes: int,
    *,
    stride: int,
    layers: str,
    width: int,
    dense_units: int,
    padding: str,
    upsampling: str,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return FCN-32s, FCN-16s or FCN-8s on a VGG network.

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of a pixel, the background among them.
        stride: 32, 16 or 8: pixels between the cells of the finest answer.
        layers: "VGG-11", "VGG-13", "VGG-16" or "VGG-19", whose convolutions come first.
        width: filters of the first stage.
        dense_units: channels of the two layers that were dense in VGG.
        padding: ``PADDED`` as in the paper, or "same".
        upsampling: one of ``enlarging.CLASS_METHODS``.
        activation: function behind every hidden layer.
        dropout: share hidden behind each of the layers that were dense, while training.
        batch_normalisation: normalise behind every hidden layer.
    """
    style = Style(classes=classes, padding=padding, upsampling=upsampling)
    chain = Chain(input_shape)
    if style.is_padded:
        chain.add("padding", ZeroPadding((FIRST_PADDING - 1,) * 4), block="stage1")
    trunk = Trunk(
        stages=LAYERS[layers], width=width, dense_units=dense_units, activation=activation, dropout=dropout,
        is_normalised=batch_normalisation,
    )  # fmt: skip
    trunk.add(chain, dense_padding="valid" if style.is_padded else "same")
    add_score(chain, classes)
    reached, spared = 2**COARSEST, 0
    while reached > stride:
        reached //= 2
        spared = 2 * spared + _spared(2, style)
        _refine(chain, reached, style, spared=spared)
    spared = stride * spared + _spared(stride, style)
    up = _enlarge(chain, "upscore", stride, style)
    offset = LAST_CROPS[stride] - spared if style.is_padded else 0
    chain.join("logits", CropTo((offset, offset)), (up, "input"), block="head")
    return chain.finish(f"fcn-{stride}s")


def add_score(chain: Chain, classes: int) -> str:
    """Append the 1x1 convolution that says the classes of the coarsest map.

    It starts at random. The paper starts it at zero, which made no difference behind a trunk that knew classes already
    (section 4.2); behind one that does not, all classes would get the same gradient, and stay alike for long.
    """
    return chain.add("score", Convolution(classes, (1, 1), initial_weights="glorot uniform"), block="head")


def _refine(chain: Chain, stride: int, style: Style, *, spared: int) -> None:
    """Double the answer and add to it what the pooling of this stride says; ``spared``: see ``_spared``."""
    pooling = stride.bit_length() - 1
    up = _enlarge(chain, f"upscore_stride{stride}", 2, style)
    chain.go_back_to(f"stage{pooling}_pooling")
    # Zero, so that the network starts with what the stage before has learned (section 4.2).
    skip = Convolution(style.classes, (1, 1), initial_weights="zeros")
    score = chain.add(f"score_pool{pooling}", skip, block="refinement")
    name = f"score_pool{pooling}_crop"
    if style.is_padded:
        offset = FUSE_CROPS[pooling] + spared
        score = chain.join(name, CropTo((offset, offset)), (score, up), block="refinement")
    elif chain.shape_of(score) != chain.shape_of(up):
        up = chain.join(name, CropTo((0, 0)), (up, score), block="refinement")
    chain.join(f"fuse_pool{pooling}", Add(), (up, score), block="refinement")


def _enlarge(chain: Chain, name: str, factor: int, style: Style) -> str:
    """Append what enlarges the answer; in the paper's form no border of a deconvolution is cut off before the crop."""
    if style.upsampling == TRANSPOSED and style.is_padded:
        whole = TransposedConvolution(
            style.classes, (2 * factor, 2 * factor), (factor, factor), "valid", bias=False, initial_weights="bilinear"
        )
        return chain.add(name, whole, block="refinement")
    return enlarge_classes(chain, name, style.classes, factor=factor, method=style.upsampling, block="refinement")


def _spared(factor: int, style: Style) -> int:
    """Return the cells that ``_enlarge`` makes less at each side than the paper's deconvolution."""
    return factor // 2 if style.is_padded and style.upsampling != TRANSPOSED else 0
