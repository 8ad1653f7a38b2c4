"""Fast R-CNN: one network for the whole picture, read in regions that selective search has found.

Girshick, "Fast R-CNN", 2015 (1504.08083). With VGG-16 it assumes pictures whose shorter side is 600 px: about 2000
regions of a picture, RoI pooling to 7x7 on the last map, of stride 16, two dense layers of 4096, and behind them class
logits and four changes for each class. R-CNN computes all convolutions anew for each region; here they are computed
once. The small one is Fovea's own: encoder and way up of its small Faster R-CNN, regions read in a map of stride 4, so
that the two differ in nothing but where the regions come from.
"""

from models.architectures.chain import Chain
from models.architectures.faster_rcnn import BINS, READ_STRIDE_PX, VGG_STRIDE_PX, add_small_pyramid, add_vgg16
from models.architectures.residual_block import Style
from models.architectures.two_stages import add_vectors, finish_boxes
from models.graph import Graph
from models.nodes import RoiPooling, SearchedRegions
from models.nodes.base import Shape


def small_fast_rcnn(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    head_filters: int,
    dense_units: int,
    proposals: int,
    search: str,
    searched_px: int,
    activation: str,
    batch_normalisation: bool,
) -> Graph:
    """Return the small detector; its output is (proposals, 4 + 5 (classes + 1)).

    Args:
        input_shape: (height, width, channels), one channel or three.
        classes: number of classes of objects; the background is none of them.
        width: filters of the stem; they double with every stage, up to eight times as many.
        depth: residual blocks of each stage.
        head_filters: channels of the way up.
        dense_units: of the layer that reads a region.
        proposals: regions that are looked at.
        search: of regions: "single" or "fast".
        searched_px: the longer side at which a picture is searched.
        activation: function behind every 3x3 convolution.
        batch_normalisation: normalise behind every convolution of encoder and way up.
    """
    chain = Chain(input_shape)
    style = Style(is_normalised=batch_normalisation, activation=activation)
    finest = add_small_pyramid(chain, width=width, depth=depth, head_filters=head_filters, style=style)[0]
    regions = _add_search(chain, SearchedRegions(proposals, search, searched_px))
    chain.join("rois", RoiPooling(BINS, READ_STRIDE_PX), (finest, regions), block="regions")
    add_vectors(chain, (dense_units,), shape=(proposals, *BINS, head_filters))
    return finish_boxes(chain, regions, classes, name="small-fast-rcnn", has_proposals=False)


def fast_rcnn_vgg16(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    dense_units: int,
    proposals: int,
    search: str,
    searched_px: int,
    dropout: float,
) -> Graph:
    """Return the published detector with VGG-16.

    Args:
        input_shape: (height, width, channels), sides of multiples of 16, one channel or three.
        classes: number of classes of objects.
        width: filters of the first stage.
        dense_units: of each of the two layers that read a region.
        proposals: regions that are looked at.
        search: of regions: "single" or "fast".
        searched_px: the longer side at which a picture is searched.
        dropout: share of units hidden behind each of them while training.
    """
    chain = Chain(input_shape)
    read = add_vgg16(chain, width)
    regions = _add_search(chain, SearchedRegions(proposals, search, searched_px))
    chain.join("rois", RoiPooling(BINS, VGG_STRIDE_PX), (read, regions), block="regions")
    add_vectors(chain, (dense_units, dense_units), shape=(proposals, *BINS, 8 * width), dropout=dropout)
    return finish_boxes(chain, regions, classes, name="fast-rcnn-vgg16", has_proposals=False)


def _add_search(chain: Chain, search: SearchedRegions) -> str:
    return chain.join("proposals", search, ("input",), block="proposals")
