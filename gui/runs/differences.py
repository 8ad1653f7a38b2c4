"""What differs between the settings of runs. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from engine.contract.classifier_detectors import TITLES
from engine.contract.config import InputConfig, RunConfig
from gui.form_fields import form_fields, value_at
from gui.words import NOTHING
from models.catalogue import ARCHITECTURES


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting with its value in each run, in words."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The settings that differ, of ``total`` settings."""

    differences: tuple[Difference, ...]
    total: int


def compare(configs: Sequence[RunConfig]) -> Comparison:
    """The settings that are not the same in all of ``configs``."""
    columns = [_settings(config) for config in configs]
    names = list(dict.fromkeys(name for column in columns for name in column))
    found = [Difference(name, tuple(column.get(name, NOTHING) for column in columns)) for name in names]
    differing = tuple(difference for difference in found if len(set(difference.values)) > 1)
    return Comparison(differing, len(names))


def with_default_settings(config: RunConfig) -> RunConfig:
    """The same dataset and network with the settings that a run has where nothing is chosen."""
    return RunConfig(
        dataset=config.dataset,
        network=config.network.model_copy(update={"options": {}}),
        input=InputConfig(height=config.input.height, width=config.input.width, channels=config.input.channels),
        classes=config.classes,
    )


def _settings(config: RunConfig) -> dict[str, str]:
    """All settings of a run in words, by their titles."""
    settings = {"Dataset": config.dataset.name, "Network": network_title(config.network.name)}
    for name, value in config.network.options.items():
        settings[f"Network, {name.replace('_', ' ')}"] = value_words(value)
    for path, title in _titles():
        settings[title] = value_words(value_at(config, path))
    return settings


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    """Path and title of every setting; a title that stands for two gets the name of its group of settings."""
    fields = form_fields(RunConfig)
    titles = [field.title for field in fields]
    return tuple(
        (field.path, field.title if titles.count(field.title) == 1 else f"{field.title}, {field.path.split('.')[0]}")
        for field in fields
    )


def network_title(name: str) -> str:
    """What people call a network of the catalogue, or a detector made of a classifier; an edited one keeps its name."""
    return ARCHITECTURES[name].title if name in ARCHITECTURES else TITLES.get(name, name)


def value_words(value: object) -> str:
    """A setting as people read it."""
    match value:
        case None:
            return "as the network"
        case bool():
            return "on" if value else "off"
        case float():
            return f"{value:g}"
        case _:
            return str(value)
