"""Typed options of node types and architectures, from which forms are made."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, assert_never

from models.problems import RuleError, unknown_name

Pair = tuple[int, int]
Quad = tuple[int, int, int, int]
Padding = str | Pair
Table = tuple[tuple[int, ...], ...]


class OptionKind(StrEnum):
    """What a value of an option looks like."""

    INTEGER = "integer"
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"
    PAIR = "pair"
    QUAD = "quad"
    SHAPE = "shape"
    PADDING = "padding"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen.

    Attributes:
        kind: what a value looks like.
        title: label of the control.
        default: value where nothing is chosen.
        description: what it does, one sentence.
        unit: stands behind the number.
        choices: allowed values of a choice.
        minimum: smallest allowed number.
        maximum: largest allowed number.
    """

    kind: OptionKind
    title: str
    default: Any
    description: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    def parse(self, value: object) -> Any:
        """Return ``value`` as this option stores it.

        Raises:
            RuleError: the value is of another kind or outside the limits.
        """
        match self.kind:
            case OptionKind.INTEGER:
                return self._integer(value)
            case OptionKind.NUMBER:
                return self._number(value)
            case OptionKind.SWITCH:
                return self._switch(value)
            case OptionKind.CHOICE:
                return self._choice(value)
            case OptionKind.PAIR:
                return self._integers(value, 2)
            case OptionKind.QUAD:
                return self._integers(value, 4)
            case OptionKind.SHAPE:
                return self._integers(value, None)
            case OptionKind.PADDING:
                return self._choice(value) if isinstance(value, str) else self._integers(value, 2)
            case OptionKind.TABLE:
                return tuple(self._integers(row, None) for row in self._sequence(value))
            case _:
                assert_never(self.kind)

    def _wrong(self, value: object, wanted: str) -> RuleError:
        return RuleError(f"{self.title} has no such value. Received: {value!r}.", f"Give {wanted}.")

    def _within_limits(self, value: float) -> None:
        if self.minimum is not None and value < self.minimum:
            raise self._wrong(value, f"{self.minimum:g} or more")
        if self.maximum is not None and value > self.maximum:
            raise self._wrong(value, f"{self.maximum:g} or less")

    def _integer(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(value, "a whole number")
        self._within_limits(value)
        return value

    def _number(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self._wrong(value, "a number")
        self._within_limits(value)
        return float(value)

    def _switch(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise self._wrong(value, "true or false")
        return value

    def _choice(self, value: object) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)  # The command line reads "32" as a number.
        if not isinstance(value, str) or value not in self.choices:
            raise unknown_name(f"value of {self.title.lower()}", value, self.choices)
        return value

    def _sequence(self, value: object) -> tuple[object, ...]:
        if not isinstance(value, list | tuple):
            raise self._wrong(value, "a list")
        return tuple(value)

    def _integers(self, value: object, count: int | None) -> tuple[int, ...]:
        values = self._sequence(value)
        if not values or count not in (None, len(values)):
            raise self._wrong(value, f"a list of {count or 'some'} whole numbers")
        return tuple(self._integer(item) for item in values)


def option(kind: OptionKind, title: str, default: Any, **details: Any) -> Any:
    """Return a dataclass field that carries its ``Option``, so that a class is its own form."""
    return field(default=default, metadata={"option": Option(kind, title, default, **details)})


def options_of(owner: Any) -> dict[str, Option]:
    """Return the options of a node type (class or instance) by name, in the order of its form."""
    return {item.name: item.metadata["option"] for item in fields(owner) if "option" in item.metadata}


def parse_options(options: Mapping[str, Option], values: Mapping[str, object]) -> dict[str, Any]:
    """Return checked values for all ``options``, defaults where ``values`` says nothing.

    Raises:
        RuleError: a name that is not an option, or a value that it does not take.
    """
    for name in values:
        if name not in options:
            raise unknown_name("option", name, options)
    return {name: item.parse(values.get(name, item.default)) for name, item in options.items()}
