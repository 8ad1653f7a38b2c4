"""The fields of a settings form, read from a pydantic model. Free of Qt."""

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
        tasks: names of the tasks that it is for; empty for all.
        choice_tasks: the same of those of the ``choices`` that are not for all.
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
    tasks: tuple[str, ...] = ()
    choice_tasks: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def is_for(self, task: str) -> bool:
        """Whether a task has use for the field."""
        return not self.tasks or task in self.tasks

    def choices_for(self, task: str) -> tuple[tuple[object, str], ...]:
        """The choices that a task has."""
        return tuple(choice for choice in self.choices if task in self.choice_tasks.get(str(choice[0]), (task,)))


def form_fields(model: type[BaseModel], prefix: str = "") -> tuple[FormField, ...]:
    """The fields of ``model`` that belong to a group, and those of the models inside of it, in their order."""
    fields: list[FormField] = []
    for name, found in model.model_fields.items():
        path = f"{prefix}{name}"
        if isinstance(found.annotation, type) and issubclass(found.annotation, BaseModel):
            fields.extend(form_fields(found.annotation, f"{path}."))
        elif _extra(found).get("group"):
            fields.append(_form_field(path, found))
    return tuple(fields)


def _form_field(path: str, found: FieldInfo) -> FormField:
    annotation, is_optional = _without_none(found.annotation)
    kind, choices = _kind(annotation, is_optional=is_optional)
    lowest, highest = _limits(found)
    extra = _extra(found)
    return FormField(
        path=path,
        title=found.title or path.rpartition(".")[2].replace("_", " ").capitalize(),
        kind=kind,
        tip=found.description or "",
        unit=extra.get("unit", ""),
        group=extra.get("group", ""),
        choices=choices,
        lowest=lowest,
        highest=highest,
        is_optional=is_optional,
        tasks=tuple(extra.get("tasks", ())),
        choice_tasks=extra.get("choice_tasks", {}),
    )


def _extra(found: FieldInfo) -> dict[str, Any]:
    extra = found.json_schema_extra
    return dict(extra) if isinstance(extra, dict) else {}


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


def _limits(found: FieldInfo) -> tuple[float | None, float | None]:
    lowest: float | None = None
    highest: float | None = None
    for limit in found.metadata:
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
