import sqlite3
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.dataset.index.appearance import read_appearances
from tests.engine.dataset.small_datasets import opened, save_pictures


def save(path: Path, pixels: np.ndarray, *, turned: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    Image.fromarray(pixels.astype(np.uint8)).save(path, exif=exif)


def test_it_is_that_of_the_upright_picture(tmp_path: Path) -> None:
    halves = np.zeros((40, 60, 3))
    halves[:, 30:] = 255
    save(tmp_path / "cat" / "halves.png", halves, turned=True)
    save(tmp_path / "dog" / "green.png", np.full((20, 20, 3), (0, 200, 0)))

    with opened(tmp_path) as index:
        rows = index.rows()
        found = read_appearances(index.path, [row.id for row in rows])

    halved, green = (found[row.id] for row in rows)
    assert (halved.width, halved.height) == (40, 60)
    assert (halved.brightness, halved.contrast) == (pytest.approx(0.5), pytest.approx(0.5))
    assert (green.brightness, green.contrast) == (pytest.approx(0.587 * 200 / 255), pytest.approx(0, abs=1e-6))


def test_pictures_that_were_not_asked_for_are_left_out(tmp_path: Path) -> None:
    save_pictures(tmp_path, ("cat/a.png", "cat/b.png"))

    with opened(tmp_path) as index:
        first = index.rows()[0].id

        assert list(read_appearances(index.path, [first])) == [first]


def test_without_an_index_it_fails(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.Error):
        read_appearances(tmp_path / "none.sqlite", [1])
