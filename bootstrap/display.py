"""Whether a window can be shown here."""

import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

PATIENCE_SECONDS = 0.5
X11_PORT = 6000


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether a display answers. Qt would end the process where none does, so it is asked first."""
    if sys.platform in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM"):
        return True
    return _has_wayland(environment) or _has_x11(environment.get("DISPLAY", ""))


def _has_wayland(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY")
    return bool(name) and _answers(str(Path(environment.get("XDG_RUNTIME_DIR", "/"), name or "")))


def _has_x11(display: str) -> bool:
    match = re.fullmatch(r"(?P<host>.*):(?P<number>\d+)(\.\d+)?", display)
    if not match:
        return False
    host, number = match["host"], int(match["number"])
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return _answers(path) or _answers(f"\0{path}")
    try:
        socket.create_connection((host, X11_PORT + number), timeout=PATIENCE_SECONDS).close()
    except OSError:
        return False
    return True


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE_SECONDS)
        try:
            connection.connect(path or os.curdir)
        except OSError:
            return False
    return True
