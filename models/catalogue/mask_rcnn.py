"""Catalogue entries of Mask R-CNN."""

from models.architectures import mask_rcnn
from models.catalogue.architecture import INSTANCE, Architecture
from models.catalogue.dense_detector import FAMILY
from models.catalogue.options import activation_option, batch_normalisation_option, width_option
from models.catalogue.two_stages import (
    WAY_UP_AND_SLIDING,
    anchors_option,
    proposals_option,
    resnet50_options,
    small_options,
)
from models.options import Option, OptionKind

PAPER = "He, Gkioxari, Dollar, Girshick: Mask R-CNN, 1703.06870"
IDEA = "Faster R-CNN with a third branch: a small map for each detected box says which of its pixels are the object."
INTRODUCED = "Masks of single objects from a detector, by regions that are read without rounding their corners."


def objects_option() -> Option:
    """Return the option for the number of boxes that get a mask."""
    return Option(
        OptionKind.INTEGER, "Objects", 100, minimum=1, maximum=1000,
        description="Best boxes of a picture that get a mask.",
    )  # fmt: skip


SMALL_MASK_RCNN = Architecture(
    name="small-mask-rcnn",
    title="Small Mask R-CNN",
    family=FAMILY,
    tasks=INSTANCE,
    default_for=INSTANCE,
    paper=PAPER,
    year=2017,
    idea=IDEA,
    introduced=INTRODUCED,
    default_input=(256, 256, 3),
    default_classes=4,
    make=mask_rcnn.small_mask_rcnn,
    options={
        **small_options(WAY_UP_AND_SLIDING),
        "mask_filters": width_option(32, "Channels of the layers that say masks.", title="Mask filters"),
        "mask_convolutions": Option(
            OptionKind.INTEGER, "Mask convolutions", 2, minimum=1, maximum=8,
            description="Convolutions of 3x3 between what is read of a box and its mask.",
        ),
        "proposals": proposals_option(128),
        "objects": objects_option(),
        "shapes": anchors_option(),
        "activation": activation_option(),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution before the stages"),
    },
)  # fmt: skip
MASK_RCNN_RESNET50 = Architecture(
    name="mask-rcnn-resnet50",
    title="Mask R-CNN ResNet",
    family=FAMILY,
    tasks=INSTANCE,
    paper=PAPER,
    year=2017,
    idea=IDEA,
    introduced=INTRODUCED,
    default_input=(800, 1344, 3),
    default_classes=90,
    make=mask_rcnn.mask_rcnn_resnet50,
    options={
        **resnet50_options(),
        "mask_filters": width_option(256, "Channels of the layers that say masks.", title="Mask filters"),
        "proposals": proposals_option(1000),
        "objects": objects_option(),
    },
)
ENTRIES = (SMALL_MASK_RCNN, MASK_RCNN_RESNET50)
