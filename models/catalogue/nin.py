"""Catalogue entries of Network in Network."""

from collections.abc import Mapping
from functools import partial

from models.architectures import nin
from models.catalogue.architecture import CLASSIFICATION, Architecture, PublishedFact
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    depth_option,
    dropout_option,
    pooling_option,
    width_option,
)
from models.options import Option

FAMILY = "inception"
INPUT = (32, 32, 3)
PAPER = "Lin, Chen, Yan: Network in network, 1312.4400"


def _options(width: int, *, dropout: float, is_normalised: bool) -> Mapping[str, Option]:
    return {
        "width": width_option(width, "Filters of each stage."),
        "depth": depth_option(2, "1x1 convolutions of each stage.", maximum=10),
        "activation": activation_option(),
        "pooling": pooling_option("paper", "maximum", "average"),
        "dropout": dropout_option(dropout, "behind each pooling"),
        "batch_normalisation": batch_normalisation_option(default=is_normalised, where="convolution"),
    }


NIN = Architecture(
    name="nin",
    title="Network in Network",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper=PAPER,
    year=2013,
    idea="A small perceptron looks at every place; one map for each class, whose mean is its logit.",
    introduced="1x1 convolutions, and global average pooling in the place of dense layers.",
    default_input=INPUT,
    default_classes=10,
    make=partial(nin.nin, name="nin"),
    options=_options(192, dropout=0.5, is_normalised=False),
    facts=(PublishedFact("Lin 2013, CIFAR-10", INPUT, 10, parameters=966_986, trainable_parameters=966_986),),
)
SMALL_NIN = Architecture(
    name="small-nin",
    title="Network in Network, small",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper=PAPER,
    year=2013,
    idea="Network in Network of a third of the width, with batch normalisation: learns in minutes on a processor.",
    introduced="Nothing: the network of the paper for small pictures and little time.",
    default_input=INPUT,
    default_classes=10,
    make=partial(nin.nin, name="small-nin"),
    options=_options(64, dropout=0.2, is_normalised=True),
)
ENTRIES = (NIN, SMALL_NIN)
