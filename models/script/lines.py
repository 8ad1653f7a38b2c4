"""Writes the lines of ``build`` and of the functions it calls."""

import re
from collections.abc import Iterator, Sequence

from models.script.calls import Argument, Call, Code, Kept, Statement, literal
from models.script.functions import Function
from models.script.kept import kept_call, kept_layer_lines
from models.script.layout import laid_out
from models.script.variables import Variables, choose_variables

INDENT = "    "
LEAST_REPETITIONS = 3
LEAST_HEADED = 3
_ENDING_NUMBER = re.compile(r"(.*?)([1-9]\d*|0)$")


def function_lines(function: Function) -> list[str]:
    """Return the definition of a function."""
    variables = choose_variables(function.statements, function.entries, function.results, {})
    parameters = [*(variables[entry] for entry in function.entries), *function.parameters, "name"]
    lines = laid_out("", f"def {function.name}", parameters)
    lines[-1] += ":"
    lines.append(f'{INDENT}"""Return a block such as {function.example}."""')
    lines.extend(statement_lines(function.statements, variables, is_relative=True))
    return [*lines, f"{INDENT}return {', '.join(variables[result] for result in function.results)}"]


def statement_lines(statements: Sequence[Statement], variables: Variables, *, is_relative: bool) -> list[str]:
    """Return statements as lines, repeated calls as loops, and a comment where a block of the graph begins.

    Args:
        statements: in order.
        variables: of their values.
        is_relative: whether names stand behind the parameter ``name``.
    """
    lines: list[str] = []
    headings = {} if is_relative else _headings(statements)
    position = 0
    while position < len(statements):
        statement = statements[position]
        lines.extend(headings.get(position, ()))
        repeated = _repeated(statements, position, variables)
        if repeated >= LEAST_REPETITIONS:
            lines.extend(_loop(statement, repeated, variables, is_relative=is_relative))
        else:
            repeated = 1
            lines.extend(_written(statement, variables, _name(statement.name, is_relative=is_relative), INDENT))
        position += repeated
    return lines


def _headings(statements: Sequence[Statement]) -> dict[int, tuple[str, ...]]:
    """Return what stands before the lines where blocks of the graph begin; small blocks are run together."""
    blocks = [statement.block.split("/")[0] for statement in statements]
    starts = [index for index, block in enumerate(blocks) if index == 0 or block != blocks[index - 1]]
    found: dict[int, tuple[str, ...]] = {}
    was_large = True
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        is_large = bool(blocks[start]) and end - start >= LEAST_HEADED
        if is_large:
            found[start] = ("", f"{INDENT}# {blocks[start]}")
        elif was_large and start:
            found[start] = ("",)
        was_large = is_large
    return found


def _repeated(statements: Sequence[Statement], position: int, variables: Variables) -> int:
    """Return how many calls from here on make the same of the last value, with names that count."""
    first = statements[position]
    match = _ENDING_NUMBER.fullmatch(first.name)
    if first.call.is_layer or match is None or not first.sources or _places(first, variables) is None:
        return 1
    stem, number = match[1], int(match[2])
    length = 1
    for statement in statements[position + 1 :]:
        is_next = statement.call == first.call and statement.name == f"{stem}{number + length}"
        is_chained = statement.sources == statements[position + length - 1].targets
        if not (is_next and is_chained and _places(statement, variables) == _places(first, variables)):
            break
        length += 1
    return length


def _places(statement: Statement, variables: Variables) -> tuple[str, ...] | None:
    """Return the variables of a call that reads and writes the same ones, None for another call."""
    read = tuple(variables[source] for source in statement.sources)
    return read if read == tuple(variables[target] for target in statement.targets) else None


def _loop(statement: Statement, repeated: int, variables: Variables, *, is_relative: bool) -> Iterator[str]:
    match = _ENDING_NUMBER.fullmatch(statement.name)
    stem, number = (match[1], int(match[2])) if match else (statement.name, 1)
    prefix = "{name}" if is_relative else ""
    yield f"{INDENT}for number in range({number}, {number + repeated}):"
    yield from _written(statement, variables, f'f"{prefix}{stem}{{number}}"', INDENT * 2)


def _name(name: str, *, is_relative: bool) -> str:
    if not is_relative:
        return literal(name)
    return f'f"{{name}}{name}"' if name else "name"


def _written(statement: Statement, variables: Variables, name: str, indent: str) -> list[str]:
    """Return one statement, broken where it is too long."""
    call = statement.call
    targets = ", ".join(variables[target] for target in statement.targets)
    sources = [variables[source] for source in statement.sources]
    if call.kept is not None:
        return _kept(statement, call.kept, targets, sources, indent)
    if statement.is_called_again:
        return laid_out(indent, f"{targets} = {_layer_variable(statement.shares)}", [_applied(call, sources)])
    arguments = [*_arguments(call), f"name={name}"]
    if not call.is_layer:
        return laid_out(indent, f"{targets} = {call.function}", [*sources, *arguments])
    if statement.shares:
        layer = _layer_variable(statement.shares)
        made = laid_out(indent, f"{layer} = {call.function}", arguments)
        return [*made, *laid_out(indent, f"{targets} = {layer}", [_applied(call, sources)])]
    return laid_out(indent, f"{targets} = {call.function}", arguments, _applied(call, sources))


def _kept(statement: Statement, kept: Kept, targets: str, sources: Sequence[str], indent: str) -> list[str]:
    """Return the lines that make a kept layer, unless that is done, and call it."""
    name = statement.shares or statement.name
    layer = _layer_variable(name)
    made = [] if statement.is_called_again else kept_layer_lines(indent, layer, kept, name)
    return [*made, f"{indent}{targets} = {kept_call(layer, kept, sources)}"]


def _layer_variable(name: str) -> str:
    """Return the variable of a layer that is called several times."""
    cleaned = re.sub(r"\W", "_", name).strip("_").lower()
    return f"layer_{cleaned}"


def _applied(call: Call, sources: Sequence[str]) -> str:
    joined = ", ".join(sources)
    return f"[{joined}]" if len(sources) > 1 and call.takes_list else joined


def _arguments(call: Call) -> list[str]:
    """Return the arguments that differ from Keras' defaults."""
    return [_argument(argument) for argument in call.arguments if argument.is_written]


def _argument(argument: Argument) -> str:
    value = literal(argument.value)
    return value if argument.is_positional else f"{argument.name}={value}"


def own_files(statements: Sequence[Statement]) -> set[str]:
    """Return the files of ``models/layers`` that define layers and functions in these lines."""
    values = [argument.value for line in statements for argument in line.call.arguments]
    named = {value.own_file for value in values if isinstance(value, Code)}
    return ({line.call.own_file for line in statements} | named) - {""}
