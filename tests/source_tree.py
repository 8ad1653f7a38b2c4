"""The repository's Python files, read once as syntax trees."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.shared_data import REPOSITORY

PACKAGES = ("models", "engine", "gui", "bootstrap", "benchmarks", "tests")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file: its path relative to the repository, its text and its tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.path.parts[0]

    @property
    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    @property
    def classes(self) -> list[ast.ClassDef]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef)]

    @property
    def calls(self) -> list[ast.Call]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]

    def place(self, node: ast.expr | ast.stmt | ast.excepthandler) -> str:
        """Path and line, as an editor opens it."""
        return f"{self.path}:{node.lineno}"

    def code(self) -> str:
        """The text without comments and strings, one space between tokens."""
        hidden = {tokenize.COMMENT, tokenize.STRING, tokenize.NL, tokenize.NEWLINE}
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return " ".join(token.string for token in tokens if token.type not in hidden)


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the program, its tests and its benchmarks."""
    paths = [REPOSITORY / "main.py"] + [path for name in PACKAGES for path in (REPOSITORY / name).rglob("*.py")]
    return tuple(_read(path) for path in sorted(paths) if path.exists())


def program() -> Iterator[Source]:
    """The files that are run by a user."""
    return (source for source in sources() if source.package not in ("tests", "benchmarks"))


def window() -> Iterator[Source]:
    """The files of ``gui``."""
    return (source for source in sources() if source.package == "gui")


def length(node: Function | ast.ClassDef) -> int:
    """Lines from the first decorator's end to the last statement."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(REPOSITORY), text, ast.parse(text))
