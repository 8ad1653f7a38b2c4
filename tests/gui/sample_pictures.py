"""A small dataset on disk with its index, without an engine."""

from pathlib import Path

import numpy as np
from PIL import Image

from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from gui.session import Session

CLASSES = ("circle", "square")


def write_pictures(folder: Path, *, per_class: tuple[int, int] = (8, 4)) -> Path:
    """Pictures of two classes, and one file that is no picture."""
    generator = np.random.default_rng(0)
    for name, count in zip(CLASSES, per_class, strict=True):
        (folder / name).mkdir(parents=True)
        for number in range(count):
            pixels = generator.integers(0, 256, (24, 32, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    (folder / "circle" / "broken.png").write_bytes(b"this is no picture")
    return folder


def show_dataset(session: Session, folder: Path) -> DatasetIndex:
    """Open the dataset of a session as the engine's answer would."""
    session.dataset.path, session.dataset.index = folder, open_index(folder)
    session.dataset.is_complete = True
    session.dataset.changed.emit()
    return session.dataset.index


def open_index(folder: Path) -> DatasetIndex:
    """The index of a folder, every picture of which was checked."""
    return DatasetIndex(open_dataset(folder, on_progress=_ignore, is_cancelled=_never))


def _ignore(_what: str, _done: int, _total: int) -> None:
    """Nobody looks at the progress."""


def _never() -> bool:
    return False
