"""Catalogue entries of the networks before depth."""

from models.architectures import classic
from models.catalogue.architecture import CLASSIFICATION, Architecture, PublishedFact
from models.catalogue.options import (
    batch_normalisation_option,
    choice_option,
    depth_option,
    dropout_option,
    pooling_option,
    width_option,
)
from models.nodes.activation import activation_choice

FAMILY = "classic"

LINEAR = Architecture(
    name="linear",
    title="Linear classifier",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper="",
    year=None,
    idea="One template per class, compared with the picture. The templates can be looked at.",
    introduced="The score of a class as a weighted sum of pixels.",
    default_input=(28, 28, 1),
    default_classes=10,
    make=classic.linear,
    facts=(PublishedFact("(H W C + 1) K", (28, 28, 1), 10, parameters=7_850, trainable_parameters=7_850),),
)
MLP = Architecture(
    name="mlp",
    title="Multilayer perceptron",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper="Rumelhart, Hinton, Williams: Learning representations by back-propagating errors",
    year=1986,
    idea="Hidden layers make features of all pixels at once; where things are has to be learnt everywhere anew.",
    introduced="Hidden layers that learn by back-propagation.",
    default_input=(28, 28, 1),
    default_classes=10,
    make=classic.mlp,
    options={
        "width": width_option(256, "Units of each hidden layer."),
        "depth": depth_option(2, "Hidden layers."),
        "activation": activation_choice("relu", "relu", "tanh", "scaled tanh", "sigmoid", "gelu"),
        "dropout": dropout_option(0.2),
        "batch_normalisation": batch_normalisation_option(default=False),
    },
)
LENET5 = Architecture(
    name="lenet5",
    title="LeNet-5",
    family=FAMILY,
    tasks=CLASSIFICATION,
    paper="LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition",
    year=1998,
    idea="Small filters shared over the whole picture, then pooling: what is found matters more than where.",
    introduced="The convolutional network as it is known today, trained from pixels to classes.",
    default_input=(32, 32, 1),
    default_classes=10,
    make=classic.lenet5,
    options={
        "activation": activation_choice("tanh", "tanh", "scaled tanh", "relu"),
        "pooling": pooling_option("average", "maximum", "sub-sampling"),
        "connections": choice_option("Connections of C3", "The table is the original.", "all", "table"),
        "dropout": dropout_option(0.0),
        "batch_normalisation": batch_normalisation_option(default=False),
    },
    facts=(
        PublishedFact("Fully connected C3", (32, 32, 1), 10, parameters=61_706, receptive_field_px=32),
        PublishedFact(
            "LeCun 1998: 60,000 up to F6, and 850 of the dense output layer",
            (32, 32, 1), 10, {"activation": "scaled tanh", "pooling": "sub-sampling", "connections": "table"},
            parameters=60_850, trainable_parameters=60_850, receptive_field_px=32,
        ),
    ),
)  # fmt: skip
ENTRIES = (LINEAR, MLP, LENET5)
