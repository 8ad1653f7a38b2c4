"""Moves pictures so that no file is ever overwritten, and that a kill at any moment loses nothing.

A new name is claimed by making an empty file of it, which fails where there is one already; then the picture is renamed
onto that. Renaming is atomic, so a picture is always whole, at one of its two places. Linking it to the new name would
do the same in one step, but not every file system has links.
"""

import errno
import logging
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from engine.dataset.labels.steps import GONE, LabelStep, Relocation

_CHANGED: Final = "it was changed since it was looked at last"
_LINK: Final = "it is a link, which may not lead to the picture from another folder"
_TAKEN: Final = "there is another file at its new place"
_ELSEWHERE: Final = "its folder or the new one is a link, and pictures are never moved through one"
_OTHER_DISK: Final = "its new folder is on another disk, and could lose it on the way"
logger = logging.getLogger(__name__)


def relocate(root: Path, step: LabelStep, *, is_resumed: bool = False) -> dict[str, str]:
    """Bring every picture of a step to where it wants it; what was done before is done.

    Args:
        root: folder of the dataset, resolved.
        step: taken back, it wants the pictures where they lay before.
        is_resumed: it was interrupted, and an empty file at a new place is a name that it had claimed.

    Returns:
        Why pictures had to stay where they are, in words that go on "it ...", by their source.

    Raises:
        OSError: the disk or its rights stop it in the middle: some are moved and others are not.
    """
    reasons = {}
    for each in step.relocations:
        here, there = root / each.source, root / each.target
        if not step.is_in_force:
            here, there = there, here
        if is_resumed and each.bytes:
            _release(there)
        if not _is_picture(here, each):
            reason = "" if _is_there(there, each, is_way_back=not step.is_in_force) else _why_not(here)
        else:
            reason = _move(root, here, there)
        if reason:
            reasons[each.source] = reason
    if not step.is_in_force:
        _remove_made(root, step.folders)
    _sync({(root / path).parent for each in step.relocations for path in (each.source, each.target)})
    return reasons


def _move(root: Path, here: Path, there: Path) -> str:
    """Move one picture; why not, or nothing."""
    if not (_is_inside(root, here.parent) and _is_inside(root, there.parent)):
        return _ELSEWHERE
    there.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(there, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
    except FileExistsError:
        return _TAKEN
    try:
        os.replace(here, there)
    except OSError as error:
        _release(there)
        if isinstance(error, FileNotFoundError):
            return GONE
        if error.errno == errno.EXDEV:
            return _OTHER_DISK
        raise
    return ""


def _is_there(path: Path, wanted: Relocation, *, is_way_back: bool) -> bool:
    """Whether a picture lies where it should; on its way back also where it was changed, and so never left."""
    return _is_picture(path, wanted) or (is_way_back and os.path.lexists(path))


def _is_picture(path: Path, wanted: Relocation) -> bool:
    """Whether this is the file that was looked at, and no link to it."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    same = (found.st_size, found.st_mtime_ns) == (wanted.bytes, wanted.modified_ns)
    return same and stat.S_ISREG(found.st_mode)


def _why_not(path: Path) -> str:
    if not os.path.lexists(path):
        return GONE
    return _LINK if path.is_symlink() else _CHANGED


def _is_inside(root: Path, folder: Path) -> bool:
    """Whether a folder, which need not be there yet, lies below the root, and no link leads to it."""
    return os.path.realpath(folder) == str(folder) and folder.is_relative_to(root)


def _release(path: Path) -> None:
    """Give a claimed name back, if it was."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISREG(found.st_mode) and found.st_size == 0:
        path.unlink()


def _remove_made(root: Path, folders: Iterable[str]) -> None:
    """Remove folders that were made for pictures which have left them again; others may have put something in."""
    for folder in sorted(folders, reverse=True):
        try:
            (root / folder).rmdir()
        except OSError:
            continue


def _sync(folders: Iterable[Path]) -> None:
    """Wait until the names in some folders are on the disk, where the file system can say so."""
    if os.name != "posix":
        return
    for folder in sorted(folders):
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            continue  # it was made for pictures which have left it again
        try:
            os.fsync(descriptor)
        except OSError as error:
            logger.info("Cannot wait for %s to be on the disk: %s", folder, error)
        finally:
            os.close(descriptor)
