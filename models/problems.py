"""What can be wrong with a graph, told at the node and edge that cause it."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

Edge = tuple[str, str]


class ProblemKind(StrEnum):
    """What is wrong, for those who propose repairs; sentences are for people."""

    RULE = "rule"
    NAME = "name"
    NAME_TWICE = "name twice"
    NO_INPUT = "no input"
    NO_OUTPUT = "no output"
    UNKNOWN_OUTPUT = "unknown output"
    UNKNOWN_SOURCE = "unknown source"
    TOO_FEW_INPUTS = "too few inputs"
    TOO_MANY_INPUTS = "too many inputs"
    SHARING = "sharing"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class GraphProblem:
    """One thing that keeps a graph from being a network.

    Attributes:
        node: the node that cannot work, or an empty string when the whole graph is meant.
        edge: (source, target) that causes it, where there is one.
        message: what is wrong, a full sentence.
        repair: what would make it right, a full sentence.
        kind: what is wrong, for those who propose repairs.
    """

    node: str
    edge: Edge | None
    message: str
    repair: str
    kind: ProblemKind = ProblemKind.RULE

    def __str__(self) -> str:
        place = f"Node '{self.node}': " if self.node else ""
        return f"{place}{self.message} {self.repair}"


class GraphError(ValueError):
    """A graph, an architecture's name or an option that cannot be used.

    Attributes:
        problems: everything that was found, the first one is the message.
    """

    def __init__(self, problems: Sequence[GraphProblem]) -> None:
        first, *others = problems
        more = f" (and {len(others)} more)" if others else ""
        super().__init__(f"{first}{more}")
        self.problems = tuple(problems)

    @property
    def message(self) -> str:
        """What is wrong, without the repair."""
        place = f"Node '{self.problems[0].node}': " if self.problems[0].node else ""
        return place + self.problems[0].message

    @property
    def hint(self) -> str:
        """What would make it right."""
        return self.problems[0].repair


class RuleError(ValueError):
    """A node type's rule that does not hold; the graph adds the place and makes it a ``GraphProblem``."""

    def __init__(self, message: str, repair: str) -> None:
        super().__init__(f"{message} {repair}")
        self.message = message
        self.repair = repair


def unknown_name(what: str, received: object, known: Iterable[str]) -> RuleError:
    """Return the error for a name that does not exist, with the closest names that do."""
    names = sorted(known)
    close = difflib.get_close_matches(str(received), names, n=3, cutoff=0.4)
    return RuleError(f"Unknown {what}. Received: {received}.", f"Choose {' or '.join(close) or ', '.join(names)}.")
