"""The doctor names what is there, what is missing, and what to do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap import system_libraries
from engine.cli import health
from engine.cli.app import run_command
from engine.cli.doctor import describe, examine
from engine.cli.health import EngineHealth, check_engine, check_folders, check_qt
from tests.shared_data import REPOSITORY

HEALTHY_ENGINE = EngineHealth({"keras": "3.15", "backend": "tensorflow", "tensorflow": "2.21"}, (), ())


def test_the_document_has_the_shape_of_the_contract(capfd: pytest.CaptureFixture[str]) -> None:
    code = run_command(["doctor", "--json"])

    document = json.loads(capfd.readouterr().out)
    assert code == 0
    assert list(document) == [
        "ok", "python", "keras", "backend", "tensorflow", "pyside6", "devices", "qt", "problems",
    ]  # fmt: skip
    assert set(document["devices"][0]) == {"kind", "name", "memory_bytes"}
    assert document["qt"]["ok"] is True


def test_the_doctor_loads_neither_keras_nor_qt_itself() -> None:
    script = (
        "import sys; from engine.cli.doctor import examine; from engine.cli import app;"
        "sys.exit(bool({'keras', 'tensorflow', 'PySide6'} & set(sys.modules)))"
    )

    result = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, check=False)

    assert result.returncode == 0


def test_a_platform_that_qt_does_not_know_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")

    qt = check_qt()

    assert not qt.is_ok
    assert any(problem.what.startswith("Qt cannot start. Received: ") for problem in qt.problems)


def test_missing_libraries_come_with_the_exact_command(monkeypatch: pytest.MonkeyPatch) -> None:
    egl = next(need for need in system_libraries.NEEDS if need.name == "libEGL.so.1")
    monkeypatch.setattr(health, "missing_needs", lambda: [egl])
    monkeypatch.setattr(system_libraries, "_package_tool", lambda: "apt-get")

    qt = check_qt()

    assert qt.missing == ("libEGL.so.1",)
    assert qt.problems[0].fix == "sudo apt-get install -y libegl1"


def test_keras_that_cannot_start_is_a_problem_and_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "abacus")

    engine = check_engine()

    assert engine.devices == ()
    assert engine.problems[0].what.startswith("Keras cannot start. Received: ")


def test_a_folder_that_cannot_be_written_is_a_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "file" / "below"))

    problems = check_folders()

    assert problems[0].what.startswith("Cannot write where Fovea keeps its files. Received: ")
    assert "FOVEA_HOME" in problems[0].fix


def test_people_read_the_remedy_under_each_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("engine.cli.doctor.check_engine", lambda: HEALTHY_ENGINE)

    document = examine()
    text = describe(document)

    assert document["ok"] is False
    assert f"To do: {document['problems'][0]['fix']}" in text
