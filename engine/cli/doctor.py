"""`main.py doctor`: versions, devices, folders, the window's platform; what is missing and how to install it."""

import platform
from typing import Any

from engine.cli.health import Problem, check_engine, check_folders, check_qt, installed_version
from engine.cli.output import JSON, print_document

VERSIONS = (
    ("Python", "python"),
    ("Keras", "keras"),
    ("Backend", "backend"),
    ("TensorFlow", "tensorflow"),
    ("PySide6", "pyside6"),
)


def doctor(as_json: JSON = False) -> None:
    """Say what is installed, what is missing, and how to install it."""
    print_document(examine(), as_json=as_json, render=describe)


def examine() -> dict[str, Any]:
    """The document of the command line's contract."""
    qt, engine = check_qt(), check_engine()
    problems: list[Problem] = [*engine.problems, *qt.problems, *check_folders()]
    return {
        "ok": not problems,
        "python": platform.python_version(),
        "keras": engine.versions.get("keras", installed_version("keras")),
        "backend": engine.versions.get("backend"),
        "tensorflow": engine.versions.get("tensorflow", installed_version("tensorflow")),
        "pyside6": installed_version("pyside6-essentials"),
        "devices": [dict(device) for device in engine.devices],
        "qt": {"platform": qt.platform, "ok": qt.is_ok, "missing": list(qt.missing)},
        "problems": [{"what": problem.what, "fix": problem.fix} for problem in problems],
    }


def describe(document: dict[str, Any]) -> str:
    """The document for people."""
    qt = document["qt"]
    versions = [f"{title:<11}{document[key] or 'not there'}" for title, key in VERSIONS]
    devices = [
        f"{device['kind']:<11}{device['name']}{_memory(device['memory_bytes'])}" for device in document["devices"]
    ]
    window = f"{'Window':<11}{'works' if qt['ok'] else 'cannot start'}, platform {qt['platform'] or 'unknown'}"
    problems = [f"\n{problem['what']}\n  To do: {problem['fix']}" for problem in document["problems"]]
    return "\n".join([*versions, *devices, window, *(problems or ["\nAll is well."])])


def _memory(memory_bytes: int | None) -> str:
    return "" if memory_bytes is None else f", {memory_bytes / 1024**3:.1f} GB"
