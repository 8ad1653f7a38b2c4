"""Catalogue entry of SegNet."""

from functools import partial

from models.architectures import segnet
from models.architectures.enlarging import BILINEAR, NAILS, NEAREST, TRANSPOSED, UNPOOLING
from models.catalogue.architecture import SEMANTIC, Architecture, PublishedFact
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    depth_option,
    upsampling_option,
    width_option,
)

INPUT = (360, 480, 3)

SEGNET = Architecture(
    name="segnet",
    title="SegNet",
    family="encoder and decoder",
    tasks=SEMANTIC,
    paper="Badrinarayanan, Kendall, Cipolla: SegNet: a deep convolutional encoder-decoder architecture, 1511.00561",
    year=2015,
    idea="VGG-16 down and the same way up; values return to where the maxima were, and convolutions fill the gaps.",
    introduced="Unpooling with remembered positions: sharp borders for the memory of a few bits a window.",
    default_input=INPUT,
    default_classes=12,
    make=partial(segnet.segnet, layers=(2, 2, 3, 3, 3)),
    options={
        "width": width_option(64, "Filters of the first stage; they double until the fourth."),
        "depth": depth_option(5, "Stages with a pooling on the way down, and as many on the way up.", maximum=5),
        "upsampling": upsampling_option(UNPOOLING, NEAREST, BILINEAR, NAILS, TRANSPOSED),
        "activation": activation_option(),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution"),
    },
    facts=(
        PublishedFact(
            "Badrinarayanan 2015 (29.45 million), 12 classes", INPUT, 12, trainable_parameters=29_449_932
        ),
    ),
)  # fmt: skip
ENTRIES = (SEGNET,)
