"""Change fields of a config by their dotted names."""

from collections.abc import Mapping
from typing import Any

from engine.contract.config import RunConfig


def with_fields(config: RunConfig, fields: Mapping[str, Any]) -> RunConfig:
    """The config with other values, validated as a whole; the graph stays as it is.

    Args:
        config: what to change.
        fields: new values by dotted name, as ``training.epochs``.

    Raises:
        pydantic.ValidationError: a field does not take its value.
    """
    document = config.model_dump(mode="json")
    for name, value in fields.items():
        *groups, last = name.split(".")
        place = document
        for group in groups:
            if place.get(group) is None:
                place[group] = {}
            place = place[group]
        place[last] = value
    return RunConfig.model_validate(document)
