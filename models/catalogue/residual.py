"""Catalogue entries of ResNet and ResNeXt."""

from collections.abc import Mapping
from functools import partial

from models.architectures import residual
from models.architectures.residual import Plan
from models.catalogue.architecture import CLASSIFICATION, Architecture, PublishedFact
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    choice_option,
    dropout_option,
    group_options,
    order_option,
    width_option,
)
from models.catalogue.preprocessing import Preprocessing
from models.options import Option

FAMILY = "residual"
INPUT = (224, 224, 3)
PAPER = "He, Zhang, Ren, Sun: Deep residual learning for image recognition, 1512.03385"
RESNEXT_PAPER = "Xie, Girshick, Dollar, Tu, He: Aggregated residual transformations, 1611.05431"
FIRST_1X1 = {"stride_in": "first 1x1"}
KERAS = {"variant": residual.KERAS}


def _options(*, is_bottleneck: bool) -> Mapping[str, Option]:
    of_bottlenecks = {
        "stride_in": choice_option("Stride in", "The 1x1 is that of the paper.", "3x3", "first 1x1"),
        "variant": choice_option(
            "Variant", "With biases and epsilon as in keras.applications.", "usual", residual.KERAS
        ),
    }
    return {
        "width": width_option(64, "Filters of the stem; they double with every stage."),
        "order": order_option(),
        **(of_bottlenecks if is_bottleneck else {}),
        "activation": activation_option(),
        "dropout": dropout_option(0.0),
        "batch_normalisation": batch_normalisation_option(default=True, where="convolution"),
    }


def _resnet(depth: int, counts: tuple[int, ...], idea: str, introduced: str, *facts: PublishedFact) -> Architecture:
    """Return the entry of a ResNet with these blocks in its four stages."""
    is_bottleneck = depth >= 50
    plan = Plan(f"resnet{depth}", counts, is_bottleneck=is_bottleneck)
    return Architecture(
        name=plan.name,
        title=f"ResNet-{depth}",
        family=FAMILY,
        tasks=CLASSIFICATION,
        paper=PAPER,
        year=2015,
        idea=idea,
        introduced=introduced,
        default_input=INPUT,
        default_classes=1000,
        make=partial(residual.resnet, plan=plan),
        preprocessing=Preprocessing.CAFFE if is_bottleneck else Preprocessing.TORCH,
        options=_options(is_bottleneck=is_bottleneck),
        facts=facts,
    )


def _resnext(depth: int, counts: tuple[int, ...], group_width: int, idea: str, fact: PublishedFact) -> Architecture:
    """Return the entry of a ResNeXt with 32 groups of ``group_width`` filters in its first stage."""
    plan = Plan(f"resnext{depth}", counts, is_bottleneck=True)
    return Architecture(
        name=plan.name,
        title=f"ResNeXt-{depth}, 32x{group_width}d",
        family=FAMILY,
        tasks=CLASSIFICATION,
        paper=RESNEXT_PAPER,
        year=2016,
        idea=idea,
        introduced="Cardinality: many equal narrow paths, as one grouped convolution.",
        default_input=INPUT,
        default_classes=1000,
        make=partial(residual.resnext, plan=plan),
        preprocessing=Preprocessing.TORCH,
        options={
            "width": width_option(64, "Filters of the stem; blocks give four times as many."),
            **group_options(32, group_width),
            "activation": activation_option(),
            "dropout": dropout_option(0.0),
            "batch_normalisation": batch_normalisation_option(default=True, where="convolution"),
        },
        facts=(fact,),
    )


def _of_paper(receptive_field_px: int) -> PublishedFact:
    source = "He 2015, stride in the first 1x1 convolution"
    return PublishedFact(source, INPUT, 1000, FIRST_1X1, receptive_field_px=receptive_field_px)


RESNET18 = _resnet(
    18,
    (2, 2, 2, 2),
    "Layers learn what to add to their input, so that depth no longer hinders learning.",
    "The residual connection.",
    PublishedFact("torchvision", INPUT, 1000, trainable_parameters=11_689_512, receptive_field_px=435),
)
RESNET34 = _resnet(
    34,
    (3, 4, 6, 3),
    "Twice as deep and better for it: without residual connections 34 layers were worse than 18.",
    "The residual connection.",
    PublishedFact("torchvision", INPUT, 1000, trainable_parameters=21_797_672, receptive_field_px=899),
)
RESNET50 = _resnet(
    50,
    (3, 4, 6, 3),
    "Bottlenecks: narrow 3x3 convolutions between 1x1 convolutions that shrink and grow the channels.",
    "The bottleneck block.",
    PublishedFact(
        "torchvision, stride in the 3x3 convolution", INPUT, 1000,
        trainable_parameters=25_557_032, multiply_adds=4_089_184_256, receptive_field_px=427,
    ),
    _of_paper(483),
    PublishedFact(
        "keras.applications, with biases", INPUT, 1000, {**KERAS, **FIRST_1X1},
        parameters=25_636_712, trainable_parameters=25_583_592, receptive_field_px=483,
    ),
)  # fmt: skip
RESNET101 = _resnet(
    101,
    (3, 4, 23, 3),
    "Bottlenecks, most of the depth in the third stage.",
    "The bottleneck block.",
    PublishedFact(
        "torchvision, stride in the 3x3 convolution", INPUT, 1000,
        trainable_parameters=44_549_160, multiply_adds=7_801_405_440, receptive_field_px=971,
    ),
    _of_paper(1027),
)  # fmt: skip
RESNET152 = _resnet(
    152,
    (3, 8, 36, 3),
    "The winner of 2015: eight times as deep as VGG, with less work.",
    "Networks of more than a hundred layers that still gain by depth.",
    PublishedFact(
        "torchvision, stride in the 3x3 convolution", INPUT, 1000,
        trainable_parameters=60_192_808, multiply_adds=11_513_626_624, receptive_field_px=1451,
    ),
    _of_paper(1507),
)  # fmt: skip
RESNEXT50 = _resnext(
    50,
    (3, 4, 6, 3),
    4,
    "ResNet-50 whose 3x3 convolutions are split into 32 groups: more accurate at the same work.",
    PublishedFact("torchvision, 32x4d", INPUT, 1000, trainable_parameters=25_028_904, multiply_adds=4_230_479_872),
)
RESNEXT101 = _resnext(
    101,
    (3, 4, 23, 3),
    8,
    "101 layers, 32 groups of eight filters: the wide one.",
    PublishedFact("torchvision, 32x8d", INPUT, 1000, trainable_parameters=88_791_336),
)
ENTRIES = (RESNET18, RESNET34, RESNET50, RESNET101, RESNET152, RESNEXT50, RESNEXT101)
