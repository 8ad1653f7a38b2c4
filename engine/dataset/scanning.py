"""Finds every file below a folder with one pass over its directories."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.contract.dataset import ProblemCode
from engine.dataset.listing import IgnoredFile
from engine.dataset.pictures.signatures import HEAD_BYTES, has_picture_ending, picture_format
from engine.dataset.problems import Problem

_SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini"))
_SYSTEM_FOLDERS = frozenset(("__macosx", "$recycle.bin", "@eadir"))
_REPORT_EVERY = 1000
TABLE_ENDINGS = (".csv", ".tsv")
DOCUMENT_ENDINGS = (".json", ".xml", ".txt", ".yaml", ".yml", ".names", ".labels", "-ubyte", "-ubyte.gz", ".ubyte")
LABEL_ENDINGS = (*TABLE_ENDINGS, *DOCUMENT_ENDINGS)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file below the scanned folder; ``path`` is relative to it, with forward slashes."""

    path: str
    bytes: int
    modified_ns: int

    @property
    def folders(self) -> tuple[str, ...]:
        return tuple(self.path.split("/")[:-1])


@dataclass(slots=True)
class Scan:
    """What lies below ``root``, and what is wrong with it.

    Attributes:
        root: absolute, resolved.
        pictures: files that are pictures, by their ending or their first bytes.
        tables: CSV and TSV files.
        documents: other files that may hold labels: JSON, XML, text, YAML, IDX.
        folders: all of them.
        ignored: the rest.
        problems: files that cannot be used.
        only: path of the one file that the person chose, None where it was the folder.
        remembered: what a reader worked out when it looked, so that it need not work it out again when it reads.
    """

    root: Path
    pictures: list[FoundFile] = field(default_factory=list)
    tables: list[FoundFile] = field(default_factory=list)
    documents: list[FoundFile] = field(default_factory=list)
    folders: list[tuple[str, ...]] = field(default_factory=list)
    ignored: list[IgnoredFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    only: str | None = None
    remembered: dict[str, Any] = field(default_factory=dict)

    def signature(self) -> str:
        """Changes when a file that matters is added, removed or changed."""
        digest = hashlib.sha256((self.only or "").encode(errors="surrogatepass"))
        for files in (self.pictures, self.tables, self.documents):
            for file in files:
                line = f"{file.path}\0{file.bytes}\0{file.modified_ns}\n"
                digest.update(line.encode(errors="surrogatepass"))
            digest.update(b"\n")
        digest.update(repr((self.folders, self.ignored, self.problems)).encode(errors="surrogatepass"))
        return digest.hexdigest()


def scan_folder(root: Path, on_found: Callable[[int], None] | None = None) -> Scan:
    """Everything below ``root``, which must be resolved. Hidden files and those of operating systems are ignored.

    A link to a file is followed where its target lies below ``root``; links to folders never are, so that no file
    is met twice. ``on_found`` hears now and then how many pictures there are so far.
    """
    scan = Scan(root)
    waiting: list[tuple[str, ...]] = [()]
    reported = 0
    while waiting:
        waiting += _scan_one(scan, waiting.pop())
        if on_found is not None and len(scan.pictures) >= reported + _REPORT_EVERY:
            reported = len(scan.pictures)
            on_found(reported)
    return scan


def _scan_one(scan: Scan, folder: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Add the files of one folder; returns the folders in it."""
    inner = []
    for entry in _entries(scan, folder):
        parts = (*folder, entry.name)
        if not _has_valid_name(scan, folder, entry.name):
            continue
        if not entry.is_dir(follow_symlinks=False):
            _add_file(scan, "/".join(parts), entry)
        elif not is_hidden(entry.name):
            inner.append(parts)
    scan.folders += inner
    return inner


def add_single_file(scan: Scan, name: str) -> None:
    """Scan one file of the root and nothing else."""
    with os.scandir(scan.root) as entries:
        for entry in entries:
            if entry.name == name:
                _add_file(scan, name, entry)


def _entries(scan: Scan, folder: tuple[str, ...]) -> Iterator[os.DirEntry[str]]:
    place = scan.root.joinpath(*folder)
    try:
        with os.scandir(place) as entries:
            found = sorted(entries, key=_name)
    except OSError as error:
        message = f"The folder cannot be opened: {error.strerror}."
        scan.problems.append(Problem(ProblemCode.UNREADABLE, "/".join(folder), message))
        return
    yield from found


def _has_valid_name(scan: Scan, folder: tuple[str, ...], name: str) -> bool:
    """Whether a name is text; otherwise says so (an index and a CSV hold text only)."""
    try:
        name.encode()
    except UnicodeEncodeError:
        path = "/".join((*folder, name.encode(errors="replace").decode()))
        scan.problems.append(Problem(ProblemCode.UNREADABLE, path, "Its name is not valid text."))
        return False
    return True


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def is_hidden(name: str) -> bool:
    """Whether files and folders of this name are passed over."""
    return name.startswith(".") or name.casefold() in _SYSTEM_FILES or name.casefold() in _SYSTEM_FOLDERS


def _add_file(scan: Scan, path: str, entry: os.DirEntry[str]) -> None:
    if is_hidden(entry.name):
        scan.ignored.append(IgnoredFile(path, "Hidden, or made by the operating system."))
        return
    if entry.is_symlink() and not _stays_inside(scan, path):
        return
    try:
        found = entry.stat()
    except OSError as error:
        message = f"The file cannot be opened: {error.strerror}."
        scan.problems.append(Problem(ProblemCode.UNREADABLE, path, message))
        return
    if not stat.S_ISREG(found.st_mode):
        _add_odd_entry(scan, path, is_folder=stat.S_ISDIR(found.st_mode))
        return
    _sort_in(scan, FoundFile(path, found.st_size, found.st_mtime_ns))


def _add_odd_entry(scan: Scan, path: str, *, is_folder: bool) -> None:
    if not is_folder and has_picture_ending(path):
        message = "It is a pipe, a socket or a device, which is never read."
        scan.problems.append(Problem(ProblemCode.NOT_A_FILE, path, message))
    scan.ignored.append(IgnoredFile(path, "A link to a folder." if is_folder else "Not an ordinary file."))


def _sort_in(scan: Scan, file: FoundFile) -> None:
    if has_picture_ending(file.path):
        scan.pictures.append(file)
    elif file.path.lower().endswith(TABLE_ENDINGS):
        scan.tables.append(file)
    elif file.path.lower().endswith(DOCUMENT_ENDINGS):
        scan.documents.append(file)
    elif (format_name := _format_inside(scan.root / file.path)) is not None:
        scan.pictures.append(file)
        message = f"The name does not say so, but it is a {format_name} picture."
        scan.problems.append(Problem(ProblemCode.UNKNOWN_EXTENSION, file.path, message))
    else:
        scan.ignored.append(IgnoredFile(file.path, "Not a picture."))


def _stays_inside(scan: Scan, path: str) -> bool:
    """Whether a link leads to a place below the root; otherwise says so."""
    target = Path(os.path.realpath(scan.root / path))
    if target.is_relative_to(scan.root):
        return True
    if has_picture_ending(path) or path.lower().endswith(LABEL_ENDINGS) or target.is_dir():
        message = "It is a link that leaves the dataset's folder."
        scan.problems.append(Problem(ProblemCode.OUTSIDE_FOLDER, path, message))
    scan.ignored.append(IgnoredFile(path, "A link that leaves the dataset's folder."))
    return False


def _format_inside(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return picture_format(stream.read(HEAD_BYTES))
    except OSError:
        return None
