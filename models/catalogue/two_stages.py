"""Catalogue entries of detectors in two stages."""

from collections.abc import Mapping

from models.architectures import fast_rcnn, faster_rcnn
from models.catalogue.architecture import DETECTION, Architecture
from models.catalogue.dense_detector import FAMILY
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    choice_option,
    depth_option,
    dropout_option,
    width_option,
)
from models.options import Option, OptionKind

PAPER = (
    "Ren, He, Girshick, Sun: Faster R-CNN: towards real-time object detection with region proposal networks, 1506.01497"
)
IDEA = "The first stage proposes regions in which something is, the second one says what it is and where exactly."
INTRODUCED = "Proposals come from the network itself, which learns them together with the classes."

WAY_UP_AND_SLIDING = "Channels of the way up and of the sliding layer."
"""What has the head filters of a small network that proposes regions itself."""

FAST_PAPER = "Girshick: Fast R-CNN, 1504.08083"
FAST_IDEA = "Selective search proposes regions, and all of them are read in one map of the whole picture."
FAST_INTRODUCED = "The convolutions are computed once for a picture, not for each region, and one training learns all."


def proposals_option(default: int) -> Option:
    """Return the option for the number of regions that are looked at."""
    return Option(
        OptionKind.INTEGER, "Proposals", default, minimum=1, maximum=2000,
        description="Regions that the second stage looks at.",
    )  # fmt: skip


def dense_units_option(default: int, layers: str) -> Option:
    """Return the option for the layers that read a region."""
    return width_option(default, f"Units of {layers} that read a region.", title="Dense units")


def small_options(head_filters: str) -> Mapping[str, Option]:
    """Return the options for encoder, way up and regions of the small networks; ``head_filters``: what has them."""
    return {
        "width": width_option(16, "Filters of the stem; they double with every stage, up to eight times."),
        "depth": depth_option(2, "Residual blocks of each stage."),
        "head_filters": width_option(48, head_filters, title="Head filters"),
        "dense_units": dense_units_option(128, "the layer"),
    }


def resnet50_options() -> Mapping[str, Option]:
    """Return the options for pyramid and regions of the networks with ResNet-50."""
    filters = "Channels of the pyramid and of the layer that slides over it."
    return {
        "width": width_option(64, "Filters of the stem; the others follow."),
        "head_filters": width_option(256, filters, title="Head filters"),
        "dense_units": dense_units_option(1024, "each of the two layers"),
    }


def anchors_option() -> Option:
    """Return the option for the anchors of the small networks."""
    return Option(
        OptionKind.TABLE, "Anchors", faster_rcnn.SMALL_SHAPES, minimum=1, unit="‰",
        description="Width and height of the anchors of every cell, in thousandths of the picture.",
    )  # fmt: skip


def search_options(searched_px: int) -> Mapping[str, Option]:
    """Return the options for how regions are searched."""
    return {
        "search": choice_option("Search", "Join regions in eight ways (fast), or in one.", "fast", "single"),
        "searched_px": Option(
            OptionKind.INTEGER, "Searched side", searched_px, minimum=16, maximum=4000, unit="px",
            description="Longer side at which a picture is searched; longer finds smaller objects, and takes longer.",
        ),
    }  # fmt: skip


SMALL_FAST_RCNN = Architecture(
    name="small-fast-rcnn",
    title="Small Fast R-CNN",
    family=FAMILY,
    tasks=DETECTION,
    paper=FAST_PAPER,
    year=2015,
    idea=FAST_IDEA,
    introduced=FAST_INTRODUCED,
    default_input=(256, 256, 3),
    default_classes=4,
    make=fast_rcnn.small_fast_rcnn,
    options={
        **small_options("Channels of the way up."),
        "proposals": proposals_option(192),
        **search_options(192),
        "activation": activation_option(),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution before the regions"),
    },
)
FAST_RCNN_VGG16 = Architecture(
    name="fast-rcnn-vgg16",
    title="Fast R-CNN VGG-16",
    family=FAMILY,
    tasks=DETECTION,
    paper=FAST_PAPER,
    year=2015,
    idea=FAST_IDEA,
    introduced=FAST_INTRODUCED,
    default_input=(608, 1008, 3),
    default_classes=20,
    make=fast_rcnn.fast_rcnn_vgg16,
    least_side_px=16,
    options={
        "width": width_option(64, "Filters of the first stage; the others follow."),
        "dense_units": dense_units_option(4096, "each of the two layers"),
        "proposals": proposals_option(2000),
        **search_options(500),
        "dropout": dropout_option(0.5, "behind each layer that reads a region"),
    },
)
SMALL_FASTER_RCNN = Architecture(
    name="small-faster-rcnn",
    title="Small Faster R-CNN",
    family=FAMILY,
    tasks=DETECTION,
    paper=PAPER,
    year=2015,
    idea=IDEA,
    introduced=INTRODUCED,
    default_input=(256, 256, 3),
    default_classes=4,
    make=faster_rcnn.small_faster_rcnn,
    options={
        **small_options(WAY_UP_AND_SLIDING),
        "proposals": proposals_option(64),
        "shapes": anchors_option(),
        "activation": activation_option(),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution before the two stages"),
    },
)
FASTER_RCNN_VGG16 = Architecture(
    name="faster-rcnn-vgg16",
    title="Faster R-CNN VGG-16",
    family=FAMILY,
    tasks=DETECTION,
    paper=PAPER,
    year=2015,
    idea=IDEA,
    introduced=INTRODUCED,
    default_input=(608, 1008, 3),
    default_classes=20,
    make=faster_rcnn.faster_rcnn_vgg16,
    least_side_px=16,
    options={
        "width": width_option(64, "Filters of the first stage; the others follow."),
        "dense_units": dense_units_option(4096, "each of the two layers"),
        "proposals": proposals_option(300),
        "dropout": dropout_option(0.5, "behind each layer that reads a region"),
    },
)
FASTER_RCNN_RESNET50 = Architecture(
    name="faster-rcnn-resnet50",
    title="Faster R-CNN ResNet",
    family=FAMILY,
    tasks=DETECTION,
    paper="Lin, Dollar, Girshick, He, Hariharan, Belongie: Feature pyramid networks for object detection, 1612.03144",
    year=2016,
    idea="Regions are proposed on five maps, and each is read in the map that suits its size.",
    introduced="Small and large objects are found in maps of their own resolution, which share what they have seen.",
    default_input=(800, 1344, 3),
    default_classes=90,
    make=faster_rcnn.faster_rcnn_resnet50,
    options={
        **resnet50_options(),
        "proposals": proposals_option(1000),
    },
)
ENTRIES = (SMALL_FAST_RCNN, FAST_RCNN_VGG16, SMALL_FASTER_RCNN, FASTER_RCNN_VGG16, FASTER_RCNN_RESNET50)
