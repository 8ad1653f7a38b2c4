"""Opens Fovea's window, or runs one of its commands; sets up what is missing first.

    python3 main.py                  the window; without a display: "Try it" in the terminal
    python3 main.py PATH...          the window on a dataset, on pictures, a run or a .keras file
    python3 main.py COMMAND ...      one of the commands that `python3 main.py --help` lists
    python3 main.py test             the tests; further arguments go to pytest

Until the packages are there, only the standard library is used.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
MOST_TEST_WORKERS = 4  # each takes 2 GB where networks learn


def main(arguments: list[str]) -> int:
    """Set up what is missing, then do what the arguments say; the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        print(
            f"Fovea cannot start. Received: Python {sys.version.split()[0]}. Install Python 3.11 or newer.",
            file=sys.stderr,
        )
        return 1
    from bootstrap.console import SetupError

    try:
        set_up(arguments)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return run(arguments)


def set_up(arguments: list[str]) -> None:
    """Return when this process can import all packages; otherwise go on in an environment that has them.

    Where all is there, this costs a few milliseconds: the window has to be usable within a second.
    """
    from bootstrap.environment import Environment, install, is_usable_here, start_again_in

    is_test = arguments[:1] == ["test"]
    environment = Environment(ROOT, "requirements-dev.txt" if is_test else "requirements.txt")
    if is_usable_here(environment):
        return
    if not environment.is_complete():
        from bootstrap.system_libraries import missing_needs, provide, provide_venv

        provide_venv()
        provide(missing_needs())
        install(environment)
    start_again_in(environment, arguments)


def run(arguments: list[str]) -> int:
    """Do what the arguments say; the packages are there."""
    match arguments:
        case []:
            return open_window([])
        case ["engine"]:
            from engine.cli.engine import engine

            engine()  # first of all it claims stdin and stdout, before any other import
            return 0
        case ["test", *rest]:
            return run_tests(rest)
        case paths if are_paths(paths):
            return open_window([Path(path).resolve() for path in paths])
    from engine.cli.app import run_command

    return run_command(arguments)


def are_paths(arguments: list[str]) -> bool:
    """Whether the arguments are things to open; a command's name comes first."""
    from engine.cli.commands import COMMANDS

    return arguments[0] not in COMMANDS and all(Path(argument).exists() for argument in arguments)


def open_window(paths: list[Path]) -> int:
    """Show the window; without a display say so, and do the main job in the terminal."""
    from bootstrap.display import has_display

    if not has_display(os.environ):
        return go_without_window(paths)
    provide_libraries()
    from gui.app import main as show

    return show(paths)


def go_without_window(paths: list[Path]) -> int:
    """Run "Try it" in the terminal, or say which command looks at the first path."""
    from bootstrap.console import say

    if paths:
        say(f"Cannot open the window. Received: no display. Run python3 main.py data inspect {paths[0]}, or --help.")
        return 1
    say("There is no display, so this runs “Try it” in the terminal; python3 main.py --help lists the commands.")
    from engine.cli.app import run_command

    return run_command(["try-it", "fovea-output"])


def run_tests(arguments: list[str]) -> int:
    """Run pytest in the repository, without a display; all tests in several processes, as many of them wait a lot."""
    provide_libraries()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    workers = min(os.cpu_count() or 1, MOST_TEST_WORKERS)
    # Whole files, as their tests share what is costly to make; in the order of names, since the slowest come first.
    chosen = arguments or ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]
    return subprocess.call([sys.executable, "-m", "pytest", *chosen], cwd=ROOT, env=environment)


def provide_libraries() -> None:
    """Look for Qt's system libraries, some milliseconds; install them or say how."""
    from bootstrap.system_libraries import missing_needs, provide

    provide(missing_needs())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
