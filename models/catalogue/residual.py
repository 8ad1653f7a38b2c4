"""Catalogue entries of residual networks."""

from models import residual
from models.catalogue.architecture import CLASSIFICATION, Architecture, PublishedFact
from models.catalogue.options import (
    batch_normalisation_option,
    choice_option,
    depth_option,
    dropout_option,
    width_option,
)

FAMILY = "residual"
PAPER = "He, Zhang, Ren, Sun: Deep residual learning for image recognition, 1512.03385"

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
    make=residual.small_resnet_fast,
    options={
        "width": width_option(16),
        "depth": depth_option(1, "Residual blocks per stage."),
        "dropout": dropout_option(0.0),
        "batch_normalisation": batch_normalisation_option(default=True),
    },
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
    make=residual.small_resnet_accurate,
    options={
        "width": width_option(24),
        "depth": depth_option(1, "Residual blocks per stage."),
        "dropout": dropout_option(0.1),
        "batch_normalisation": batch_normalisation_option(default=True),
    },
    default_for=CLASSIFICATION,
)
RESNET18 = Architecture(
    name="resnet18",
    title="ResNet-18",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper=PAPER,
    year=2015,
    idea="Layers learn what to add to their input, so that depth no longer hinders learning.",
    introduced="The residual connection.",
    default_input=(224, 224, 3),
    default_classes=1000,
    make=residual.resnet18,
    options={
        "width": width_option(64),
        "dropout": dropout_option(0.0),
        "batch_normalisation": batch_normalisation_option(default=True),
    },
    facts=(
        PublishedFact("torchvision", (224, 224, 3), 1000, trainable_parameters=11_689_512, receptive_field_px=435),
    ),
)  # fmt: skip
RESNET50 = Architecture(
    name="resnet50",
    title="ResNet-50",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper=PAPER,
    year=2015,
    idea="Bottlenecks: narrow 3x3 convolutions between 1x1 convolutions that shrink and grow the channels.",
    introduced="The bottleneck block.",
    default_input=(224, 224, 3),
    default_classes=1000,
    make=residual.resnet50,
    options={
        "width": width_option(64),
        "stride_in": choice_option("Stride in", "The 1x1 is that of the paper.", "3x3", "first 1x1"),
        "dropout": dropout_option(0.0),
        "batch_normalisation": batch_normalisation_option(default=True),
    },
    facts=(
        PublishedFact(
            "torchvision, stride in the 3x3 convolution", (224, 224, 3), 1000,
            trainable_parameters=25_557_032, multiply_adds=4_089_184_256, receptive_field_px=427,
        ),
        PublishedFact(
            "He 2015, stride in the first 1x1 convolution", (224, 224, 3), 1000, {"stride_in": "first 1x1"},
            trainable_parameters=25_557_032, receptive_field_px=483,
        ),
    ),
)  # fmt: skip

ENTRIES = (SMALL_RESNET_FAST, SMALL_RESNET_ACCURATE, RESNET18, RESNET50)
