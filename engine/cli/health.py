"""What can be missing on a machine, each with its remedy; heavy libraries are asked in processes of their own.

A broken Qt or TensorFlow ends the process that loads it, and the one who asks must live to tell.
"""

import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bootstrap.display import has_display
from bootstrap.system_libraries import installation_command, missing_needs
from engine.contract.folders import cache_folder, home_folder, runs_folder

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120
LITTLE_DISK_BYTES = 2 * 1024**3
BROKEN_QT = "6.12.0"  # loses reference counts of True, False and None on CPython before 3.12
DEVICE_SCRIPT = """
import json
from engine import devices
print(json.dumps({**devices.versions(), "devices": devices.list_devices()}))
"""
QT_SCRIPT = """
import json
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
application = QApplication([])
print(json.dumps({"platform": QGuiApplication.platformName()}))
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be: ``what``, and the ``fix`` as an instruction."""

    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class QtHealth:
    """Whether a window can be made; ``missing`` names system libraries."""

    platform: str
    is_ok: bool
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class EngineHealth:
    """Versions and devices as the engine sees them; None where it cannot start."""

    versions: Mapping[str, str | None]
    devices: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]


def installed_version(package: str) -> str | None:
    """The version of a package, without importing it."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def check_engine() -> EngineHealth:
    """Start Keras as an engine does, and ask for its devices."""
    answer, reason = _ask(DEVICE_SCRIPT, os.environ)
    if answer is None:
        fix = "python3 -m pip install -r requirements.txt"
        return EngineHealth({}, (), (Problem(f"Keras cannot start. Received: {reason}.", fix),))
    devices = tuple(answer.pop("devices"))
    return EngineHealth(answer, devices, tuple(_gpu_problems(devices)))


def check_qt() -> QtHealth:
    """Make a real application object on the platform that the window would use."""
    environment = dict(os.environ)
    if not has_display(environment):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    answer, reason = _ask(QT_SCRIPT, environment)
    needs = missing_needs()
    missing = tuple(need.name for need in needs)
    problems = []
    if needs:
        fix = installation_command(needs) or "Install them with the package tool of your system."
        problems.append(Problem(f"The window needs system libraries. Received: no {', no '.join(missing)}.", fix))
    if answer is None:
        problems.append(Problem(f"Qt cannot start. Received: {reason}.", _qt_remedy(missing)))
    if installed_version("pyside6-essentials") == BROKEN_QT and sys.version_info < (3, 12):
        fix = f'python3 -m pip install "pyside6-essentials!={BROKEN_QT}"'
        problems.append(Problem(f"PySide6 {BROKEN_QT} ends at random on Python {platform.python_version()}.", fix))
    chosen = answer["platform"] if answer else environment.get("QT_QPA_PLATFORM", "")
    return QtHealth(chosen, answer is not None, missing, tuple(problems))


def check_folders() -> list[Problem]:
    """Whether Fovea can write where it keeps its things, and has room there."""
    problems = [
        problem for folder in (home_folder(), runs_folder(), cache_folder()) if (problem := _try_folder(folder))
    ]
    free = 0 if problems else shutil.disk_usage(home_folder()).free
    if not problems and free < LITTLE_DISK_BYTES:
        room = f"{free / 1024**3:.1f} GB free in {home_folder()}"
        problems.append(Problem(f"There is little room for runs. Received: {room}.", "Make room, or set FOVEA_HOME."))
    return problems


def _try_folder(folder: Path) -> Problem | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        received = f"{folder}: {error.strerror}"
        fix = "Give yourself the right to write there, or set FOVEA_HOME to another folder."
        return Problem(f"Cannot write where Fovea keeps its files. Received: {received}.", fix)


def _qt_remedy(missing: tuple[str, ...]) -> str:
    if missing:
        return "Install the system libraries named above."
    return "python3 -m pip install --force-reinstall -r requirements.txt"


def _gpu_problems(devices: tuple[Mapping[str, Any], ...]) -> list[Problem]:
    """A graphics card that the driver shows and Keras does not."""
    tool = shutil.which("nvidia-smi")
    if tool is None or any(device["kind"] == "GPU" for device in devices):
        return []
    listed = subprocess.run([tool, "-L"], capture_output=True, text=True, check=False).stdout.strip()
    if not listed.startswith("GPU"):
        return []
    fix = 'python3 -m pip install "tensorflow[and-cuda]"'
    return [Problem(f"Keras does not use the graphics card. Received: {listed.splitlines()[0]}.", fix)]


def _ask(script: str, environment: Mapping[str, str]) -> tuple[dict[str, Any] | None, str]:
    """Run a script that prints one line of JSON last.

    Returns:
        What it printed, or None; and the reason why not, the last line that it complained with.
    """
    command = [sys.executable, "-c", script]
    try:
        result = subprocess.run(
            command,
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, f"no answer within {PATIENCE_SECONDS} s"
    if result.returncode == 0:
        return json.loads(result.stdout.splitlines()[-1]), ""
    return None, (result.stderr.strip().splitlines() or [f"exit code {result.returncode}"])[-1].rstrip(".")
