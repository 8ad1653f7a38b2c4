"""FCN: a classifier without dense layers, whose coarse answer is enlarged and refined by earlier maps.

Long, Shelhamer, Darrell, "Fully convolutional networks for semantic segmentation", 2015 (1411.4038), as the authors'
program has it (voc-fcn32s, voc-fcn16s, voc-fcn8s). It assumes pictures of up to 500x500x3 and 21 classes: 136,152,917,
134,815,994 and 134,489,759 parameters for strides of 32, 16 and 8, with deconvolutions that learn, have no bias and
start as bilinear. The first convolution pads by 100, so that the 7x7 convolution fits on any picture; what is too much
is cropped by 19, 27 and 31 cells. The coarsest map sees 404 pixels at a stride of 32.

With padding "same" nothing is added but what keeps maps at their size: for small pictures, where the 100 pixels around
would be most of the work.
"""

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
        batch_normalisation: normalise behind every 3x3 convolution.
    """
    style = Style(classes=classes, padding=padding, upsampling=upsampling)
    chain = Chain(input_shape)
    if style.is_padded:
        chain.add("padding", ZeroPadding((FIRST_PADDING - 1,) * 4), block="stage1")
    add_stages(
        chain, LAYERS[layers], width=width, activation=activation, pool=MaximumPooling(padding="same"),
        is_normalised=batch_normalisation, has_bias=not batch_normalisation,
    )  # fmt: skip
    _add_formerly_dense(chain, dense_units, style, activation=activation, dropout=dropout)
    _add_score(chain, "score", style)
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


def _add_formerly_dense(chain: Chain, units: int, style: Style, *, activation: str, dropout: float) -> None:
    weights = suitable_initial_weights(activation)
    padding = "valid" if style.is_padded else "same"
    for name, side in (("fc6", 7), ("fc7", 1)):
        convolution = Convolution(units, (side, side), padding=padding, initial_weights=weights)
        chain.convolve(name, convolution, activation, is_normalised=False, block="head")
        if dropout:
            chain.add(f"{name}_dropout", Dropout(dropout), block="head")


def _add_score(chain: Chain, name: str, style: Style) -> str:
    """Append the 1x1 convolution that says the classes; it starts at zero, as in section 4.2 of the paper."""
    block = "head" if name == "score" else "refinement"
    return chain.add(name, Convolution(style.classes, (1, 1), initial_weights="zeros"), block=block)


def _refine(chain: Chain, stride: int, style: Style, *, spared: int) -> None:
    """Double the answer and add to it what the pooling of this stride says; ``spared``: see ``_spared``."""
    pooling = stride.bit_length() - 1
    up = _enlarge(chain, f"upscore_stride{stride}", 2, style)
    chain.go_back_to(f"stage{pooling}_pooling")
    score = _add_score(chain, f"score_pool{pooling}", style)
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
