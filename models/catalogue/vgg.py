"""Catalogue entries of the VGG networks."""

from functools import partial

from models.architectures import vgg
from models.catalogue.architecture import CLASSIFICATION, Architecture, PublishedFact
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    dropout_option,
    pooling_option,
    units_option,
    width_option,
)
from models.catalogue.preprocessing import Preprocessing

INPUT = (224, 224, 3)
PAPER = "Simonyan, Zisserman: Very deep convolutional networks for large-scale image recognition, 1409.1556"


def _entry(layers: tuple[int, ...], idea: str, fact: PublishedFact) -> Architecture:
    """Return the entry of the VGG network with these convolutions in its five stages."""
    depth = sum(layers) + 3
    return Architecture(
        name=f"vgg{depth}",
        title=f"VGG-{depth}",
        family="VGG",
        tasks=CLASSIFICATION,
        paper=PAPER,
        year=2014,
        idea=idea,
        introduced="Stacks of 3x3 convolutions in the place of large kernels, and depth as the way to accuracy.",
        default_input=INPUT,
        default_classes=1000,
        make=partial(vgg.vgg, name=f"vgg{depth}", layers=layers),
        preprocessing=Preprocessing.CAFFE,
        least_side_px=32,
        options={
            "width": width_option(64, "Filters of the first stage; they double until the fourth."),
            "dense_units": units_option(4096),
            "activation": activation_option(),
            "pooling": pooling_option(),
            "dropout": dropout_option(0.5, "behind each hidden dense layer"),
            "batch_normalisation": batch_normalisation_option(default=False, where="convolution"),
        },
        facts=(fact,),
    )


VGG11 = _entry(
    (1, 1, 2, 2, 2),
    "The smallest of the paper, configuration A: eight 3x3 convolutions in five stages.",
    PublishedFact("Simonyan 2014, A", INPUT, 1000, parameters=132_863_336, multiply_adds=7_609_090_048),
)
VGG13 = _entry(
    (2, 2, 2, 2, 2),
    "Configuration B: every stage has two convolutions, which together see 5x5.",
    PublishedFact("Simonyan 2014, B", INPUT, 1000, parameters=133_047_848),
)
VGG16 = _entry(
    (2, 2, 3, 3, 3),
    "The same few decisions from input to output, 13 times: a favourite to understand and to build upon.",
    PublishedFact(
        "Simonyan 2014, D", INPUT, 1000, parameters=138_357_544, trainable_parameters=138_357_544,
        multiply_adds=15_470_264_320, receptive_field_px=212,
    ),
)  # fmt: skip
VGG19 = _entry(
    (2, 2, 4, 4, 4),
    "Configuration E, the deepest: more depth brought little more without residual connections.",
    PublishedFact("Simonyan 2014, E", INPUT, 1000, parameters=143_667_240),
)
ENTRIES = (VGG11, VGG13, VGG16, VGG19)
