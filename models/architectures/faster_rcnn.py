"""Faster R-CNN: one network proposes regions and says what is in them.

Ren, He, Girshick, Sun, "Faster R-CNN: towards real-time object detection with region proposal networks", 2015
(1506.01497). With VGG-16 it assumes pictures whose shorter side is 600 px: nine anchors in each cell of a map of stride
16, about 300 proposals at test, RoI pooling to 7x7, two dense layers of 4096. With ResNet-50 and a feature pyramid (Lin
et al. 2017, 1612.03144), as in torchvision: three anchors in each cell of five maps, RoI align, two dense layers of
1024; 41,755,286 parameters for 90 classes, those of batch normalisation, which stays as it was, not counted. The small
one is Fovea's own: the encoder of its dense detector, regions read in a map of stride 4, anchors on one of stride 8.
"""

from models.architectures.backbone import backbone
from models.architectures.chain import Chain
from models.architectures.dense_detector import add_stages, climb
from models.architectures.enlarging import NEAREST, enlarge_features
from models.architectures.residual import Plan, resnet
from models.architectures.residual_block import Style
from models.architectures.two_stages import Proposing, add_proposals, add_vectors, anchor_table, finish_boxes
from models.architectures.vgg import add_stages as add_vgg_stages
from models.graph import Graph
from models.nodes import Add, Convolution, MaximumPooling, RoiAlignment, RoiPooling
from models.nodes.base import Shape
from models.nodes.grids import THOUSANDTHS
from models.nodes.regions import FASTER_RCNN_SHAPES
from models.options import Table

BINS = (7, 7)
VGG16 = (2, 2, 3, 3, 3)
VGG_STRIDE_PX = 16
RESNET50 = Plan("resnet50", (3, 4, 6, 3), is_bottleneck=True)
PYRAMID_SIZES_PX = (32, 64, 128, 256, 512)
READ_STRIDE_PX, ANCHOR_STRIDE_PX = 4, 8
"""Of the small network."""
SMALL_SHAPES = anchor_table((94, 188, 375))
"""Three sizes in three shapes, in thousandths: 24, 48 and 96 px where the picture is a square of 256 px."""


def small_faster_rcnn(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    head_filters: int,
    dense_units: int,
    proposals: int,
    shapes: Table,
    activation: str,
    batch_normalisation: bool,
) -> Graph:
    """Return the small detector; its output is (proposals, 4 + 5 (classes + 1)).

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of objects; the background is none of them.
        width: filters of the stem; they double with every stage, up to eight times as many.
        depth: residual blocks of each stage.
        head_filters: channels of the way up and of the sliding network.
        dense_units: of the layer that reads a region.
        proposals: regions that are looked at.
        shapes: widths and heights of the anchors of a cell, in thousandths of those of the picture.
        activation: function behind every 3x3 convolution.
        batch_normalisation: normalise behind every convolution of encoder and way up.
    """
    chain = Chain(input_shape)
    style = Style(is_normalised=batch_normalisation, activation=activation)
    finest, anchored = add_small_pyramid(chain, width=width, depth=depth, head_filters=head_filters, style=style)
    proposing = small_proposing(
        anchored, ANCHOR_STRIDE_PX, shapes_px=in_pixels(shapes, input_shape), filters=head_filters, count=proposals
    )
    regions = add_small_regions(chain, proposing, read=finest, dense_units=dense_units)
    return finish_boxes(chain, regions, classes, name="small-faster-rcnn")


def small_proposing(anchored: str, stride_px: int, *, shapes_px: Table, filters: int, count: int) -> Proposing:
    """Return how a small network proposes: from one map, four candidates for each proposal."""
    return Proposing(
        maps=(anchored,),
        stride_px=stride_px,
        shapes_px=shapes_px,
        filters=filters,
        count=count,
        candidates=4 * count,
    )


def add_small_regions(chain: Chain, proposing: Proposing, *, read: str, dense_units: int) -> str:
    """Append proposals, and the layer that reads what a map of stride 4 holds in each; return the proposals' node."""
    regions = add_proposals(chain, proposing)
    chain.join("rois", RoiAlignment(BINS, READ_STRIDE_PX), (read, regions), block="regions")
    add_vectors(chain, (dense_units,), shape=(proposing.count, *BINS, proposing.filters))
    return regions


def in_pixels(shapes: Table, input_shape: Shape) -> Table:
    """Return widths and heights in thousandths of a picture as whole pixels, 1 or more."""
    height, width = input_shape[:2]
    return tuple(
        (max(1, round(wide * width / THOUSANDTHS)), max(1, round(high * height / THOUSANDTHS))) for wide, high in shapes
    )


def add_small_pyramid(chain: Chain, *, width: int, depth: int, head_filters: int, style: Style) -> tuple[str, str]:
    """Append encoder and way up, and return the maps of stride 4 and 8."""
    bias = not style.is_normalised
    stem = Convolution(width, (3, 3), (2, 2), (1, 1), bias=bias)
    chain.convolve("stem", stem, style.activation, is_normalised=style.is_normalised, block="stem")
    ends = add_stages(chain, width=width, depth=depth, style=style)
    levels = climb(chain, ends, head_filters, style)
    return levels[-1], levels[-2]


def faster_rcnn_vgg16(
    input_shape: Shape, classes: int, *, width: int, dense_units: int, proposals: int, dropout: float
) -> Graph:
    """Return the published detector with VGG-16.

    Args:
        input_shape: (height, width, channels), sides of multiples of 16.
        classes: number of classes of objects.
        width: filters of the first stage.
        dense_units: of each of the two layers that read a region.
        proposals: regions that are looked at.
        dropout: share of units hidden behind each of them while training.
    """
    chain = Chain(input_shape)
    read = add_vgg16(chain, width)
    proposing = Proposing(
        maps=(read,),
        stride_px=VGG_STRIDE_PX,
        shapes_px=FASTER_RCNN_SHAPES,
        filters=8 * width,
        count=proposals,
        candidates=6000,
    )
    regions = add_proposals(chain, proposing)
    chain.join("rois", RoiPooling(BINS, VGG_STRIDE_PX), (read, regions), block="regions")
    add_vectors(chain, (dense_units, dense_units), shape=(proposals, *BINS, 8 * width), dropout=dropout)
    return finish_boxes(chain, regions, classes, name="faster-rcnn-vgg16")


def add_vgg16(chain: Chain, width: int) -> str:
    """Append VGG-16 up to its last map, of stride 16, and return that."""
    add_vgg_stages(
        chain, VGG16, width=width, activation="relu", pool=MaximumPooling(), is_normalised=False, has_bias=True,
        ends_in_pooling=False,
    )  # fmt: skip
    return chain.last


def faster_rcnn_resnet50(
    input_shape: Shape, classes: int, *, width: int, head_filters: int, dense_units: int, proposals: int
) -> Graph:
    """Return the detector with ResNet-50 and a feature pyramid.

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of objects.
        width: filters of the stem.
        head_filters: channels of the pyramid and of the sliding network.
        dense_units: of each of the two layers that read a region.
        proposals: regions that are looked at.
    """
    chain, _, regions = add_resnet50_stages(
        input_shape, width=width, head_filters=head_filters, dense_units=dense_units, proposals=proposals
    )
    return finish_boxes(chain, regions, classes, name="faster-rcnn-resnet50")


def add_resnet50_stages(
    input_shape: Shape, *, width: int, head_filters: int, dense_units: int, proposals: int
) -> tuple[Chain, tuple[str, ...], str]:
    """Return the graph up to the vectors of regions, the maps that they are read in, and the node of the regions."""
    chain, levels = resnet50_pyramid(input_shape, width=width, filters=head_filters)
    coarsest = chain.join("pyramid_end", MaximumPooling((1, 1), (2, 2)), (levels[-1],), block="pyramid")
    proposing = Proposing(
        maps=(*levels, coarsest),
        stride_px=READ_STRIDE_PX,
        shapes_px=anchor_table(PYRAMID_SIZES_PX),
        filters=head_filters,
        count=proposals,
        candidates=5000,
    )
    regions = add_proposals(chain, proposing)
    chain.join("rois", RoiAlignment(BINS, READ_STRIDE_PX), (*levels, regions), block="regions")
    add_vectors(chain, (dense_units, dense_units), shape=(proposals, *BINS, head_filters))
    return chain, levels, regions


def resnet50_pyramid(input_shape: Shape, *, width: int, filters: int) -> tuple[Chain, tuple[str, ...]]:
    """Return a graph with ResNet-50 and its feature pyramid, and the maps of strides 4, 8, 16 and 32."""
    classifier = resnet(
        input_shape, 1, plan=RESNET50, width=width, order="v1", activation="relu", dropout=0.0,
        batch_normalisation=True,
    )  # fmt: skip
    chain = Chain.behind(backbone(classifier))
    ends = [f"stage{stage + 1}_block{count}_activation" for stage, count in enumerate(RESNET50.counts)]
    levels: list[str] = []
    summed = ""
    for number in range(len(ends), 0, -1):
        end = ends[number - 1]
        lateral = chain.join(f"lateral{number}", Convolution(filters, (1, 1)), (end,), block="pyramid")
        if summed:
            chain.go_back_to(summed)
            up = enlarge_features(chain, f"enlarged{number}", filters, method=NEAREST, pooled=end, block="pyramid")
            lateral = chain.join(f"summed{number}", Add(), (lateral, up), block="pyramid")
        summed = lateral
        levels.insert(0, chain.add(f"pyramid{number}", Convolution(filters, (3, 3)), block="pyramid"))
    return chain, tuple(levels)
