"""Catalogue entries of densely connected networks."""

from functools import partial

from models.architectures import dense
from models.catalogue.architecture import CLASSIFICATION, Architecture, PublishedFact
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    depth_option,
    dropout_option,
    factor_option,
    growth_option,
    width_option,
)
from models.catalogue.preprocessing import Preprocessing
from models.options import Option, OptionKind

FAMILY = "dense"
INPUT, SMALL_INPUT = (224, 224, 3), (32, 32, 3)
PAPER = "Huang, Liu, van der Maaten, Weinberger: Densely connected convolutional networks, 1608.06993"
COMPRESSION = factor_option("Compression", "Share of the maps kept between blocks.", default=0.5, maximum=1.0)
INTRODUCED = "Dense connections: every layer reads all layers before it, and adds only a few maps."


def _entry(
    layers: tuple[int, ...], idea: str, fact: PublishedFact, *, width: int = 64, growth: int = 32
) -> Architecture:
    """Return the entry of the DenseNet with these layers in its four blocks."""
    depth = 2 * sum(layers) + len(layers) + 1
    return Architecture(
        name=f"densenet{depth}",
        title=f"DenseNet-{depth}",
        family=FAMILY,
        tasks=CLASSIFICATION,
        paper=PAPER,
        year=2016,
        idea=idea,
        introduced=INTRODUCED,
        default_input=INPUT,
        default_classes=1000,
        make=partial(dense.densenet, name=f"densenet{depth}", layers=layers),
        preprocessing=Preprocessing.TORCH,
        least_side_px=29,
        options={
            "width": width_option(width, "Filters of the stem."),
            "growth": growth_option(growth),
            "compression": COMPRESSION,
            "activation": activation_option(),
            "dropout": dropout_option(0.0),
            "batch_normalisation": batch_normalisation_option(default=True),
        },
        facts=(fact,),
    )


DENSENET121 = _entry(
    (6, 12, 24, 16),
    "Nothing that was once computed is forgotten: layers read all maps before them, and can be narrow.",
    PublishedFact(
        "torchvision and keras.applications", INPUT, 1000, parameters=8_062_504, trainable_parameters=7_978_856,
        multiply_adds=2_834_161_664, receptive_field_px=2071,
    ),
)  # fmt: skip
DENSENET169 = _entry(
    (6, 12, 32, 32),
    "More layers in the last two blocks.",
    PublishedFact("torchvision and keras.applications", INPUT, 1000, trainable_parameters=14_149_480),
)
DENSENET201 = _entry(
    (6, 12, 48, 32),
    "As accurate as ResNet-101 with less than half of its parameters.",
    PublishedFact("torchvision and keras.applications", INPUT, 1000, trainable_parameters=20_013_928),
)
SMALL_DENSENET = Architecture(
    name="small-densenet",
    title="DenseNet, small",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper=PAPER,
    year=2016,
    idea="The paper's network for pictures of 32 pixels, with few layers; depth 12 without bottleneck is DenseNet-40.",
    introduced="Nothing: the network of the paper's section 4.2 with fewer layers.",
    default_input=SMALL_INPUT,
    default_classes=10,
    make=dense.small_densenet,
    least_side_px=4,
    options={
        "width": width_option(24, "Filters of the stem."),
        "depth": depth_option(4, "Layers of each of the three dense blocks."),
        "growth": growth_option(12),
        "bottleneck": Option(
            OptionKind.SWITCH, "Bottleneck", True, description="A 1x1 convolution before each 3x3 one."
        ),
        "compression": COMPRESSION,
        "activation": activation_option(),
        "dropout": dropout_option(0.0),
        "batch_normalisation": batch_normalisation_option(default=True),
    },
    facts=(
        PublishedFact(
            "Huang 2016, DenseNet-40 with growth 12 (1.0 million)", SMALL_INPUT, 10,
            {"width": 16, "depth": 12, "growth": 12, "bottleneck": False, "compression": 1.0},
            trainable_parameters=1_019_722,
        ),
        PublishedFact(
            "Huang 2016, DenseNet-BC-100 with growth 12 (0.8 million)", SMALL_INPUT, 10,
            {"width": 24, "depth": 16, "growth": 12, "bottleneck": True, "compression": 0.5},
            trainable_parameters=769_162,
        ),
    ),
)  # fmt: skip
ENTRIES = (DENSENET121, DENSENET169, DENSENET201, SMALL_DENSENET)
