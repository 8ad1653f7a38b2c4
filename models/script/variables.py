"""Chooses variables for the values of a function's lines."""

from collections.abc import Iterator, Sequence
from itertools import count

from models.script.calls import Statement

LETTERS = ("x", "y", "z", "u", "v", "w")
Variables = dict[str, str]
"""The variable of every value."""


def choose_variables(
    statements: Sequence[Statement], entries: Sequence[str], results: Sequence[str], fixed: Variables
) -> Variables:
    """Return a variable for every value; one that is not read any more gives its variable to the next.

    Args:
        statements: lines, in order.
        entries: values that exist before the first line.
        results: values that are needed after the last line.
        fixed: variables of some values, which are never used again.
    """
    ends = {source: index for index, line in enumerate(statements) for source in line.sources}
    ends |= {result: len(statements) for result in results}
    chosen = dict(fixed)
    owners: dict[str, str] = {}
    for value in entries:
        if value not in chosen:
            owners[_free(owners)] = value
            chosen[value] = next(name for name, owner in owners.items() if owner == value)
    for index, line in enumerate(statements):
        owners = {name: value for name, value in owners.items() if ends.get(value, -1) > index}
        for target in line.targets:
            if target not in chosen:
                name = _inherited(line, chosen, owners, fixed) or _free(owners)
                owners[name], chosen[target] = target, name
    return chosen


def _inherited(line: Statement, chosen: Variables, owners: Variables, fixed: Variables) -> str:
    """Return the variable of the first source that ends here."""
    names = (chosen[source] for source in line.sources if source not in fixed)
    return next((name for name in names if name not in owners), "")


def _free(owners: Variables) -> str:
    return next(name for name in _names() if name not in owners)


def _names() -> Iterator[str]:
    yield from LETTERS
    yield from (f"value{number}" for number in count(len(LETTERS) + 1))
