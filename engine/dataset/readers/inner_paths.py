"""Paths as label files write them, brought to those of the dataset."""

import posixpath


def plain(path: str) -> str:
    """A path as written, with forward slashes and without blanks around it."""
    return path.strip().replace("\\", "/")


def base_name(path: str) -> str:
    """The last part of a path as written."""
    return posixpath.basename(plain(path))


def inside(*parts: str) -> str | None:
    """Parts joined to a path below the dataset's folder ("." for itself); None where they leave it, or are no path."""
    path = posixpath.normpath(posixpath.join(*parts))
    leaves = path == ".." or path.startswith(("../", "/")) or ":" in path.split("/")[0] or "\0" in path
    return None if leaves else path
