"""Catalogue entries of networks whose windows have gaps."""

from typing import Any

from models.architectures import dilated
from models.architectures.enlarging import BILINEAR, NEAREST, TRANSPOSED
from models.catalogue.architecture import SEMANTIC, Architecture
from models.catalogue.backbones import backbone_options, drawn_backbone
from models.catalogue.fcn import FAMILY
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    choice_option,
    depth_option,
    dropout_option,
    units_option,
    upsampling_option,
    width_option,
)
from models.graph import Graph
from models.nodes.base import Shape

INPUT = (128, 128, 3)
RATES = {"2, 4, 6": (2, 4, 6), "6, 12, 18": (6, 12, 18), "6, 12, 18, 24": (6, 12, 18, 24)}


def _deeplab(
    input_shape: Shape,
    classes: int,
    *,
    backbone: str,
    width_factor: float,
    batch_normalisation: bool,
    stride: str,
    rates: str,
    **options: Any,
) -> Graph:
    drawn = drawn_backbone(backbone, input_shape, width_factor=width_factor, batch_normalisation=batch_normalisation)
    return dilated.deeplab(
        drawn, classes,
        stride=int(stride), rates=RATES[rates], batch_normalisation=batch_normalisation, **options,
    )  # fmt: skip


DEEPLAB = Architecture(
    name="deeplab",
    title="DeepLab-style",
    family=FAMILY,
    tasks=SEMANTIC,
    paper="Chen, Papandreou, Kokkinos, Murphy, Yuille: DeepLab: semantic image segmentation with atrous convolution, "
    "1606.00915",
    year=2016,
    idea="A classifier that stops to shrink its maps and spreads its kernels instead, then looks at several scales.",
    introduced="Dilated convolutions in the place of poolings, and a pyramid of them for small and large things.",
    default_input=INPUT,
    default_classes=4,
    make=_deeplab,
    options={
        **backbone_options(),
        "stride": choice_option("Stride", "Pixels between the cells of the last map.", "8", "16", "4"),
        "rates": choice_option(
            "Rates", "Cells between the taps of the pyramid; the paper's 6, 12, 18, 24 suit pictures of 500 px.", *RATES
        ),
        "width": width_option(64, "Filters of each branch of the pyramid."),
        "upsampling": upsampling_option(BILINEAR, NEAREST, TRANSPOSED),
        "activation": activation_option(),
        "dropout": dropout_option(0.1),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution of the pyramid"),
    },
)
PATCH_CLASSIFIER = Architecture(
    name="patch-classifier",
    title="Patch classifier",
    family=FAMILY,
    tasks=SEMANTIC,
    paper="Ciresan, Giusti, Gambardella, Schmidhuber: Deep neural networks segment neuronal membranes in electron "
    "microscopy images",
    year=2012,
    idea="The class of a pixel is that of the patch around it; all patches of a picture share their work.",
    introduced="Deep networks for the classes of pixels, one patch for each.",
    default_input=INPUT,
    default_classes=4,
    make=dilated.patch_classifier,
    options={
        "width": width_option(16, "Filters of the first stage; they double with every stage."),
        "depth": depth_option(2, "Stages with a pooling: patches of 11, 25, 53, 109 px.", maximum=4),
        "dense_units": units_option(64),
        "activation": activation_option(),
        "dropout": dropout_option(0.0, "behind the hidden dense layer"),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution"),
    },
)
ENTRIES = (PATCH_CLASSIFIER, DEEPLAB)
