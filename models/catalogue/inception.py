"""Catalogue entries of GoogLeNet and Inception-v3."""

from models.architectures import inception, inception_v3
from models.catalogue.architecture import CLASSIFICATION, Architecture, PublishedFact
from models.catalogue.options import (
    activation_option,
    auxiliary_option,
    batch_normalisation_option,
    dropout_option,
    width_option,
)
from models.catalogue.preprocessing import Preprocessing
from models.options import Option, OptionKind

FAMILY = "inception"
WIDTH = "Filters of the stem; all others are in proportion."
GOOGLENET_INPUT, INCEPTION_V3_INPUT = (224, 224, 3), (299, 299, 3)
GOOGLENET_PAPER = "Szegedy et al.: Going deeper with convolutions, 1409.4842"

GOOGLENET = Architecture(
    name="googlenet",
    title="GoogLeNet",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper=GOOGLENET_PAPER,
    year=2014,
    idea="Nine modules look at 1x1, 3x3 and 5x5 at once; classifiers at the side carry the error into the depth.",
    introduced="The inception module with 1x1 convolutions that save work, and side classifiers.",
    default_input=GOOGLENET_INPUT,
    default_classes=1000,
    make=inception.googlenet,
    preprocessing=Preprocessing.CAFFE,
    options={
        "width": width_option(64, WIDTH),
        "activation": activation_option(),
        "dropout": dropout_option(0.4),
        "local_response": Option(
            OptionKind.SWITCH, "Local response normalisation", True,
            description="Neighbouring maps compete in the stem.",
        ),
        "batch_normalisation": batch_normalisation_option(default=False, where="convolution"),
        "auxiliary": auxiliary_option(default=True),
    },
    facts=(
        PublishedFact("Szegedy 2014, both side classifiers", GOOGLENET_INPUT, 1000, parameters=13_378_280),
        PublishedFact(
            "Szegedy 2014, as it predicts", GOOGLENET_INPUT, 1000, {"auxiliary": False}, parameters=6_998_552
        ),
    ),
)  # fmt: skip
INCEPTION_V3 = Architecture(
    name="inception-v3",
    title="Inception-v3",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper="Szegedy, Vanhoucke, Ioffe, Shlens, Wojna: Rethinking the inception architecture, 1512.00567",
    year=2015,
    idea="Large kernels become pairs of small ones, rows and columns: 42 layers at little more work than GoogLeNet.",
    introduced="Factorised convolutions, and label smoothing.",
    default_input=INCEPTION_V3_INPUT,
    default_classes=1000,
    make=inception_v3.inception_v3,
    preprocessing=Preprocessing.SIGNED,
    least_side_px=75,
    options={
        "width": width_option(32, WIDTH),
        "activation": activation_option(),
        "dropout": dropout_option(0.0),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution"),
        "auxiliary": auxiliary_option(default=False),
    },
    facts=(PublishedFact("keras.applications", INCEPTION_V3_INPUT, 1000, parameters=23_851_784),),
)
SMALL_GOOGLENET = Architecture(
    name="small-googlenet",
    title="GoogLeNet, small",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper=GOOGLENET_PAPER,
    year=2014,
    idea="Five inception modules and one side classifier for small pictures, with batch normalisation.",
    introduced="Nothing: the modules of the paper for small pictures and little time.",
    default_input=(32, 32, 3),
    default_classes=10,
    make=inception.small_googlenet,
    options={
        "width": width_option(24, WIDTH),
        "activation": activation_option(),
        "dropout": dropout_option(0.2),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution"),
        "auxiliary": auxiliary_option(default=True),
    },
)
ENTRIES = (GOOGLENET, INCEPTION_V3, SMALL_GOOGLENET)
