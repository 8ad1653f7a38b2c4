"""The environment is complete only when an installation ran to its end for these very requirements."""

import subprocess
from pathlib import Path

import pytest

from bootstrap import environment as module
from bootstrap.console import SetupError
from bootstrap.environment import Environment, install

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    (tmp_path / "requirements.txt").write_text('# why\nnumpy>=1.26\npillow>=11.0; python_version<"4"\n')
    return Environment(tmp_path)


@pytest.fixture
def commands(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Last words of the commands that were run instead of being run; ``venv`` makes a Python that answers."""
    lines: list[str] = []

    def call(command: list[str], **_: object) -> int:
        lines.append(" ".join(command[1:3]))
        environment.python.parent.mkdir(parents=True, exist_ok=True)
        environment.python.touch()
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setattr(module, "_works", lambda asked: asked.python.exists())
    return lines


def test_an_environment_that_is_not_there_is_incomplete(environment: Environment) -> None:
    assert not environment.is_complete()


def test_installing_makes_the_environment_complete(environment: Environment, commands: list[str]) -> None:
    install(environment)

    assert commands == ["-m venv", "-m ensurepip", "-m pip"]
    assert environment.is_complete()


def test_what_the_tests_need_completes_what_the_program_needs(environment: Environment, commands: list[str]) -> None:
    (environment.root / "requirements-dev.txt").write_text("-r requirements.txt\npytest\n")

    install(Environment(environment.root, "requirements-dev.txt"))

    assert environment.is_complete()


def test_every_requirement_is_known_by_the_name_of_its_module() -> None:
    """Else an environment that has all packages would be installed again at every start."""
    assert Environment(ROOT, "requirements-dev.txt").missing_packages() == []


def test_changed_requirements_are_installed_on_top(environment: Environment, commands: list[str]) -> None:
    install(environment)
    (environment.root / "requirements.txt").write_text("scipy\n")
    was_complete = environment.is_complete()
    commands.clear()

    install(environment)

    assert not was_complete
    assert commands == ["-m pip"]


def test_an_interrupted_installation_starts_afresh(environment: Environment, commands: list[str]) -> None:
    install(environment)
    environment.mark.touch()
    (environment.folder / "half-a-package").touch()
    commands.clear()

    install(environment)

    assert commands == ["-m venv", "-m ensurepip", "-m pip"]
    assert not (environment.folder / "half-a-package").exists()
    assert environment.is_complete()


def test_a_broken_environment_is_made_again(environment: Environment, commands: list[str]) -> None:
    install(environment)
    environment.python.unlink()
    commands.clear()

    install(environment)

    assert commands == ["-m venv", "-m ensurepip", "-m pip"]


def test_a_failed_installation_says_so_and_leaves_its_mark(
    environment: Environment, commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    install(environment)
    (environment.root / "requirements.txt").write_text("scipy\n")
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 1)

    with pytest.raises(SetupError, match=r"Cannot install the packages\. Received: exit code 1"):
        install(environment)

    assert environment.mark.exists()
    assert not environment.is_complete()


def test_packages_are_looked_for_under_their_import_names(environment: Environment) -> None:
    (environment.root / "requirements.txt").write_text("-r more.txt\npillow\nno-such-package>=2\n")
    (environment.root / "more.txt").write_text("pytest-qt\n")

    assert environment.missing_packages() == ["no-such-package"]


def test_the_digest_covers_included_files(environment: Environment) -> None:
    (environment.root / "requirements-dev.txt").write_text("-r requirements.txt\npytest\n")
    development = Environment(environment.root, "requirements-dev.txt")
    before = development.digest()

    (environment.root / "requirements.txt").write_text("scipy\n")

    assert development.digest() != before
