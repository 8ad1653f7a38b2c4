"""Which pictures must stay in one split: those of one folder, or whose names agree in a pattern."""

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from re import _constants, _parser  # type: ignore[attr-defined]  # the only way to see what a pattern is made of
from typing import Any

from engine.contract.config import SplitConfig
from engine.contract.errors import UserError

# Only so much of a name is looked at, and a pattern may choose among so many ways to match it: with both bounds the
# slowest pattern that is accepted takes a tenth of a second for a name, and the default one a few microseconds.
LONGEST_NAME = 100
MOST_WAYS = 2_000_000
# For all names together; a search through a million names takes about two seconds.
MOST_SECONDS = 30.0
_NAMES_BETWEEN_LOOKS = 256

_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


def group_names(paths: Sequence[str], config: SplitConfig) -> list[str]:
    """The group of each picture; pictures of one group must not be in two splits.

    Args:
        paths: relative to the dataset, with forward slashes.
        config: says by what. A picture whose name does not fit the pattern is a group of its own.

    Raises:
        UserError: the pattern is not one, or could take for ever.
    """
    match config.group_by:
        case "nothing":
            return list(paths)
        case "folder":
            return [str(PurePosixPath(path).parent) for path in paths]
        case "name":
            return list(_names(paths, compile_pattern(config.group_pattern)))


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A regular expression that is known to end soon.

    Raises:
        UserError: it is none, or it could take for ever.
    """
    try:
        compiled = re.compile(pattern)
        ways = _ways(_parser.parse(pattern))
    except (re.error, RecursionError, OverflowError) as error:
        raise UserError(
            f"The name pattern is no regular expression. Received: {pattern}: {error}.",
            r"Write one such as ^(.*?)\d+\D*$, which groups names that differ in their last number alone.",
        ) from error
    if ways > MOST_WAYS:
        raise UserError(
            f"The name pattern could take for ever. Received: {pattern}.",
            "Leave out repetitions within repetitions, and use fewer of * and +.",
        )
    return compiled


def _names(paths: Sequence[str], pattern: re.Pattern[str]) -> Iterator[str]:
    ends_at = time.monotonic() + MOST_SECONDS
    for number, path in enumerate(paths):
        if number % _NAMES_BETWEEN_LOOKS == 0 and time.monotonic() > ends_at:
            raise UserError(
                f"The name pattern takes too long. Received: {pattern.pattern}.", "Use fewer of * and + in it."
            )
        yield _name(path, pattern)


def _name(path: str, pattern: re.Pattern[str]) -> str:
    found = pattern.match(PurePosixPath(path).name[-LONGEST_NAME:])
    if found is None:
        return f"/{path}"  # no name of a group holds a slash
    part = found.group(1) if pattern.groups else found.group()
    return f"/{path}" if part is None else part


def _ways(pattern: _parser.SubPattern) -> int:
    """An upper bound of the ways in which a pattern can be laid over a name; more than ``MOST_WAYS`` where unclear."""
    ways = 1
    for operation, argument in pattern:
        ways = min(ways * _ways_of(operation, argument), MOST_WAYS + 1)
    return ways


def _ways_of(operation: Any, argument: Any) -> int:
    match operation, argument:
        case _constants.SUBPATTERN, (*_, body):
            return _ways(body)
        case _constants.BRANCH, (_, list(branches)):
            return sum(_ways(branch) for branch in branches)
        case repeat, (least, most, body) if repeat in _REPEATS:
            return _ways_of_repeat(int(least), min(int(most), LONGEST_NAME), _ways(body))
        case ((_constants.ASSERT | _constants.ASSERT_NOT), (_, body)):
            return _ways(body)
        case _constants.ATOMIC_GROUP, body:
            return _ways(body)
        case _constants.GROUPREF_EXISTS, (_, yes, no):
            return _ways(yes) + (1 if no is None else _ways(no))
    return 1


def _ways_of_repeat(least: int, most: int, body: int) -> int:
    """A repetition of something that itself has several ways has a power of them: (a+)+ takes for ever."""
    if body == 1:
        return max(1, most - least + 1)
    return MOST_WAYS + 1 if most > 1 else body + 1
