"""Options that are several numbers, as text that people read and write. Free of Qt."""

import re
from typing import Any

from models.options import Option, OptionKind
from models.problems import RuleError

TEXT_KINDS = frozenset({OptionKind.PAIR, OptionKind.QUAD, OptionKind.SHAPE, OptionKind.PADDING, OptionKind.TABLE})
"""Kinds that are edited as text."""

_BETWEEN = re.compile(r"\s*[×x*,;\s]\s*", re.IGNORECASE)
_COUNTS = {OptionKind.PAIR: 2, OptionKind.PADDING: 2, OptionKind.QUAD: 4}
_EXAMPLES = {
    OptionKind.PAIR: "Enter one number, or two as 5 × 3.",
    OptionKind.PADDING: "Enter {choices}, one number, or two as 2 × 1.",
    OptionKind.QUAD: "Enter one number, or four as 1, 1, 2, 2.",
    OptionKind.SHAPE: "Enter sizes as 224 × 224 × 3.",
    OptionKind.TABLE: "Enter rows as 0 1 2; 1 2 3.",
}


def option_to_text(option: Option, value: Any) -> str:
    """A value as it stands in its field: ``5 × 5``, ``2``, ``same``.

    Example:
        >>> option_to_text(Option(OptionKind.PAIR, "Kernel", (3, 3)), (5, 5))
        '5 × 5'
    """
    if isinstance(value, str):
        return value
    match option.kind:
        case OptionKind.TABLE:
            return "; ".join(" ".join(map(str, row)) for row in value)
        case OptionKind.QUAD:
            return str(value[0]) if len(set(value)) == 1 else ", ".join(map(str, value))
        case OptionKind.SHAPE:
            return " × ".join(map(str, value))
        case _:
            is_size = option.title == "Kernel" or len(set(value)) > 1
            return " × ".join(map(str, value)) if is_size else str(value[0])


def option_from_text(option: Option, text: str) -> Any:
    """The value that a text means; one number stands for all directions.

    Raises:
        RuleError: the text is no value of the option.
    """
    wanted = text.strip()
    if option.kind is OptionKind.PADDING and wanted.lower() in option.choices:
        return wanted.lower()
    if option.kind is OptionKind.TABLE:
        return option.parse(tuple(_numbers(option, row) for row in wanted.split(";") if row.strip()))
    numbers = _numbers(option, wanted)
    count = _COUNTS.get(option.kind, len(numbers))
    if len(numbers) == 1:
        numbers = numbers * count
    if len(numbers) != count:
        raise _not_understood(option, text)
    return option.parse(numbers)


def _numbers(option: Option, text: str) -> tuple[int, ...]:
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    try:
        numbers = tuple(int(part) for part in parts)
    except ValueError as error:
        raise _not_understood(option, text) from error
    if not numbers:
        raise _not_understood(option, text)
    return numbers


def _not_understood(option: Option, text: str) -> RuleError:
    hint = _EXAMPLES[option.kind].format(choices=", ".join(option.choices))
    return RuleError(f"{option.title} has no such value. Received: {text.strip() or 'nothing'}.", hint)
