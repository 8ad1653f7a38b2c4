"""A detector without anchors: residual stages down, a short way up, and one box for each cell of a fine map.

Fovea's own, of known parts: a residual encoder (1512.03385) of strides 2 to 32, whose maps are added on the way up from
the coarsest to the stride of the answer (feature pyramid, Lin et al. 2017, 1612.03144), and a head without anchors that
says for each cell a logit for each class and the distances to four sides (FCOS, 1904.01355), in two branches (TOOD,
2108.07755). Small networks on a high-resolution map learn most from few pictures. It assumes pictures whose sides are
multiples of the coarsest stride, or rounds maps up. All scores start at 0.01, so that the many empty cells do not drown
the rest at first (1708.02002, section 4.1), and all boxes at a middle size.
"""

import math
from dataclasses import replace

from models.architectures.backbone import ends_of_sizes
from models.architectures.chain import Chain
from models.architectures.enlarging import BILINEAR, enlarge_features
from models.architectures.residual_block import Block, Style, add_block
from models.graph import Graph
from models.nodes import Add, Concatenate, Convolution, Rescaling
from models.nodes.base import Shape
from models.problems import GraphError, GraphProblem

SIDES = 4
"""Channels of the answer behind those of the classes: the logarithms of distances in cells."""
STRIDE_PX = 4
STAGES = 4
"""Residual stages, of strides 4 to 32; the stem has stride 2."""
MOST_FILTERS = 8
"""Filters of a stage in widths: those of the last stages no longer double."""
FIRST_SCORE = 0.01
FIRST_DISTANCE = 6.0
"""Of all sides, in cells: a box of 48 px, which overlaps with most objects enough to be mended."""


def box_map_shape(input_shape: Shape, classes: int) -> Shape:
    """(rows, columns, values) of what the detector says of a picture: logits of the classes and four sides."""
    rows, columns = (-(-side // STRIDE_PX) for side in input_shape[:2])
    return rows, columns, classes + SIDES


def dense_detector(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    head_filters: int,
    activation: str,
    batch_normalisation: bool,
) -> Graph:
    """Return the detector; its output is (h / 4, w / 4, classes + 4).

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of objects; the background is none of them.
        width: filters of the stem; they double with every stage, up to eight times as many.
        depth: residual blocks of each stage.
        head_filters: channels of the way up and of both branches.
        activation: function behind every 3x3 convolution.
        batch_normalisation: normalise behind every convolution but the last ones.
    """
    style = Style(is_normalised=batch_normalisation, activation=activation)
    chain = Chain(input_shape)
    stem = Convolution(width, (3, 3), (2, 2), (1, 1), bias=not batch_normalisation)
    chain.convolve("stem", stem, activation, is_normalised=batch_normalisation, block="stem")
    ends = add_stages(chain, width=width, depth=depth, style=style)
    climb(chain, ends, head_filters, style)
    return _add_head(chain, classes, head_filters, style)


def dense_detector_with_backbone(
    backbone: Graph, classes: int, *, head_filters: int, activation: str, batch_normalisation: bool
) -> Graph:
    """Return the detector whose way down is another network; its output is that of ``dense_detector``.

    Its maps from the stride of the answer to the coarsest are read on the way up, the last one of each size.

    Args:
        backbone: that network up to its last map.
        classes: number of classes of objects.
        head_filters: channels of the way up and of both branches.
        activation: function behind every 3x3 convolution behind the backbone.
        batch_normalisation: normalise behind every convolution behind the backbone but the last ones.

    Raises:
        GraphError: it has no map of the size of the answer.
    """
    style = Style(is_normalised=batch_normalisation, activation=activation)
    shapes = backbone.shapes()
    rows, columns, _ = box_map_shape(shapes[backbone.inputs[0]], classes)
    ends = [name for name in ends_of_sizes(backbone) if shapes[name][0] <= rows and shapes[name][1] <= columns]
    if not ends or shapes[ends[0]][:2] != (rows, columns):
        message = f"This network has no map with a cell for every {STRIDE_PX} pixels. Received: {backbone.name}."
        raise GraphError([GraphProblem(backbone.outputs[0], None, message, "Choose a residual network, as resnet18.")])
    chain = Chain.behind(backbone)
    climb(chain, ends, head_filters, style)
    return replace(_add_head(chain, classes, head_filters, style), name="dense-detector-backbone")


def add_stages(chain: Chain, *, width: int, depth: int, style: Style) -> list[str]:
    """Append the stages, and return the last node of each."""
    channels, ends = width, []
    for stage in range(1, STAGES + 1):
        filters = width * min(2**stage, MOST_FILTERS)
        for number in range(depth):
            block = Block(
                name=f"stage{stage}/block{number + 1}", kernels=(3, 3), filters=(filters, filters),
                strides=(1 if number else 2, 1), channels=channels,
            )  # fmt: skip
            channels = add_block(chain, block, style)
        ends.append(chain.last)
    return ends


def climb(chain: Chain, ends: list[str], filters: int, style: Style) -> list[str]:
    """Append the way up from the last stage to the first, adding what each has seen; return its maps, finest last."""
    bias = not style.is_normalised
    chain.add("up_entrance", Convolution(filters, (1, 1), bias=bias), block="up")
    chain.normalise_and_activate("up_entrance", style.activation, is_normalised=style.is_normalised, block="up")
    levels = [chain.last]
    for level in range(len(ends) - 1, 0, -1):
        block, skip = f"up{level}", ends[level - 1]
        up = enlarge_features(chain, f"{block}_enlarged", filters, method=BILINEAR, pooled=skip, block=block)
        lateral = chain.join(f"{block}_lateral", Convolution(filters, (1, 1), bias=bias), (skip,), block=block)
        chain.join(f"{block}_sum", Add(), (lateral, up), block=block)
        _convolve(chain, block, filters, style)
        levels.append(chain.last)
    return levels


def _add_head(chain: Chain, classes: int, filters: int, style: Style) -> Graph:
    """Append both branches side by side in the channels of one map, and return the finished graph."""
    entrance = chain.last
    _convolve(chain, "classes", filters, style)
    chain.add("class_logits", Convolution(classes, (1, 1), initial_weights="zeros"), block="classes")
    offset = math.log(FIRST_SCORE / (1 - FIRST_SCORE))
    logits = chain.add("logits", Rescaling(offset=offset), block="classes")
    chain.go_back_to(entrance)
    _convolve(chain, "boxes", filters, style)
    chain.add("side_convolution", Convolution(SIDES, (1, 1), initial_weights="glorot uniform"), block="boxes")
    sides = chain.add("sides", Rescaling(offset=math.log(FIRST_DISTANCE)), block="boxes")
    return chain.ending_in("boxes", Concatenate(), (logits, sides), name="dense-detector")


def _convolve(chain: Chain, block: str, filters: int, style: Style) -> None:
    convolution = Convolution(filters, (3, 3), (1, 1), (1, 1), bias=not style.is_normalised)
    name = f"{block}_convolution"
    chain.convolve(name, convolution, style.activation, is_normalised=style.is_normalised, block=block)
