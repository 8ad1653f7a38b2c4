"""Writes layers that have no node type: made of their description, and called as they were called."""

import json
from collections.abc import Sequence
from typing import Any

from models.allowed_layers import INPUT_MARK
from models.script.calls import Code, Kept, literal
from models.script.layout import LINE_LENGTH, laid_out_value

MAKER = "keras.saving.deserialize_keras_object"


def kept_layer_lines(indent: str, variable: str, kept: Kept, name: str) -> list[str]:
    """Return the lines that make the layer."""
    document = json.loads(kept.layer)
    described = {**document, "config": {**document["config"], "name": name}}
    line = f"{indent}{variable} = {MAKER}({literal(described)})"
    if len(line) <= LINE_LENGTH:
        return [line]
    return [f"{indent}{variable} = {MAKER}(", *laid_out_value(f"{indent}    ", "", described), f"{indent})"]


def kept_call(layer: str, kept: Kept, sources: Sequence[str]) -> str:
    """Return the expression that calls the layer with the recorded arguments."""
    stored = json.loads(kept.arguments)
    positional = [literal(_argument(value, sources)) for value in stored["args"]]
    named = [f"{name}={literal(_argument(value, sources))}" for name, value in stored["kwargs"].items()]
    return f"keras.tree.flatten({layer}({', '.join([*positional, *named])}))[{kept.output}]"


def _argument(value: Any, sources: Sequence[str]) -> Any:
    """Return a recorded argument with variables where inputs are meant."""
    if isinstance(value, list):
        return [_argument(item, sources) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == INPUT_MARK:
        return Code(sources[value["config"]])
    if "class_name" in value:
        return Code(f"{MAKER}({literal(value)})")
    return {name: _argument(item, sources) for name, item in value.items()}
