"""What Python and Qt need from the system: which of it is missing, and the one command that installs it."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bootstrap.console import SetupError, say

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


@dataclass(frozen=True)
class Need:
    """A shared library, or ``fonts``, with the packages that bring it; names separated by | are alternatives."""

    name: str
    apt: str
    dnf: str
    pacman: str


NEEDS = (
    Need("libglib-2.0.so.0", "libglib2.0-0t64|libglib2.0-0", "glib2", "glib2"),
    Need("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Need("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Need("libX11.so.6", "libx11-6", "libX11", "libx11"),
    Need("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Need("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Need("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Need("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    Need("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Need("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Need("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    Need("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Need("libxcb-shm.so.0", "libxcb-shm0", "libxcb", "libxcb"),
    Need("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    Need("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
    Need("libwayland-client.so.0", "libwayland-client0", "libwayland-client", "wayland"),
    Need("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland"),
    Need("fonts", "fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu"),
)


def missing_needs() -> list[Need]:
    """What Qt's window needs and this system lacks; always empty outside Linux, where Qt's wheels bring all."""
    if not sys.platform.startswith("linux"):
        return []
    return [need for need in NEEDS if not _is_there(need)]


def installation_command(needs: Sequence[Need]) -> str:
    """The exact command for this distribution; empty where its package tool is unknown."""
    tool = _package_tool()
    packages = {
        "apt-get": lambda need: need.apt.split("|")[-1],
        "dnf": lambda need: need.dnf,
        "pacman": lambda need: need.pacman,
    }
    if tool not in packages:
        return ""
    names = " ".join(dict.fromkeys(packages[tool](need) for need in needs))
    return {"pacman": f"sudo pacman -S --needed {names}"}.get(tool, f"sudo {tool} install -y {names}")


def provide(needs: Sequence[Need]) -> None:
    """Install what is missing where that is our right (root on Debian and its kin); otherwise say how."""
    if not needs:
        return
    names = ", ".join(need.name for need in needs)
    if _may_install():
        say(f"The window needs system libraries. Installing them with apt-get: {names}.")
        _apt_install([need.apt for need in needs])
        return
    command = installation_command(needs) or "install them with the package tool of your system"
    say(f"The window may not start: the system lacks {names}. To install them: {command}")


def provide_venv() -> None:
    """Make ``python -m venv`` work: Debian keeps a part of it in a package of its own.

    Raises:
        SetupError: it has to be installed by somebody with the right to do so.
    """
    if importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None:
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if _may_install():
        say(f"Python lacks its module venv. Installing {package} with apt-get.")
        _apt_install([f"{package}|python3-venv"])
        importlib.invalidate_caches()
        return
    command = f"sudo apt-get install -y {package}" if _package_tool() == "apt-get" else "install Python's module venv"
    raise SetupError(
        "Cannot make an environment for the packages. Received: a Python without the module ensurepip.",
        f"To add it: {command}; then start again.",
    )


def _is_there(need: Need) -> bool:
    if need.name == "fonts":
        return any(_has_fonts(Path(folder).expanduser()) for folder in FONT_FOLDERS)
    try:
        ctypes.CDLL(need.name)
    except OSError:
        return False
    return True


def _has_fonts(folder: Path) -> bool:
    return next((path for path in folder.rglob("*") if path.suffix in {".ttf", ".otf", ".ttc"}), None) is not None


def _package_tool() -> str:
    return next((tool for tool in ("apt-get", "dnf", "pacman") if shutil.which(tool)), "")


def _may_install() -> bool:
    return sys.platform.startswith("linux") and os.geteuid() == 0 and _package_tool() == "apt-get"


def _apt_install(alternatives: Sequence[str]) -> None:
    """Install one of each alternatives; what no repository has is left out, and told."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call(["apt-get", "update", "-qq"], stdout=sys.stderr, env=environment)
    chosen = {names: _first_known(names.split("|")) for names in alternatives}
    unknown = [names for names, package in chosen.items() if not package]
    if unknown:
        say(f"These packages are unknown to apt-get: {', '.join(unknown)}.")
    packages = [package for package in chosen.values() if package]
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if subprocess.call(command, stdout=sys.stderr, env=environment) != 0:
        say(f"apt-get could not install all of them. Try: {' '.join(command)}")


def _first_known(names: Sequence[str]) -> str:
    """The first package that can be installed; a name that others only provide does not count."""
    return next((name for name in names if _is_known(name)), "")


def _is_known(name: str) -> bool:
    shown = subprocess.run(["apt-cache", "show", "--no-all-versions", name], capture_output=True, check=False)
    return shown.returncode == 0
