"""What commands print: documents on stdout, everything else on stderr."""

import json
import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from typing import Annotated, Any, TextIO

import typer

from engine.contract.folders import home_folder

JSON = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout, and nothing else there.")]
Reading = Annotated[
    str | None, typer.Option("--reading", metavar="KEY", help="Which of several ways to read it; inspect lists them.")
]
OnProgress = Callable[[str, int, int], None]
LONGEST_LOG_BYTES = 1 << 20

_documents: ContextVar[TextIO | None] = ContextVar("documents", default=None)


@contextmanager
def stderr_for_people() -> Iterator[None]:
    """Keep stderr for what we say: what native libraries print there goes to a log in Fovea's folder meanwhile.

    TensorFlow greets with a dozen lines that no setting silences.
    """
    sys.stderr.flush()
    kept, ours = os.dup(2), sys.stderr
    log = _open_log()
    os.dup2(log, 2)
    os.close(log)
    try:
        if ours.fileno() == 2:
            sys.stderr = os.fdopen(os.dup(kept), "w", buffering=1, encoding=ours.encoding, errors="backslashreplace")
        yield
    finally:
        sys.stderr.flush()
        sys.stderr = ours
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def stdout_for_documents() -> Iterator[None]:
    """Keep stdout for documents: what libraries print there, also from C, goes to stderr meanwhile."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        with os.fdopen(os.dup(kept), "w", encoding="utf-8") as stream, redirect_stdout(sys.stderr):
            token = _documents.set(stream)
            yield
            _documents.reset(token)
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def print_document(document: Any, *, as_json: bool, render: Callable[[Any], Any]) -> None:
    """Print a result.

    Args:
        document: mappings, sequences, strings and numbers, in the shape of the command line's contract; numbers that
            are not finite are printed as null.
        as_json: print it as JSON.
        render: makes something that rich can print (a string, a table, a group) of the document for people.
    """
    if as_json:
        stream = _documents.get() or sys.stdout
        stream.write(json.dumps(_without_infinities(document), indent=1, ensure_ascii=False) + "\n")
        stream.flush()
        return
    from rich.console import Console

    Console(highlight=False, markup=False).print(render(document))


@contextmanager
def progress_bar() -> Iterator[OnProgress]:
    """A progress bar on stderr; its function takes what is done, how much of it, and the total (0: unknown)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=None)
            progress.update(tasks[what], completed=done, total=total or None)

        yield show


def _open_log() -> int:
    """A file to write to at its end; it starts afresh when it has become long."""
    path = home_folder() / "logs" / "native.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_long = path.exists() and path.stat().st_size > LONGEST_LOG_BYTES
        return os.open(path, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if is_long else os.O_APPEND), 0o644)
    except OSError:
        return os.open(os.devnull, os.O_WRONLY)


def _without_infinities(value: Any) -> Any:
    """The same with None for NaN and infinities, which JSON does not have."""
    match value:
        case float() if not math.isfinite(value):
            return None
        case Mapping():
            return {str(key): _without_infinities(entry) for key, entry in value.items()}
        case str():
            return value
        case Sequence():
            return [_without_infinities(entry) for entry in value]
    return value
