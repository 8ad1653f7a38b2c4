"""Missing libraries lead to the one command of the distribution."""

import importlib.util
import subprocess

import pytest

from bootstrap import system_libraries
from bootstrap.console import SetupError
from bootstrap.system_libraries import NEEDS, Need, installation_command, missing_needs, provide, provide_venv

ABSENT = Need("libdoesnotexist.so.9", "libnew9t64|libnew9", "new-libs", "new")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Commands that would have been run."""
    lines: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        lines.append(command)
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    return lines


def test_only_what_cannot_be_loaded_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries.sys, "platform", "linux")
    monkeypatch.setattr(system_libraries, "NEEDS", (Need("libc.so.6", "libc6", "glibc", "glibc"), ABSENT))

    assert missing_needs() == [ABSENT]


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("apt-get", "sudo apt-get install -y libnew9"),
        ("dnf", "sudo dnf install -y new-libs"),
        ("pacman", "sudo pacman -S --needed new"),
        ("", ""),
    ],
)
def test_each_distribution_gets_its_command(tool: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "_package_tool", lambda: tool)

    assert installation_command([ABSENT]) == command


def test_a_package_is_named_once() -> None:
    from_libxcb = [need for need in NEEDS if need.pacman == "libxcb"]

    names = [need.apt for need in NEEDS]

    assert len(from_libxcb) > 1
    assert len(set(names)) == len(names)


def test_root_on_debian_installs_the_name_that_the_release_knows(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_libraries, "_may_install", lambda: True)
    monkeypatch.setattr(system_libraries, "_is_known", lambda name: name == "libnew9")

    provide([ABSENT])

    assert [line[:2] for line in calls] == [["apt-get", "update"], ["apt-get", "install"]]
    assert calls[1][-1] == "libnew9"


def test_others_are_told_the_command_and_nothing_is_installed(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "_may_install", lambda: False)
    monkeypatch.setattr(system_libraries, "_package_tool", lambda: "dnf")

    provide([ABSENT])

    assert calls == []
    assert "sudo dnf install -y new-libs" in capsys.readouterr().err


def test_a_python_without_venv_is_told_to_whom_it_may_concern(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(system_libraries, "_may_install", lambda: False)
    monkeypatch.setattr(system_libraries, "_package_tool", lambda: "apt-get")

    with pytest.raises(SetupError, match=r"sudo apt-get install -y python3\.\d+-venv"):
        provide_venv()
