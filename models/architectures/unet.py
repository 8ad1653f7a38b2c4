"""U-Net: down to see much, up to say where, and the early maps beside the late ones.

Ronneberger, Fischer, Brox, "U-Net: convolutional networks for biomedical image segmentation", 2015 (1505.04597). It
assumes tiles of 572x572x1 and gives 388x388x2, since no convolution pads: 31,030,658 parameters, 23 convolutional
layers (18 of 3x3, four up-convolutions of 2x2, one of 1x1). With padding it gives a class for every pixel of pictures
of any size. Batch normalisation and the other ways of upsampling are younger than the paper and optional.
"""

from dataclasses import dataclass

from models.architectures.backbone import ends_of_sizes
from models.architectures.chain import Chain
from models.architectures.enlarging import UNPOOLING, enlarge_features
from models.graph import Graph
from models.nodes import Concatenate, Convolution, CropTo, Dropout, MaximumPooling
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights
from models.problems import RuleError

LOST_PX = 4
"""Rows that the two unpadded 3x3 convolutions of a level take away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What all levels of a U-Net share.

    Attributes:
        padding: "same", or "valid" as in the paper.
        upsampling: one of ``enlarging.FEATURE_METHODS``.
        activation: function behind every 3x3 convolution.
        is_normalised: batch normalisation between a convolution and its activation.
    """

    padding: str
    upsampling: str
    activation: str
    is_normalised: bool


def unet(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    padding: str,
    upsampling: str,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return a U-Net.

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of a pixel, the background among them.
        width: filters of the first level; they double with every pooling.
        depth: number of poolings.
        padding: "same": the output has height and width of the input; "valid": as in the paper, it is smaller.
        upsampling: one of ``enlarging.FEATURE_METHODS``.
        activation: function behind every 3x3 convolution.
        dropout: share hidden at the end of the contracting path while training (section 3.1 of the paper).
        batch_normalisation: normalise behind every 3x3 convolution.

    Raises:
        RuleError: without padding, a size that poolings would have to round, or one of which nothing is left.
    """
    if padding == "valid":
        _require_even_poolings(input_shape, depth)
    style = Style(padding=padding, upsampling=upsampling, activation=activation, is_normalised=batch_normalisation)
    chain = Chain(input_shape)
    skips = []
    for level in range(1, depth + 1):
        block = f"down{level}"
        skips.append(add_level(chain, block, width * 2 ** (level - 1), style))
        chain.add(f"{block}_pooling", MaximumPooling(padding=padding), block=block)
    add_level(chain, "bottom", width * 2**depth, style)
    if dropout:
        chain.add("dropout", Dropout(dropout), block="bottom")
    for level in range(depth, 0, -1):
        climb(chain, f"up{level}", width * 2 ** (level - 1), skips[level - 1], style)
    return chain.segmenter("unet", classes)


def unet_with_backbone(
    backbone: Graph,
    classes: int,
    *,
    width: int,
    upsampling: str,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return a U-Net whose way down is another network.

    Args:
        backbone: that network up to its last map.
        classes: number of classes of a pixel, the background among them.
        width: filters of the last level; those of the others double with every size of map below.
        upsampling: one of ``enlarging.FEATURE_METHODS``.
        activation: function behind every 3x3 convolution of the way up.
        dropout: share hidden at the end of the way down while training.
        batch_normalisation: normalise behind every 3x3 convolution of the way up.
    """
    style = Style(padding="same", upsampling=upsampling, activation=activation, is_normalised=batch_normalisation)
    skips = ends_of_sizes(backbone)
    chain = Chain.behind(backbone)
    if dropout:
        chain.add("dropout", Dropout(dropout), block="bottom")
    for level in range(len(skips) - 1, 0, -1):
        climb(chain, f"up{level}", width * 2 ** (level - 1), skips[level - 1], style)
    return chain.segmenter("unet-backbone", classes)


def add_level(chain: Chain, block: str, filters: int, style: Style) -> str:
    """Append the two 3x3 convolutions of a level, and return the name of its last node."""
    weights = suitable_initial_weights(style.activation)
    convolution = Convolution(
        filters, (3, 3), padding=style.padding, bias=not style.is_normalised, initial_weights=weights
    )
    for number in (1, 2):
        layer = f"{block}_convolution{number}"
        chain.convolve(layer, convolution, style.activation, is_normalised=style.is_normalised, block=block)
    return chain.last


def climb(chain: Chain, block: str, filters: int, skip: str, style: Style) -> str:
    """Append a level of the way up: enlarge, put the map of the way down beside it, convolve; return its last node."""
    weights = suitable_initial_weights(style.activation)
    of_skip = (chain.shape_of(skip) or (filters,))[-1]
    up = enlarge_features(
        chain, f"{block}_enlarged", of_skip if style.upsampling == UNPOOLING else filters,
        method=style.upsampling, pooled=skip, block=block, initial_weights=weights,
    )  # fmt: skip
    beside = _of_its_size(chain, block, skip, up)
    chain.join(f"{block}_joined", Concatenate(), (beside, up), block=block)
    return add_level(chain, block, filters, style)


def _of_its_size(chain: Chain, block: str, skip: str, up: str) -> str:
    """Return the map of the way down in the size of that of the way up: without padding it is larger on all sides."""
    whole, wanted = chain.shape_of(skip), chain.shape_of(up)
    if whole is None or wanted is None or whole[:2] == wanted[:2]:
        return skip
    return chain.join(f"{block}_crop", CropTo(), (skip, up), block=block)


def _require_even_poolings(input_shape: Shape, depth: int) -> None:
    """Raise where an unpadded U-Net of this depth would pool an odd size, or lose everything."""
    step, margin = 2**depth, LOST_PX * (2**depth - 1)
    least = margin + step * (LOST_PX + margin // step + 1)
    if all(side >= least and (side - margin) % step == 0 for side in input_shape[:2]):
        return
    height, width = (max(least, side + (margin - side) % step) for side in input_shape[:2])
    raise RuleError(
        f"Without padding, {depth} poolings take sides of {step} n + {margin % step} px from {least} px on, so that "
        f"each one halves an even size. Received: {input_shape[0]}x{input_shape[1]}.",
        f"Give pictures of {height}x{width}, fewer poolings, or choose padding 'same'.",
    )
