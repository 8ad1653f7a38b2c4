"""A picture that saving of labels moves, as the engine does it."""

from pathlib import Path

from engine.dataset.labels.changing import correct_labels
from engine.dataset.labels.folder_saving import save_into_folders
from tests.gui.sample_pictures import open_index


def move_picture(folder: Path, path: str, label: str) -> str:
    """Say what a picture is, and save that; where it lies then."""
    correct_labels(open_index(folder).path, {path: label}, "a step")
    saved = save_into_folders(open_index(folder).path, "saving")
    assert saved is not None
    open_index(folder)
    (moved,) = saved.moved
    return moved.target
