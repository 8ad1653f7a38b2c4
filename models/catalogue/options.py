"""Options that several architectures share."""

from models.options import Option, OptionKind

POOLINGS = ("maximum", "average")


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


def width_option(default: int, what: str = "Filters or units of the first layer; the others follow.") -> Option:
    """Return the option that makes a whole network narrower or wider."""
    return Option(OptionKind.INTEGER, "Width", default, minimum=1, maximum=4096, description=what)


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
