"""Commands are found in the table; errors are one sentence and a code."""

import importlib
import subprocess
import sys
from types import ModuleType

import pytest

from engine.cli import commands
from engine.cli.app import load_command, run_command
from engine.cli.commands import COMMANDS, CommandEntry
from engine.contract.errors import UserError
from tests.shared_data import REPOSITORY


@pytest.fixture
def failing_command(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A command "fail" whose function a test replaces."""
    module = ModuleType("failing_command")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(commands.COMMANDS, "fail", CommandEntry("failing_command:fail", "Fails."))
    return module


@pytest.mark.parametrize("name", [name for name, entry in COMMANDS.items() if entry.target])
def test_every_command_of_the_table_is_there(name: str) -> None:
    command = load_command(name)

    assert command.help, f"{name} has no docstring that says what it does"


def test_help_lists_the_commands_without_importing_them() -> None:
    script = (
        "import sys; from engine.cli.app import run_command; run_command(['--help']);"
        "sys.exit(any(name.startswith('engine.cli.train') for name in sys.modules))"
    )

    result = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert result.returncode == 0
    assert "doctor" in result.stdout
    assert "try-it" not in result.stdout


def test_a_users_error_is_one_sentence_and_code_1(
    failing_command: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise UserError("Cannot read labels. Received: a.csv.", "Add the class.")

    failing_command.fail = fail

    code = run_command(["fail"])

    assert code == 1
    assert capfd.readouterr() == ("", "Cannot read labels. Received: a.csv. Add the class.\n")


def test_a_refusal_of_the_system_names_the_file(failing_command: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise PermissionError(13, "Permission denied", "/locked/file")

    failing_command.fail = fail

    code = run_command(["fail"])

    assert code == 1
    assert "Received: /locked/file: Permission denied." in capfd.readouterr().err


def test_a_mistake_of_ours_shows_no_traceback_but_keeps_it(
    failing_command: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("by zero")

    failing_command.fail = fail

    code = run_command(["fail"])

    folders = importlib.import_module("engine.contract.folders")
    log = folders.home_folder() / "logs" / "command-line.txt"
    error = capfd.readouterr().err
    assert code == 1
    assert "Traceback" not in error
    assert str(log) in error
    assert "ZeroDivisionError: by zero" in log.read_text()


def test_an_unknown_command_is_wrong_usage(capfd: pytest.CaptureFixture[str]) -> None:
    code = run_command(["fly"])

    assert code == 2
    assert "fly" in capfd.readouterr().err


def test_with_json_stdout_is_kept_for_the_document(
    failing_command: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    from engine.cli.output import JSON, print_document

    def fail(as_json: JSON = False) -> None:
        sys.stdout.write("chatter of a library\n")
        print_document({"value": float("nan")}, as_json=as_json, render=str)

    failing_command.fail = fail

    code = run_command(["fail", "--json"])

    captured = capfd.readouterr()
    assert code == 0
    assert captured.out == '{\n "value": null\n}\n'
    assert "chatter" in captured.err


def test_native_chatter_does_not_reach_the_user() -> None:
    script = (
        "import os, sys; from engine.cli import app;"
        "app._run_guarded = lambda _: (os.write(2, b'native greeting\\n'), print('a sentence', file=sys.stderr))[0];"
        "app.run_command([]); os.write(2, b'after\\n')"
    )

    result = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True)

    assert result.stderr == "a sentence\nafter\n"
