"""Catalogue entry of AlexNet."""

from models.architectures import alexnet
from models.catalogue.architecture import CLASSIFICATION, Architecture, PublishedFact
from models.catalogue.options import (
    activation_option,
    batch_normalisation_option,
    choice_option,
    dropout_option,
    pooling_option,
    units_option,
    width_option,
)
from models.catalogue.preprocessing import Preprocessing
from models.options import Option, OptionKind

INPUT = (227, 227, 3)

ALEXNET = Architecture(
    name="alexnet",
    title="AlexNet",
    family="classic",
    tasks=CLASSIFICATION,
    paper="Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural networks",
    year=2012,
    idea="LeNet made large: five convolutions on photos, in two towers for the two graphics cards of its time.",
    introduced="ReLU, dropout and augmentation at scale; it began the years of deep learning.",
    default_input=INPUT,
    default_classes=1000,
    make=alexnet.alexnet,
    preprocessing=Preprocessing.MEAN_IMAGE,
    least_side_px=67,
    options={
        "width": width_option(96, "Filters of the first convolution; those of the others follow."),
        "dense_units": units_option(4096),
        "towers": choice_option("Towers", "Two towers see each other only in the third convolution.", "two", "one"),
        "activation": activation_option(),
        "pooling": pooling_option(),
        "dropout": dropout_option(0.5, "behind each hidden dense layer"),
        "local_response": Option(
            OptionKind.SWITCH, "Local response normalisation", True,
            description="Neighbouring maps compete behind the first two convolutions.",
        ),
        "batch_normalisation": batch_normalisation_option(default=False, where="convolution"),
    },
    facts=(
        PublishedFact("Krizhevsky 2012, two towers", INPUT, 1000, parameters=60_965_224, receptive_field_px=195),
        PublishedFact(
            "One tower: all maps seen", INPUT, 1000, {"towers": "one"}, parameters=62_378_344, receptive_field_px=195
        ),
    ),
)  # fmt: skip
ENTRIES = (ALEXNET,)
