"""Catalogue entries of residual networks for small pictures."""

from models.architectures import small_residual
from models.catalogue.architecture import CLASSIFICATION, Architecture, PublishedFact
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    depth_option,
    dropout_option,
    group_options,
    order_option,
    width_option,
)
from models.catalogue.residual import FAMILY, PAPER, RESNEXT_PAPER
from models.options import Option

CIFAR_INPUT = (32, 32, 3)


def _options(width: int, depth: int, *, dropout: float = 0.0) -> dict[str, Option]:
    return {
        "width": width_option(width),
        "depth": depth_option(depth, "Residual blocks per stage."),
        "dropout": dropout_option(dropout),
        "batch_normalisation": batch_normalisation_option(default=True),
    }


SMALL_RESNET_FAST = Architecture(
    name="small-resnet-fast",
    title="Small residual network, fast",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper=PAPER,
    year=2015,
    idea="Three residual stages on small maps: learns in seconds on a processor, shows where it looked.",
    introduced="Nothing: ResNet for small pictures and little time.",
    default_input=(64, 64, 3),
    default_classes=10,
    make=small_residual.small_resnet_fast,
    options=_options(16, 1),
)
SMALL_RESNET_ACCURATE = Architecture(
    name="small-resnet-accurate",
    title="Small residual network, accurate",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper=PAPER,
    year=2015,
    idea="Four residual stages for small sets of pictures: trains from scratch in minutes, shows where it looked.",
    introduced="Nothing: ResNet for photos of few pixels.",
    default_input=(128, 128, 3),
    default_classes=10,
    make=small_residual.small_resnet_accurate,
    options=_options(24, 1, dropout=0.1),
    default_for=CLASSIFICATION,
)
SMALL_RESNET = Architecture(
    name="small-resnet",
    title="ResNet-20",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper=PAPER,
    year=2015,
    idea="The paper's network for pictures of 32 pixels: 6 n + 2 layers for a depth of n.",
    introduced="Nothing: section 4.2 of the paper, by which depth could be studied on small pictures.",
    default_input=CIFAR_INPUT,
    default_classes=10,
    make=small_residual.small_resnet,
    options={**_options(16, 3), "order": order_option(), "activation": activation_option()},
    facts=(
        PublishedFact(
            "He 2015, section 4.2 (0.27 million), with 1x1 convolutions as shortcuts", CIFAR_INPUT, 10,
            trainable_parameters=272_474,
        ),
    ),
)  # fmt: skip
SMALL_RESNEXT = Architecture(
    name="small-resnext",
    title="ResNeXt, small",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper=RESNEXT_PAPER,
    year=2016,
    idea="Three stages of grouped bottlenecks for small pictures; ResNeXt-29 of the paper with less width and depth.",
    introduced="Nothing: section 5.3 of the paper for little time.",
    default_input=CIFAR_INPUT,
    default_classes=10,
    make=small_residual.small_resnext,
    options={**_options(16, 2), **group_options(8, 4), "activation": activation_option()},
)
ENTRIES = (SMALL_RESNET_FAST, SMALL_RESNET_ACCURATE, SMALL_RESNET, SMALL_RESNEXT)
