"""Finds blocks with equal structure and makes one function of each kind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from keyword import iskeyword

from models.script.calls import Argument, Call, Statement
from models.script.layer_calls import layer_calls
from models.script.parameters import Parameters, find_parameters
from models.script.regions import Region, Regions

LEAST_STATEMENTS = 3
MOST_PARAMETERS = 10
_RESERVED = re.compile(r"build|name|keras|layers|ops|np|[a-z]|inputs?\d*|value\d*|layer_\w+|number")
"""Names that mean something else in a script."""
_NUMBERS = re.compile(r"\d+[a-z]?$")


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the script.

    Attributes:
        name: of the function.
        parameters: names of what differs between the blocks.
        entries: values that it gets.
        statements: its lines; layer names are written behind the parameter ``name``.
        results: values that it returns.
        example: path of the first block it makes.
    """

    name: str
    parameters: tuple[str, ...]
    entries: tuple[str, ...]
    statements: tuple[Statement, ...]
    results: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of one block, and what all lines' names begin with."""

    region: Region
    statements: tuple[Statement, ...]
    entries: tuple[str, ...]
    results: tuple[str, ...]
    prefix: str


@dataclass(slots=True)
class Outline:
    """A graph as statements and the functions they call.

    Attributes:
        statements: lines of ``build``.
        functions: in the order of their definitions.
    """

    statements: tuple[Statement, ...] = ()
    functions: list[Function] = field(default_factory=list)


def outline(regions: Regions) -> Outline:
    """Return the lines that make the graph of ``regions``, with functions for repeated blocks."""
    found = Outline()
    calls: dict[str, Statement] = {}
    for level in regions.by_height():
        bodies = [body for body in (_body(regions, region, calls) for region in level) if body is not None]
        for alike in sorted(_groups(bodies), key=_length):
            _add_function(found, calls, alike)
    found.statements = _with_shared_layers(_statements(regions, regions.by_path[""], calls))
    return found


def _with_shared_layers(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the lines so that the first use of a shared layer makes it."""
    made: set[str] = set()
    lines = []
    for line in statements:
        if not line.shares:
            lines.append(line)
        elif line.shares in made:
            lines.append(replace(line, is_called_again=True))
        else:
            made.add(line.shares)
            lines.append(replace(line, name=line.shares))
    return tuple(lines)


def _statements(regions: Regions, region: Region, calls: dict[str, Statement]) -> list[Statement]:
    """Return the lines of a region; a block that became a function is one line."""
    lines: list[Statement] = []
    for item in region.items:
        path = item[:-1]
        if not item.endswith("/"):
            lines.extend(_node_statements(regions, item))
        elif path in calls:
            lines.append(calls[path])
        else:
            lines.extend(_statements(regions, regions.by_path[path], calls))
    return lines


def _node_statements(regions: Regions, name: str) -> list[Statement]:
    node = regions.node(name)
    owner = regions.owner_of_weights(name)
    calls = layer_calls(node.operation)
    value, lines = node.inputs, []
    for index, call in enumerate(calls):
        is_last = index == len(calls) - 1
        target = (name if is_last else f"{name}{call.ending}",)
        lines.append(
            Statement(
                call,
                value,
                target,
                f"{name}{call.ending}",
                node.block,
                shares=f"{owner}{call.ending}" if owner else "",
            )
        )
        value = target
    return lines


def _body(regions: Regions, region: Region, calls: dict[str, Statement]) -> Body | None:
    """Return the lines of a block that can be a function, None for another one."""
    statements = tuple(_statements(regions, region, calls))
    results = regions.leaving(region)
    prefix = _prefix(region.path, [statement.name for statement in statements])
    if not region.is_closed or not results or prefix is None or len(statements) < LEAST_STATEMENTS:
        return None
    made = {target for statement in statements for target in statement.targets}
    entries = dict.fromkeys(source for line in statements for source in line.sources if source not in made)
    return Body(region, statements, tuple(entries), results, prefix)


def _prefix(path: str, names: Sequence[str]) -> str | None:
    """Return what all names begin with, at a word's end; None where there is nothing."""
    for candidate in (path.replace("/", "_"), path.split("/")[-1], _common_words(names)):
        if candidate and all(name == candidate or name.startswith(f"{candidate}_") for name in names):
            return candidate
    return None


def _common_words(names: Sequence[str]) -> str:
    words = [name.split("_") for name in names]
    shared = []
    for group in zip(*words, strict=False):
        if len(set(group)) > 1:
            break
        shared.append(group[0])
    return "_".join(shared)


def _groups(bodies: Sequence[Body]) -> list[list[Body]]:
    groups: dict[object, list[Body]] = {}
    for body in bodies:
        groups.setdefault(_structure(body), []).append(body)
    return [group for group in groups.values() if len(group) > 1]


def _length(alike: Sequence[Body]) -> int:
    """Return the number of lines; the shortest of several similar blocks gets the plainest name."""
    return len(alike[0].statements)


def _structure(body: Body) -> object:
    """Return what two blocks must share to be made by one function."""
    places = {name: f"in {index}" for index, name in enumerate(body.entries)}
    lines = []
    for statement in body.statements:
        call = statement.call
        keywords = tuple(argument.name for argument in call.arguments)
        sources = tuple(places[source] for source in statement.sources)
        lines.append((call.function, call.takes_list, keywords, sources, statement.name[len(body.prefix) :]))
        for target in statement.targets:
            places[target] = f"value {len(places)}"
    return len(body.entries), tuple(lines), tuple(places[result] for result in body.results)


def _add_function(found: Outline, calls: dict[str, Statement], alike: Sequence[Body]) -> None:
    """Define the function of blocks that are alike, and note the call for each of them."""
    first = alike[0]
    parameters = find_parameters([body.statements for body in alike], first.prefix)
    if len(parameters.names) > MOST_PARAMETERS:
        return
    name = _free_name(first, parameters, found.functions)
    statements = tuple(
        replace(line, name=line.name[len(first.prefix) :]) for line in parameters.substitute(first.statements)
    )
    function = Function(name, parameters.names, first.entries, statements, first.results, first.region.path)
    found.functions.append(function)
    for index, body in enumerate(alike):
        values = zip(parameters.names, parameters.values(index), strict=True)
        call = Call(name, tuple(Argument(keyword, value) for keyword, value in values), is_layer=False)
        calls[body.region.path] = Statement(call, body.entries, body.results, body.prefix, body.region.path)


def _free_name(body: Body, parameters: Parameters, functions: Sequence[Function]) -> str:
    """Return a name for a block's function: "block" of "stage2/block1", "residual_block" where it adds its input."""
    words = re.sub(r"\W", "_", body.region.path.split("/")[-1]).strip("_").lower()
    plain = _NUMBERS.sub("", words).strip("_") or "block"
    if plain == "block" and any(line.call.function == "layers.Add" for line in body.statements):
        plain = "residual_block"
    if not plain.isidentifier() or _RESERVED.fullmatch(plain) or iskeyword(plain) or plain in parameters.names:
        plain = f"{plain}_block" if f"{plain}_block".isidentifier() else "block"
    taken = {function.name: function for function in functions}
    if plain not in taken:
        return plain
    candidates = (f"{plain}_with{ending}" for ending in _new_endings(body, taken[plain]))
    numbered = (f"{plain}{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (*candidates, *numbered) if name not in taken and name.isidentifier())


def _new_endings(body: Body, other: Function) -> list[str]:
    """Return the endings of names that this block has and the other function has not."""
    known = {line.name for line in other.statements}
    endings = (line.name[len(body.prefix) :] for line in body.statements)
    return [ending for ending in endings if ending not in known][:1]
