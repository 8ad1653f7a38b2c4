"""The text of Fovea's own layers, for scripts that use them."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "layers"
_OWN_IMPORT = re.compile(r"from models\.(layers|boxes|selective_search)\.(\w+) import")
_IMPORT = re.compile(r"(import|from) (\S+)")
_IMPORTED = re.compile(r"from (\S+) import (.+)")


@dataclass(frozen=True, slots=True)
class OwnLayers:
    """Definitions that a script needs.

    Attributes:
        imports: lines, sorted as ruff sorts them.
        definitions: classes, functions and constants, each one once.
    """

    imports: tuple[str, ...]
    definitions: tuple[str, ...]


def own_layers(files: set[str]) -> OwnLayers:
    """Return what ``files`` of ``models/layers`` define, with what they need of each other first."""
    imports: set[str] = set()
    definitions: dict[str, str] = {}
    for file in sorted(files):
        _collect(file, imports, definitions)
    parts = dict.fromkeys(part for text in definitions.values() for part in text.split("\n\n\n"))
    return OwnLayers(tuple(sorted_imports(imports)), tuple(parts))


def _collect(file: str, imports: set[str], definitions: dict[str, str]) -> None:
    if file in definitions:
        return
    lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    begins = [index for index, line in enumerate(lines) if _IMPORT.match(line)]
    for line in (lines[index] for index in begins):
        own = _OWN_IMPORT.match(line)
        if own:
            _collect(f"{own[2]}.py" if own[1] == FOLDER.name else f"../{own[1]}/{own[2]}.py", imports, definitions)
        else:
            imports.add(line)
    definitions.setdefault(file, "\n".join(lines[begins[-1] + 1 :]).strip("\n"))


def sorted_imports(lines: set[str]) -> list[str]:
    """Return imports as ruff sorts them: one line a module, an empty line behind the standard library."""
    plain = {line for line in lines if not _IMPORTED.match(line)}
    merged: dict[str, set[str]] = {}
    for match in filter(None, map(_IMPORTED.match, lines)):
        merged.setdefault(match[1], set()).update(name.strip() for name in match[2].split(","))
    joined = {f"from {module} import {', '.join(sorted(names, key=_by_kind))}" for module, names in merged.items()}
    everything = sorted(plain | joined, key=_import_order)
    standard = [line for line in everything if not _is_foreign(line)]
    foreign = [line for line in everything if _is_foreign(line)]
    return [*standard, "", *foreign] if standard else foreign


def _is_foreign(line: str) -> bool:
    match = _IMPORT.match(line)
    return match is not None and match[2].split(".")[0] in ("PIL", "keras", "numpy", "scipy")


def _import_order(line: str) -> tuple[bool, str]:
    """Return plain imports before those of names, each by module."""
    match = _IMPORT.match(line)
    return line.startswith("from"), (match[2] if match else line).lower()


def _by_kind(name: str) -> tuple[bool, bool, str]:
    """Return constants before classes before functions."""
    return not name.isupper(), not name[:1].isupper(), name
