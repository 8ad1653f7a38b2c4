"""Catalogue entries of the two simplest networks that say a class for every pixel."""

from models.architectures import heat_map
from models.architectures.enlarging import BILINEAR, NEAREST
from models.architectures.fcn import LAYERS
from models.catalogue.architecture import SEMANTIC, Architecture
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

INPUT = (128, 128, 3)

DIRECT_HEAT_MAP = Architecture(
    name="direct-heat-map",
    title="Direct heat map",
    family=FAMILY,
    tasks=SEMANTIC,
    paper="Sermanet et al.: OverFeat: integrated recognition, localization and detection, 1312.6229",
    year=2013,
    idea="A classifier slid over the picture; each cell of its heat map is painted over the pixels that it stands for.",
    introduced="All windows of a picture in one pass, since neighbouring windows share their work.",
    default_input=INPUT,
    default_classes=4,
    make=heat_map.direct_heat_map,
    options={
        "layers": choice_option("Layers", "The VGG network whose convolutions come first.", *LAYERS),
        "width": width_option(16, "Filters of the first stage; they double until the fourth."),
        "dense_units": units_option(128),
        "depth": depth_option(5, "Poolings: the heat map has a stride of 2 to this power.", maximum=5),
        "upsampling": upsampling_option(NEAREST, BILINEAR),
        "activation": activation_option(),
        "dropout": dropout_option(0.0, "behind each of the layers that were dense"),
        "batch_normalisation": batch_normalisation_option(default=True, where="hidden layer"),
    },
)
FULL_RESOLUTION = Architecture(
    name="full-resolution",
    title="Full-resolution stack",
    family=FAMILY,
    tasks=SEMANTIC,
    paper="",
    year=None,
    idea="Convolutions alone, as large as the picture from beginning to end: sharp, slow, and short-sighted.",
    introduced="Nothing: the plain idea that poolings are measured against.",
    default_input=INPUT,
    default_classes=4,
    make=heat_map.full_resolution,
    options={
        "width": width_option(32, "Filters of each layer."),
        "depth": depth_option(6, "Hidden layers; each sees one pixel further on every side.", maximum=24),
        "dilation": choice_option(
            "Dilation", "doubling: taps 1, 2, 4, 8, 16 px apart, to see far without pooling (1511.07122).",
            "none", heat_map.DOUBLING,
        ),
        "activation": activation_option(),
        "dropout": dropout_option(0.0),
        "batch_normalisation": batch_normalisation_option(default=True, where="hidden layer"),
    },
)  # fmt: skip
ENTRIES = (FULL_RESOLUTION, DIRECT_HEAT_MAP)
