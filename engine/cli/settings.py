"""Change single fields of a config by ``--set key=value``."""

import difflib
import json
from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from engine.contract.changed_fields import with_fields
from engine.contract.config import RunConfig
from engine.contract.errors import UserError

FREE_FORM = ("network.options.", "network.graph.")


def apply_settings(config: RunConfig, settings: Sequence[str]) -> RunConfig:
    """The config with fields changed.

    Args:
        config: what to change.
        settings: ``training.learning_rate=0.01``; the first part may be left out where the last one is unique.
            Values are JSON; what is no JSON is text.

    Raises:
        UserError: a field does not exist, or does not take the value.
    """
    fields: dict[str, Any] = {}
    for setting in settings:
        key, separator, text = setting.partition("=")
        if not separator:
            raise UserError(f"This is no setting. Received: --set {setting}.", "Write key=value.")
        fields[_full_key(key.strip())] = _parse(text.strip())
    try:
        return with_fields(config, fields)
    except ValidationError as error:
        raise UserError(*_describe(error)) from error


def known_keys() -> list[str]:
    """The dotted names of all fields."""
    return _keys_of(RunConfig, "")


def _keys_of(model: type[BaseModel], prefix: str) -> list[str]:
    keys: list[str] = []
    for name, field in model.model_fields.items():
        inner = _models_in(field.annotation)
        if field.annotation not in inner:
            keys.append(f"{prefix}{name}")
        keys += [key for kind in inner for key in _keys_of(kind, f"{prefix}{name}.")]
    return list(dict.fromkeys(keys))


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    """The values with fields of their own that a field can have."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [kind for one in get_args(annotation) for kind in _models_in(one)]


def _full_key(key: str) -> str:
    known = known_keys()
    if key in known or key.startswith(FREE_FORM):
        return key
    endings = [candidate for candidate in known if candidate.rpartition(".")[2] == key]
    if len(endings) == 1:
        return endings[0]
    similar = endings or difflib.get_close_matches(key, known) or difflib.get_close_matches(key, _last_parts(known))
    advice = f"Did you mean {' or '.join(similar)}?" if similar else "See config.json of a run for all settings."
    raise UserError(f"There is no such setting. Received: {key}.", advice)


def _last_parts(keys: Sequence[str]) -> list[str]:
    return [key.rpartition(".")[2] for key in keys]


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _describe(error: ValidationError) -> tuple[str, str]:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"A setting does not take this value. Received: {place}={first['input']}.", f"{first['msg']}."
