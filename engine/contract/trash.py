"""Move runs to Fovea's trash, from where they come back."""

import shutil
import time
from pathlib import Path

from engine.contract.folders import trash_folder


def move_to_trash(folder: Path) -> Path:
    """Move a folder to the trash.

    Returns:
        Where it lies now; moving it back to its old place undoes the deletion.

    Raises:
        OSError: the trash is not writable; the folder stays where it was.
    """
    trash_folder().mkdir(parents=True, exist_ok=True)
    target = trash_folder() / f"{folder.name}-{time.time_ns()}"
    shutil.move(folder, target)
    return target
