"""What a script calls: a Keras layer or a function of the script, with its arguments."""

import math
from dataclasses import dataclass
from typing import Any

NO_DEFAULT: Any = object()


@dataclass(frozen=True, slots=True)
class Code:
    """An expression, where other values are written as literals.

    Attributes:
        text: the expression.
        own_file: file of ``models/layers`` that defines what it names; empty where Keras has it.
    """

    text: str
    own_file: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call.

    Attributes:
        name: keyword.
        value: a number, text, tuple, None, or ``Code``.
        default: value for which the argument is left out.
        is_positional: written without its keyword.
    """

    name: str
    value: Any
    default: Any = NO_DEFAULT
    is_positional: bool = False

    @property
    def is_written(self) -> bool:
        """Whether the call has to say it."""
        return self.default is NO_DEFAULT or self.value != self.default


@dataclass(frozen=True, slots=True)
class Kept:
    """A layer that is written as Keras describes it.

    Attributes:
        layer: description, as JSON.
        arguments: of its call, as JSON with marks for its inputs.
        output: which of its results is meant.
    """

    layer: str
    arguments: str
    output: int


@dataclass(frozen=True, slots=True)
class Call:
    """A layer or a function with its arguments; its name is given by the statement.

    Attributes:
        function: what is called, such as "layers.Conv2D".
        arguments: in the order of the call.
        is_layer: a layer is made first and then applied: ``layers.Add(name="sum")([x, y])``.
        ending: follows the node's name in the name of the layer.
        own_file: file of ``models/layers`` that defines the layer; empty where Keras has it.
        takes_list: whether several values are given as one list.
        kept: set for a layer of another kind, which has no arguments here.
    """

    function: str
    arguments: tuple[Argument, ...] = ()
    is_layer: bool = True
    ending: str = ""
    own_file: str = ""
    takes_list: bool = True
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a script: values that a call makes of other values.

    Attributes:
        call: what is called.
        sources: values that are read; values have the names of their nodes.
        targets: values that are made.
        name: of the layer, or what the names of a function's layers begin with.
        block: path of the group it belongs to.
        shares: name of the layer that several lines call; empty where a layer is called once.
        is_called_again: whether an earlier line made that layer.
    """

    call: Call
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    name: str
    block: str = ""
    shares: str = ""
    is_called_again: bool = False


def literal(value: Any) -> str:
    """Return ``value`` as it is written in a script, in the style of ruff.

    Example:
        >>> literal((1, "same")), literal(1e-05), literal(Code("2 * filters"))
        ('(1, "same")', '1e-05', '2 * filters')
    """
    match value:
        case Code():
            return value.text
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            return f'"{escaped}"'
        case tuple():
            items = ", ".join(map(literal, value))
            return f"({items},)" if len(value) == 1 else f"({items})"
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case dict():
            return f"{{{', '.join(f'{literal(name)}: {literal(item)}' for name, item in value.items())}}}"
        case float() if not math.isfinite(value):
            return f'float("{value}")'
        case _:
            return repr(value)
