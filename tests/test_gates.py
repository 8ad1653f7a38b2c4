"""The programs that check the code, run as tests, so that one command says whether all is well."""

import subprocess
import sys
from pathlib import Path

from tests.shared_data import REPOSITORY

LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False)


def test_the_code_passes_the_linter() -> None:
    result = _run("-m", "ruff", "check", ".")

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_code_is_formatted_as_agreed() -> None:
    result = _run("-m", "ruff", "format", "--check", ".")

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_types_fit_each_other() -> None:
    result = _run("-m", "mypy", "--no-error-summary")

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_layers_are_kept_apart() -> None:
    result = _run("-c", LINT_IMPORTS)

    assert result.returncode == 0, result.stdout + result.stderr
