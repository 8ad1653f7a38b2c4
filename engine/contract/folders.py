"""Where Fovea keeps what it makes: runs, samples, caches, settings, logs.

Every folder lies below one home, which the environment variable ``FOVEA_HOME`` moves (tests do).
"""

import os
import sys
from pathlib import Path


def home_folder() -> Path:
    """The folder of everything Fovea keeps for the user, following the habits of the platform."""
    chosen = os.environ.get("FOVEA_HOME")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Fovea"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Fovea"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "fovea"


def runs_folder() -> Path:
    """The folder with one sub-folder for each run started in the window."""
    return home_folder() / "runs"


def samples_folder() -> Path:
    """The folder of the built-in sample datasets."""
    return home_folder() / "samples"


def cache_folder() -> Path:
    """The folder of everything that can be made again: dataset indexes, thumbnails, decoded pictures."""
    return home_folder() / "cache"


def labels_folder() -> Path:
    """The folder of the labels that a person corrected, a sub-folder for each dataset; it cannot be made again."""
    return home_folder() / "labels"


def free_folder(folder: Path) -> Path:
    """The folder, or the first of its name with a number that is not there yet: ``photos-coco``, ``photos-coco-2``."""
    found, number = folder, 1
    while found.exists():
        number += 1
        found = folder.with_name(f"{folder.name}-{number}")
    return found


def trash_folder() -> Path:
    """The folder that deleted runs are moved to, so that deleting can be undone."""
    return home_folder() / "trash"
