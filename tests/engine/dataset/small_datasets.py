"""Small pictures and datasets for the tests of datasets."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.listing import Listing
from engine.dataset.opening import open_dataset
from engine.dataset.recognise import ignored_files, list_dataset, recognise, scan_place

Colour = tuple[int, int, int]


def save_picture(path: Path, colour: Colour = (200, 100, 50), size: tuple[int, int] = (8, 6)) -> Path:
    """A picture of one colour; its folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path)
    return path


def save_pictures(root: Path, paths: Iterable[str]) -> Path:
    """Pictures of different colours at paths relative to ``root``."""
    for number, path in enumerate(paths):
        save_picture(root / path, (number % 256, number // 256, 90))
    return root


def save_noise(path: Path, side: int = 64) -> Path:
    """A picture that does not compress, so that cutting the file cuts the picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.random.default_rng(3).integers(0, 256, (side, side, 3), dtype=np.uint8)).save(path)
    return path


def cut_file(path: Path, share: float = 0.5) -> Path:
    """Leave the first part of a file only."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


def opened(path: Path) -> DatasetIndex:
    """The index of a dataset; the caller closes it."""
    return DatasetIndex(open_dataset(path, on_progress=ignore_progress, is_cancelled=never))


def listed(path: Path) -> Listing:
    """What the surest reader finds at a place; its ignored files are those of the scan and what it does not need."""
    scan = scan_place(path.resolve(), ignore_progress)
    return list_dataset(scan, recognise(scan), ignore_progress)


def ignored(path: Path) -> set[str]:
    """Files of a place that the surest reader does not need."""
    scan = scan_place(path.resolve(), ignore_progress)
    return {file.path for file in ignored_files(scan, list_dataset(scan, recognise(scan), ignore_progress))}


def ignore_progress(what: str, done: int, total: int) -> None:
    """Hear of progress."""


def never() -> bool:
    """Not cancelled."""
    return False
