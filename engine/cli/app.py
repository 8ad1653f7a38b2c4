"""The command line: finds the command, and turns errors into one sentence."""

import contextlib
import importlib
import logging
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from engine.cli.commands import COMMANDS
from engine.cli.output import stderr_for_people, stdout_for_documents
from engine.contract.errors import UserError
from engine.contract.folders import home_folder

PROGRAM = "main.py"
DESCRIPTION = "From a folder of pictures to a trained network and the reasons for its answers."
USER_ERROR = 1


class LazyGroup(TyperGroup):
    """Knows all commands from the table, and imports the module of one when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A stand-in that has the name and the summary, for ``--help``."""
        entry = COMMANDS.get(cmd_name)
        return entry and TyperCommand(cmd_name, help=entry.summary, hidden=entry.is_hidden)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command itself."""
        name, stand_in, rest = super().resolve_command(ctx, args)
        return name, load_command(str(name)) if stand_in else None, rest


app = typer.Typer(cls=LazyGroup, add_completion=False, no_args_is_help=True, help=DESCRIPTION)


@app.callback()
def _root() -> None:
    """Typer needs a callback to make a group."""


def load_command(name: str) -> Any:
    """Import a command of the table."""
    module, _, attribute = str(COMMANDS[name].target).partition(":")
    function = getattr(importlib.import_module(module), attribute)
    if isinstance(function, typer.Typer):
        group = function
    else:
        group = typer.Typer(add_completion=False)
        group.command(name=name)(function)
    return typer.main.get_command(group)


def run_command(arguments: Sequence[str]) -> int:
    """Run a command.

    Returns:
        0: done; 1: an error told in one sentence on stderr; 2: wrong usage.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(stderr_for_people())
        logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
        if "--json" in arguments:
            stack.enter_context(stdout_for_documents())
        return _run_guarded(list(arguments))


def _run_guarded(arguments: list[str]) -> int:
    try:
        typer.main.get_command(app).main(args=arguments, prog_name=PROGRAM)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USER_ERROR if end.code else 0
    except UserError as error:
        _tell(str(error))
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _tell(f"The system refused. Received: {place}{error.strerror or error}. Check path, rights and free space.")
    except Exception as error:  # the command line's main: an error of ours is a sentence, too
        _tell(f"Fovea failed by a mistake of its own. Received: {type(error).__name__}: {error}. {_log_traceback()}")
    return USER_ERROR


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _log_traceback() -> str:
    """Write the error being handled into a file, and say where it is."""
    path = home_folder() / "logs" / "command-line.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {traceback.format_exc()}\n")
    except OSError:
        return "Please report it."
    return f"Please report it with {path}."
