"""Catalogue entry of U-Net."""

from models.architectures import unet
from models.architectures.enlarging import FEATURE_METHODS
from models.catalogue.architecture import SEMANTIC, Architecture, PublishedFact
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    choice_option,
    depth_option,
    dropout_option,
    upsampling_option,
    width_option,
)

INPUT = (572, 572, 1)

UNET = Architecture(
    name="unet",
    title="U-Net",
    family="encoder and decoder",
    tasks=SEMANTIC,
    paper="Ronneberger, Fischer, Brox: U-Net: convolutional networks for biomedical image segmentation, 1505.04597",
    year=2015,
    idea="Down to see much, up to say where, with the early maps beside the late ones: sharp borders.",
    introduced="Skips that put whole maps side by side, border weights and elastic deformation for tens of pictures.",
    default_input=INPUT,
    default_classes=2,
    make=unet.unet,
    options={
        "width": width_option(64, "Filters of the first level; they double with every pooling."),
        "depth": depth_option(4, "Poolings on the way down, and as many steps up.", maximum=8),
        "padding": choice_option(
            "Padding", "same: a class for every pixel; valid: the paper's, whose output is smaller.", "same", "valid"
        ),
        "upsampling": upsampling_option(*FEATURE_METHODS),
        "activation": activation_option(),
        "dropout": dropout_option(0.0, "at the end of the way down"),
        "batch_normalisation": batch_normalisation_option(default=False, where="3x3 convolution"),
    },
    default_for=SEMANTIC,
    facts=(
        PublishedFact(
            "Ronneberger 2015, 388x388 classes for 572x572 pixels", INPUT, 2, {"padding": "valid"},
            parameters=31_030_658, trainable_parameters=31_030_658,
        ),
    ),
)  # fmt: skip
ENTRIES = (UNET,)
