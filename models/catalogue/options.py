"""Options that several architectures share."""

from collections.abc import Mapping

from models.nodes.activation import activation_choice
from models.options import Option, OptionKind

POOLINGS = ("maximum", "average")
ACTIVATIONS = ("relu", "relu6", "leaky relu", "elu", "gelu", "silu", "tanh")


def dropout_option(default: float, where: str = "before the last layer") -> Option:
    """Return the option for the share of values that are hidden while training."""
    return Option(
        OptionKind.NUMBER, "Dropout", default, minimum=0, maximum=0.95,
        description=f"Share of values hidden at random {where}.",
    )  # fmt: skip


def batch_normalisation_option(*, default: bool, where: str = "layer") -> Option:
    """Return the switch for batch normalisation."""
    description = f"Normalise behind every {where}."
    return Option(OptionKind.SWITCH, "Batch normalisation", default, description=description)


def width_option(
    default: int, what: str = "Filters or units of the first layer; the others follow.", *, title: str = "Width"
) -> Option:
    """Return the option that makes a whole network, or with another title a part of it, narrower or wider."""
    return Option(OptionKind.INTEGER, title, default, minimum=1, maximum=4096, description=what)


def depth_option(default: int, description: str, *, maximum: int = 50) -> Option:
    """Return the option for a number of layers or blocks."""
    return Option(OptionKind.INTEGER, "Depth", default, minimum=1, maximum=maximum, description=description)


def factor_option(title: str, description: str, *, default: float = 1.0, maximum: float = 4.0) -> Option:
    """Return the option for a number that others are multiplied by."""
    return Option(OptionKind.NUMBER, title, default, minimum=0.01, maximum=maximum, description=description)


def choice_option(title: str, description: str, *choices: str) -> Option:
    """Return the option for one of ``choices``; the first one is the default."""
    return Option(OptionKind.CHOICE, title, choices[0], choices=choices, description=description)


def pooling_option(*choices: str) -> Option:
    """Return the option for the summary that shrinks maps; the first choice is the default."""
    return choice_option("Pooling", "Summary of neighbourhoods where maps shrink.", *(choices or POOLINGS))


def activation_option(default: str = "relu") -> Option:
    """Return the option for the function between the layers of a deep network."""
    return activation_choice(default, *ACTIVATIONS)


def auxiliary_option(*, default: bool) -> Option:
    """Return the switch for classifiers at the side of a network."""
    description = "Side classifiers that help to train and are dropped for prediction."
    return Option(OptionKind.SWITCH, "Side classifiers", default, description=description)


def units_option(default: int) -> Option:
    """Return the option for the hidden dense layers behind the convolutions."""
    description = "Units of each hidden dense layer."
    return Option(OptionKind.INTEGER, "Dense units", default, minimum=1, maximum=65_536, description=description)


def growth_option(default: int) -> Option:
    """Return the option for the maps that each layer of a dense block adds."""
    description = "Maps that each layer adds."
    return Option(OptionKind.INTEGER, "Growth", default, minimum=1, maximum=512, description=description)


def order_option() -> Option:
    """Return the option for where a residual block has its activations."""
    return choice_option(
        "Order", "v1: activation behind the sum; v2: before the convolutions (1603.05027).", "v1", "v2"
    )


def group_options(cardinality: int, group_width: int) -> Mapping[str, Option]:
    """Return the options for the grouped convolutions of a ResNeXt."""
    groups, filters = "Groups of each 3x3 convolution.", "Filters of each group in the first stage."
    return {
        "cardinality": Option(
            OptionKind.INTEGER, "Cardinality", cardinality, minimum=1, maximum=256, description=groups
        ),
        "group_width": Option(
            OptionKind.INTEGER, "Group width", group_width, minimum=1, maximum=256, description=filters
        ),
    }


def upsampling_option(*choices: str) -> Option:
    """Return the option for what makes maps larger; the first choice is the default."""
    return choice_option("Upsampling", "How maps are made larger on the way to the output.", *choices)
