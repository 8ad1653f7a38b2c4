"""What was dropped on the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def has_local_files(mime: QMimeData) -> bool:
    """Whether something on this computer is dragged."""
    return any(url.isLocalFile() for url in mime.urls())


def dropped_paths(mime: QMimeData) -> tuple[Path, ...]:
    """The files and folders that were dropped."""
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
