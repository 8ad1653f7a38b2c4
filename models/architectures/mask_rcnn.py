"""Mask R-CNN: a third stage says which pixels of every detected box are the object.

He, Gkioxari, Dollar, Girshick, "Mask R-CNN", 2017 (1703.06870). It is Faster R-CNN with a mask branch (section 3 and
figure 4, right): RoI align to 14x14, four convolutions of 256 filters, a transposed convolution to 28x28, and one
sigmoid for each class, so that classes do not compete for pixels. Masks are said of the 100 best boxes behind
suppression (section 3.1), here in learning too, where the paper takes proposals. With ResNet-50 and a feature pyramid,
as in torchvision: 44,401,393 parameters for 90 classes, among them a mask of the background, which nothing reads; those
of batch normalisation, which stays as it was, not counted. The small one is Fovea's own: it reads and proposes on the
map of stride 4, since objects that touch are often small.
"""

from models.architectures.chain import Chain
from models.architectures.faster_rcnn import (
    READ_STRIDE_PX,
    add_resnet50_stages,
    add_small_pyramid,
    add_small_regions,
    in_pixels,
    small_proposing,
)
from models.architectures.residual_block import Style
from models.architectures.two_stages import (
    ANCHORS,
    BACKGROUND_CLASSES,
    add_answers,
)
from models.graph import Auxiliary, Graph
from models.nodes import (
    Activation,
    DetectedRegions,
    InstanceAnswers,
    RegionAnswers,
    RegionConvolution,
    RegionEnlarging,
    RoiAlignment,
)
from models.nodes.base import Shape
from models.options import Table

MASK_BINS = (14, 14)
"""Of RoI align before the mask branch, whose masks are twice as large."""
BOXES = "boxes"
"""The node of what regions answer: the side output of the second stage."""
PUBLISHED_CONVOLUTIONS = 4


def small_mask_rcnn(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    head_filters: int,
    dense_units: int,
    mask_filters: int,
    mask_convolutions: int,
    proposals: int,
    objects: int,
    shapes: Table,
    activation: str,
    batch_normalisation: bool,
) -> Graph:
    """Return the small network; its output is (objects, 4 + classes + 28 x 28 x classes).

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of objects; the background is none of them.
        width: filters of the stem; they double with every stage, up to eight times as many.
        depth: residual blocks of each stage.
        head_filters: channels of the way up and of the sliding network.
        dense_units: of the layer that reads a region.
        mask_filters: channels of the mask branch.
        mask_convolutions: of 3x3 in it.
        proposals: regions that are looked at.
        objects: boxes that get a mask.
        shapes: widths and heights of the anchors of a cell, in thousandths of those of the picture.
        activation: function behind every 3x3 convolution.
        batch_normalisation: normalise behind every convolution of encoder and way up.
    """
    chain = Chain(input_shape)
    style = Style(is_normalised=batch_normalisation, activation=activation)
    finest, _ = add_small_pyramid(chain, width=width, depth=depth, head_filters=head_filters, style=style)
    proposing = small_proposing(
        finest, READ_STRIDE_PX, shapes_px=in_pixels(shapes, input_shape), filters=head_filters, count=proposals
    )
    regions = add_small_regions(chain, proposing, read=finest, dense_units=dense_units)
    detected = add_detections(chain, regions, classes, objects=objects)
    filters = (mask_filters,) * mask_convolutions
    return finish_masks(chain, (finest,), detected, filters=filters, masks=classes, name="small-mask-rcnn")


def mask_rcnn_resnet50(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    head_filters: int,
    dense_units: int,
    mask_filters: int,
    proposals: int,
    objects: int,
) -> Graph:
    """Return the published network with ResNet-50 and a feature pyramid.

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of objects.
        width: filters of the stem.
        head_filters: channels of the pyramid and of the sliding network.
        dense_units: of each of the two layers that read a region.
        mask_filters: channels of the mask branch.
        proposals: regions that are looked at.
        objects: boxes that get a mask.
    """
    chain, levels, regions = add_resnet50_stages(
        input_shape, width=width, head_filters=head_filters, dense_units=dense_units, proposals=proposals
    )
    detected = add_detections(chain, regions, classes, objects=objects)
    filters, masks = (mask_filters,) * PUBLISHED_CONVOLUTIONS, classes + BACKGROUND_CLASSES
    return finish_masks(chain, levels, detected, filters=filters, masks=masks, name="mask-rcnn-resnet50")


def add_detections(chain: Chain, regions: str, classes: int, *, objects: int) -> str:
    """Append the second stage's answers, which learn at the side, and return the node of the boxes it detects."""
    logits, changes = add_answers(chain, classes, block=BOXES)
    chain.join(BOXES, RegionAnswers(), (regions, logits, changes), block=BOXES)
    node = DetectedRegions(objects, 4 * objects)
    return chain.join("detected", node, (regions, logits, changes, "input"), block="masks")


def finish_masks(
    chain: Chain, maps: tuple[str, ...], detected: str, *, filters: tuple[int, ...], masks: int, name: str
) -> Graph:
    """Return the finished graph: the mask branch for every detected box.

    Args:
        chain: that holds both stages.
        maps: nodes that boxes are read in, the finest first.
        detected: the node of the boxes.
        filters: of each convolution; those of the last one are also those of the transposed convolution.
        masks: of a box, one for each class.
        name: of the graph.
    """
    chain.join("mask_rois", RoiAlignment(MASK_BINS, READ_STRIDE_PX), (*maps, detected), block="masks")
    for number, count in enumerate(filters, start=1):
        chain.add(f"mask_convolution{number}", RegionConvolution(count), block="masks")
        chain.add(f"mask_convolution{number}_activation", Activation("relu"), block="masks")
    chain.add("mask_enlarged", RegionEnlarging(filters[-1]), block="masks")
    chain.add("mask_enlarged_activation", Activation("relu"), block="masks")
    last = RegionConvolution(masks, (1, 1), initial_weights="glorot uniform")
    logits = chain.add("mask_logits", last, block="masks")
    sides = (Auxiliary(ANCHORS, 1.0), Auxiliary(BOXES, 1.0))
    return chain.ending_in("instances", InstanceAnswers(), (detected, logits), name=name, auxiliary=sides)
