"""Catalogue entries of FCN-32s, FCN-16s and FCN-8s."""

from functools import partial

from models.architectures import fcn
from models.architectures.enlarging import CLASS_METHODS
from models.catalogue.architecture import SEMANTIC, Architecture, PublishedFact
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    choice_option,
    dropout_option,
    units_option,
    upsampling_option,
    width_option,
)
from models.catalogue.preprocessing import Preprocessing

FAMILY = "fully convolutional"
INPUT = (500, 500, 3)
CLASSES = 21
PAPER = "Long, Shelhamer, Darrell: Fully convolutional networks for semantic segmentation, 1411.4038"


def _entry(stride: int, idea: str, introduced: str, *, parameters: int) -> Architecture:
    """Return the entry of the FCN whose finest answer has this stride."""
    source = f"Long 2015, voc-fcn{stride}s"
    return Architecture(
        name=f"fcn-{stride}s",
        title=f"FCN-{stride}s",
        family=FAMILY,
        tasks=SEMANTIC,
        paper=PAPER,
        year=2015,
        idea=idea,
        introduced=introduced,
        default_input=INPUT,
        default_classes=CLASSES,
        make=partial(fcn.fcn, stride=stride),
        preprocessing=Preprocessing.CAFFE,
        options={
            "layers": choice_option("Layers", "The VGG network whose convolutions come first.", *fcn.LAYERS),
            "width": width_option(64, "Filters of the first stage; they double until the fourth."),
            "dense_units": units_option(4096),
            "padding": choice_option(
                "Padding", "100 px around the picture as in the paper, or none: quicker for small pictures.",
                fcn.PADDED, "same",
            ),
            "upsampling": upsampling_option(*CLASS_METHODS),
            "activation": activation_option(),
            "dropout": dropout_option(0.5, "behind each of the layers that were dense"),
            "batch_normalisation": batch_normalisation_option(default=False, where="hidden layer"),
        },
        facts=(PublishedFact(source, INPUT, CLASSES, parameters=parameters, trainable_parameters=parameters),),
    )  # fmt: skip


FCN_32S = _entry(
    32,
    "A classifier's dense layers become convolutions, and its coarse answer is enlarged at once: blobs.",
    "Whole pictures in, classes of all pixels out, learnt from end to end, from a network that knew classes only.",
    parameters=136_152_917,
)
FCN_16S = _entry(
    16,
    "The answer is doubled, and a look at finer maps is added before it is enlarged.",
    "A skip: what is seen late and where it was seen early are summed.",
    parameters=134_815_994,
)
FCN_8S = _entry(
    8,
    "Two skips: what the last layer knows, with the detail of the fourth and third pooling.",
    "Refinement from stride 32 to 8 in stages, each one starting from the weights of the one before.",
    parameters=134_489_759,
)
ENTRIES = (FCN_32S, FCN_16S, FCN_8S)
