"""The drawn network in words and numbers, as the Network page shows it. Free of Qt."""

from typing import Any

from engine.contract.config import RunConfig
from gui.builder.drawn_network import DrawnNetwork
from gui.words import NOTHING, byte_size, count, plural, shape, short_count
from models.arithmetic import Analysis, Examination
from models.catalogue import Architecture, architecture

TOTALS = ("Input", "Parameters", "Trainable", "Multiply-adds", "Memory per picture", "Layers")
ESSENTIAL_TOTALS = ("Input", "Parameters", "Multiply-adds")
EDITED = "Edited network"


def entry_of(drawn: DrawnNetwork) -> Architecture | None:
    """The architecture of a network; None for an edited one."""
    return None if drawn.is_edited else architecture(drawn.architecture)


def title_of(drawn: DrawnNetwork) -> str:
    """What a network is called."""
    entry = entry_of(drawn)
    return EDITED if entry is None else entry.title


def context_of(drawn: DrawnNetwork, config: RunConfig | None, weights: str = "") -> str:
    """What stands behind the page's title: the network, what it is for, and what becomes of its weights."""
    purpose = "" if config is None else f" for {config.dataset.name}, {_classes(config)}"
    return f"{title_of(drawn)}{purpose}" + (f". {weights}" if weights else "")


def _classes(config: RunConfig) -> str:
    return plural(len(config.classes), "class", many="classes")


def totals_of(examination: Examination) -> tuple[str, ...]:
    """The values of ``TOTALS``; of a broken network, of the layers whose shape is known."""
    table = examination.table
    first = next((row for row in table.rows if row.type == "input"), None)
    return (
        shape(first.output_shape) if first is not None else NOTHING,
        count(table.parameters),
        count(table.trainable_parameters),
        short_count(table.multiply_adds),
        byte_size(table.activation_bytes),
        count(len(table.rows)),
    )


def changed_options(drawn: DrawnNetwork, name: str, value: object) -> dict[str, Any]:
    """The architecture's options with one changed, without those that are the defaults."""
    entry = entry_of(drawn)
    assert entry is not None
    chosen = {**drawn.options, name: value}
    return {key: item for key, item in chosen.items() if item != entry.options[key].default}


def place_of(analysis: Analysis, name: str) -> int | None:
    """The row of the layer called ``name``."""
    return next((place for place, row in enumerate(analysis.rows) if row.name == name), None)
