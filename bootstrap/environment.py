"""The Python environment beside main.py: whether it is complete, and making it so.

An interrupted installation is found by its mark, which is written first and removed last; a change of the
requirements by their digest in the stamp.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bootstrap.console import SetupError, say

MODULES = {
    "import-linter": "importlinter",
    "pillow": "PIL",
    "pyside6-essentials": "PySide6",
    "pytest-qt": "pytestqt",
    "pytest-xdist": "xdist",
    "pyyaml": "yaml",
    "scikit-learn": "sklearn",
}


@dataclass(frozen=True)
class Environment:
    """The folder ``.venv`` beside ``main.py`` and what it has to contain.

    Attributes:
        root: folder of ``main.py``.
        requirements: name of the requirements file, beside ``main.py``.
    """

    root: Path
    requirements: str = "requirements.txt"

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def mark(self) -> Path:
        """Exists while an installation is under way, and after one that was interrupted."""
        return self.folder / "fovea-installing"

    @property
    def stamp(self) -> Path:
        """Holds the digest of the requirements that were installed."""
        return self.folder / f"fovea-{self.requirements}.installed"

    def is_active(self) -> bool:
        """Whether this very process runs in it."""
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def is_complete(self) -> bool:
        """Whether everything was installed to the end; costs reading three small files."""
        try:
            return self.stamp.read_text() == self.digest() and self.python.exists() and not self.mark.exists()
        except OSError:
            return False

    def with_included(self) -> list["Environment"]:
        """This environment, and as what else it is complete: one for the tests is one for the program, too."""
        return [Environment(self.root, name) for name in self._files()]

    def digest(self) -> str:
        """What identifies the requirements, those they include, and the Python they are for."""
        text = "".join((self.root / name).read_text() for name in self._files())
        return hashlib.sha256(f"{sys.version_info[:2]}{text}".encode()).hexdigest()

    def missing_packages(self) -> list[str]:
        """Required packages that this process cannot import; looks for them without importing."""
        lines = [line for name in self._files() for line in (self.root / name).read_text().splitlines()]
        names = sorted({match.group() for line in lines if (match := re.match(r"[a-z][\w-]*", line))})
        return [name for name in names if importlib.util.find_spec(MODULES.get(name, name.replace("-", "_"))) is None]

    def _files(self) -> list[str]:
        included = re.findall(r"^-r (\S+)", (self.root / self.requirements).read_text(), re.MULTILINE)
        return [self.requirements, *included]


def is_usable_here(environment: Environment) -> bool:
    """Whether this process has all packages: in the complete environment, or in one that the user keeps."""
    if environment.is_active():
        return environment.is_complete() or _is_kept_by_hand(environment)
    return not environment.missing_packages()


def install(environment: Environment) -> None:
    """Make the environment complete.

    Raises:
        SetupError: the packages could not be installed; the next start tries again.
    """
    if environment.mark.exists() or not _works(environment):
        shutil.rmtree(environment.folder, ignore_errors=True)
    if not environment.folder.exists():
        say(f"Making an environment for Fovea's packages in {environment.folder}.")
        _run([sys.executable, "-m", "venv", "--without-pip", str(environment.folder)], "make the environment")
        environment.mark.touch()
        _run([str(environment.python), "-m", "ensurepip", "--default-pip"], "install pip", is_quiet=True)
    environment.mark.touch()
    say(f"Installing {environment.requirements} into it. The first time, this takes some minutes.")
    command = [str(environment.python), "-m", "pip", "install", "--disable-pip-version-check", "--prefer-binary"]
    _run([*command, "-r", str(environment.root / environment.requirements)], "install the packages")
    for installed in environment.with_included():
        installed.stamp.write_text(installed.digest())
    environment.mark.unlink()
    say("All packages are installed.")


def start_again_in(environment: Environment, arguments: list[str]) -> None:
    """Replace this process by the same program inside the environment; never returns."""
    command = [str(environment.python), str(environment.root / "main.py"), *arguments]
    if sys.platform == "win32":  # execv there returns to the shell before the program ends
        sys.exit(subprocess.call(command))
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)


def _is_kept_by_hand(environment: Environment) -> bool:
    """An environment without mark and stamp was made by somebody who knows; it is only looked at."""
    return not environment.mark.exists() and not environment.stamp.exists() and not environment.missing_packages()


def _works(environment: Environment) -> bool:
    try:
        check = subprocess.run([str(environment.python), "-m", "pip", "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return check.returncode == 0


def _run(command: list[str], what: str, *, is_quiet: bool = False) -> None:
    """Run with its output on stderr: stdout belongs to the program that starts afterwards."""
    code = subprocess.call(command, stdout=subprocess.DEVNULL if is_quiet else sys.stderr)
    if code != 0:
        raise SetupError(
            f"Cannot {what}. Received: exit code {code} of {' '.join(command)}.",
            "Read the lines above, check the network and free disk space (3 GB), and start again.",
        )
