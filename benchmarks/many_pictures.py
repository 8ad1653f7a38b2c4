"""Makes datasets that are too large to lie around: a folder of 100,000 pictures, an index of a million."""

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
from PIL import Image

from engine.dataset.index.schema import connect_for_writing
from engine.dataset.index.writer import IndexWriter
from engine.dataset.listing import Listing
from engine.dataset.opening import open_dataset

FILES, SIDE_PX, CLASSES = 300, 160, 20
_SPLITS = ("train", "train", "train", "validation", "test")
_CODES = ("rotated", "converted", "damaged", "near_duplicate")
_INSERT_IMAGE = (
    "INSERT INTO images (id, path, position, bytes, modified_ns, split, status, width, height, red, green, blue,"
    " problem_count, annotation_count, first_class) VALUES (?, ?, ?, ?, ?, ?, 'ok', ?, ?, 0.5, 0.5, 0.5, ?, ?, ?)"
)


def write_folder(folder: Path, count: int) -> None:
    """``count`` pictures in a folder for each class, all of them links to a few hundred files."""
    sources = folder.with_name(f"{folder.name}-files")
    sources.mkdir(parents=True)
    for number in range(FILES):
        _picture(number).save(sources / f"{number}.jpg", quality=85)
    for number in range(count):
        name = folder / f"class {number % CLASSES:02d}"
        if number < CLASSES:
            name.mkdir(parents=True)
        os.link(sources / f"{number % FILES}.jpg", name / f"picture {number:07d}.jpg")


def index_folder(folder: Path) -> Path:
    """The index of a folder as it is after every picture was checked, without checking the links one by one."""
    index = open_dataset(folder, on_progress=_ignore, is_cancelled=_always)
    with closing(sqlite3.connect(index)) as connection:
        connection.execute(f"UPDATE images SET status = 'ok', width = {SIDE_PX}, height = {SIDE_PX}")
        connection.commit()
    with IndexWriter(index) as writer:
        writer.complete()
    return index


def write_index(path: Path, root: Path, count: int) -> None:
    """An index of ``count`` pictures that are not there: labels, boxes on every fifth, a problem on every hundredth."""
    with IndexWriter(path) as writer:
        writer.write_listing(Listing("folders", root, (), classes=tuple(f"class {n:02d}" for n in range(CLASSES))))
    with closing(connect_for_writing(path)) as connection:
        connection.execute("BEGIN")
        connection.executemany(_INSERT_IMAGE, _images(count))
        connection.executemany(
            "INSERT INTO annotations (image_id, kind, class_index, x_min, y_min, x_max, y_max, area)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            _annotations(count),
        )
        connection.executemany(
            "INSERT INTO problems (image_id, code, path, place, message, action, repair, found_by)"
            " VALUES (?, ?, ?, '', 'Something is wrong.', 'kept', '', 'check')",
            ((n + 1, _CODES[n // 100 % len(_CODES)], _path(n)) for n in range(0, count, 100)),
        )
        connection.execute("COMMIT")
    with IndexWriter(path) as writer:
        writer.complete()


def _images(count: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(0)
    for n in range(count):
        sides = (64 + chance.randrange(1400), 64 + chance.randrange(1000))
        position = f"folder {n // 1000:016d}/picture {n:016d}.jpg"
        boxes = 2 if n % 5 == 0 else 0
        split = _SPLITS[n % len(_SPLITS)]
        yield n + 1, _path(n), position, 20_000 + n % 9999, n, split, *sides, int(n % 100 == 0), 1 + boxes, n % CLASSES


def _annotations(count: int) -> Iterator[tuple[object, ...]]:
    for n in range(count):
        yield n + 1, "label", n % CLASSES, None, None, None, None, None
        if n % 5 == 0:
            for left in (4.0, 30.0):
                yield n + 1, "box", (n + int(left)) % CLASSES, left, 4.0, left + n % 24 + 4, 28.0, 24.0 * (n % 24 + 4)


def _path(number: int) -> str:
    return f"folder {number // 1000:04d}/picture {number:07d}.jpg"


def _picture(number: int) -> Image.Image:
    generator = np.random.default_rng(number)
    coarse = Image.fromarray(generator.integers(0, 256, (6, 6, 3), dtype=np.uint8))
    return coarse.resize((SIDE_PX, SIDE_PX), Image.Resampling.BICUBIC)


def _ignore(_what: str, _done: int, _total: int) -> None:
    """Nobody looks at the progress."""


def _always() -> bool:
    return True
