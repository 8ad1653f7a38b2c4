"""The door: what an argument opens, and that setting up comes first only where something is missing."""

import sys
from pathlib import Path

import pytest

import main
from bootstrap import display
from engine.cli import app


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[list[Path]]:
    """What the window was opened on, each time."""
    times: list[list[Path]] = []

    def open_window(paths: list[Path]) -> int:
        times.append(paths)
        return 0

    monkeypatch.setattr(main, "open_window", open_window)
    return times


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that were run."""
    lines: list[list[str]] = []

    def run_command(arguments: list[str]) -> int:
        lines.append(arguments)
        return 0

    monkeypatch.setattr(app, "run_command", run_command)
    return lines


def test_without_arguments_the_window_opens(opened: list[list[Path]]) -> None:
    main.run([])

    assert opened == [[]]


def test_a_path_opens_the_window_on_it(opened: list[list[Path]], tmp_path: Path) -> None:
    main.run([str(tmp_path)])

    assert opened == [[tmp_path]]


def test_a_command_comes_before_a_folder_of_its_name(
    commands: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").mkdir()
    monkeypatch.chdir(tmp_path)

    main.run(["models"])

    assert commands == [["models"]]


def test_anything_else_goes_to_the_command_line(commands: list[list[str]]) -> None:
    main.run(["data", "inspect", "photos"])

    assert commands == [["data", "inspect", "photos"]]


def test_without_display_try_it_runs_in_the_terminal(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(display, "has_display", lambda environment: False)

    main.run([])

    assert commands == [["try-it", "fovea-output"]]
    assert "There is no display" in capsys.readouterr().err


def test_without_display_a_path_is_answered_with_the_command_for_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(display, "has_display", lambda environment: False)

    code = main.run([str(tmp_path)])

    assert code == 1
    assert f"data inspect {tmp_path}" in capsys.readouterr().err


def test_arguments_of_test_go_to_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(main.subprocess, "call", lambda command, **_: called.append(command) or 0)
    monkeypatch.setattr(main, "provide_libraries", lambda: None)

    main.run(["test", "-k", "graph"])

    assert called == [[sys.executable, "-m", "pytest", "-k", "graph"]]


@pytest.mark.parametrize(("cores", "workers"), [(None, "1"), (2, "2"), (64, "4")])
def test_all_tests_run_in_a_process_for_each_core_but_not_in_too_many(
    cores: int | None, workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(main.subprocess, "call", lambda command, **_: called.append(command) or 0)
    monkeypatch.setattr(main, "provide_libraries", lambda: None)
    monkeypatch.setattr(main.os, "cpu_count", lambda: cores)

    main.run(["test"])

    assert called[0][3:7] == ["-n", workers, "--dist", "loadfile"]


def test_an_old_python_is_told_which_one_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "OLDEST_PYTHON", (99, 0))

    code = main.main([])

    assert code == 1
    assert "Received: Python 3." in capsys.readouterr().err


def test_where_all_packages_are_there_nothing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    from bootstrap import environment

    monkeypatch.setattr(environment, "install", lambda *_: pytest.fail("installed"))
    monkeypatch.setattr(environment, "start_again_in", lambda *_: pytest.fail("started again"))

    main.set_up(["test"])
