"""The fields of a settings form, read from a pydantic model. Free of Qt."""

import types
import typing
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

AS_NETWORK = "as the network says"


class FieldKind(Enum):
    """Which control edits a field."""

    SWITCH = auto()
    CHOICE = auto()
    WHOLE = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form.

    Attributes:
        path: where its value stands, like ``training.epochs``.
        title: what people read.
        kind: its control.
        tip: what it means.
        unit: stands behind the number.
        group: ``basics``, ``regularisation``, ``expert``; empty for none.
        choices: pairs of value and text, for ``CHOICE``.
        lowest: smallest value, None for none.
        highest: largest value, None for none.
        is_optional: whether None is a value: as the network says.
    """

    path: str
    title: str
    kind: FieldKind
    tip: str = ""
    unit: str = ""
    group: str = ""
    choices: tuple[tuple[object, str], ...] = ()
    lowest: float | None = None
    highest: float | None = None
    is_optional: bool = False


def form_fields(model: type[BaseModel], prefix: str = "") -> tuple[FormField, ...]:
    """The fields of ``model`` that belong to a group, and those of the models inside of it, in their order."""
    fields: list[FormField] = []
    for name, field in model.model_fields.items():
        path = f"{prefix}{name}"
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            fields.extend(form_fields(field.annotation, f"{path}."))
        elif _extra(field).get("group"):
            fields.append(_form_field(path, field))
    return tuple(fields)


def _form_field(path: str, field: FieldInfo) -> FormField:
    annotation, is_optional = _without_none(field.annotation)
    kind, choices = _kind(annotation, is_optional=is_optional)
    lowest, highest = _limits(field)
    extra = _extra(field)
    return FormField(
        path=path,
        title=field.title or path.rpartition(".")[2].replace("_", " ").capitalize(),
        kind=kind,
        tip=field.description or "",
        unit=extra.get("unit", ""),
        group=extra.get("group", ""),
        choices=choices,
        lowest=lowest,
        highest=highest,
        is_optional=is_optional,
    )


def _extra(field: FieldInfo) -> dict[str, str]:
    extra = field.json_schema_extra
    return {key: str(value) for key, value in extra.items()} if isinstance(extra, dict) else {}


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation, False
    parts = [part for part in get_args(annotation) if part is not type(None)]
    return parts[0], len(parts) < len(get_args(annotation))


def _kind(annotation: Any, *, is_optional: bool) -> tuple[FieldKind, tuple[tuple[object, str], ...]]:
    if annotation is bool:
        choices = ((None, AS_NETWORK), (True, "on"), (False, "off"))
        return (FieldKind.CHOICE, choices) if is_optional else (FieldKind.SWITCH, ())
    if get_origin(annotation) is Literal:
        return FieldKind.CHOICE, tuple((value, str(value)) for value in typing.get_args(annotation))
    if annotation is int:
        return FieldKind.WHOLE, ()
    if annotation is float:
        return FieldKind.NUMBER, ()
    raise TypeError(f"There is no control for this type. Received: {annotation!r}. Take bool, int, float or Literal.")


def _limits(field: FieldInfo) -> tuple[float | None, float | None]:
    lowest: float | None = None
    highest: float | None = None
    for limit in field.metadata:
        match limit:
            case Ge(ge=value) | Gt(gt=value):
                lowest = typing.cast(float, value)
            case Le(le=value) | Lt(lt=value):
                highest = typing.cast(float, value)
    return lowest, highest


def value_at(document: BaseModel, path: str) -> Any:
    """The value at a path like ``training.epochs``."""
    value: Any = document
    for name in path.split("."):
        value = getattr(value, name)
    return value
