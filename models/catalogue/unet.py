"""Catalogue entries of U-Net, and of U-Net with another network as its way down."""

from typing import Any

from models.architectures import unet
from models.architectures.enlarging import BILINEAR, FEATURE_METHODS, NAILS, NEAREST, TRANSPOSED, UNPOOLING
from models.catalogue.architecture import SEMANTIC, Architecture, PublishedFact
from models.catalogue.backbones import backbone_options, drawn_backbone
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    choice_option,
    depth_option,
    dropout_option,
    upsampling_option,
    width_option,
)
from models.graph import Graph
from models.nodes.base import Shape

FAMILY = "encoder and decoder"
INPUT, BACKBONE_INPUT = (572, 572, 1), (128, 128, 3)
PAPER = "Ronneberger, Fischer, Brox: U-Net: convolutional networks for biomedical image segmentation, 1505.04597"


def _with_backbone(
    input_shape: Shape, classes: int, *, backbone: str, width_factor: float, batch_normalisation: bool, **options: Any
) -> Graph:
    drawn = drawn_backbone(backbone, input_shape, width_factor=width_factor, batch_normalisation=batch_normalisation)
    return unet.unet_with_backbone(drawn, classes, batch_normalisation=batch_normalisation, **options)


UNET = Architecture(
    name="unet",
    title="U-Net",
    family=FAMILY,
    tasks=SEMANTIC,
    paper=PAPER,
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
UNET_BACKBONE = Architecture(
    name="unet-backbone",
    title="U-Net with backbone",
    family=FAMILY,
    tasks=SEMANTIC,
    paper=PAPER,
    year=2015,
    idea="A classifier as the way down, which may have learned on ImageNet or in a run of one's own; a short way up.",
    introduced="Nothing: U-Net whose first half need not learn from few masks alone.",
    default_input=BACKBONE_INPUT,
    default_classes=4,
    make=_with_backbone,
    options={
        **backbone_options(),
        "width": width_option(16, "Filters of the last level; they double with every level below."),
        "upsampling": upsampling_option(NEAREST, BILINEAR, TRANSPOSED, NAILS, UNPOOLING),
        "activation": activation_option(),
        "dropout": dropout_option(0.0, "at the end of the way down"),
        "batch_normalisation": batch_normalisation_option(default=True, where="3x3 convolution of the way up"),
    },
)
ENTRIES = (UNET, UNET_BACKBONE)
