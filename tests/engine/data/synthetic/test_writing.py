from pathlib import Path

import numpy as np
import pytest

from engine.contract.errors import UserError
from engine.data.synthetic.classification import CLASSES, draw
from engine.data.synthetic.writing import write_sample
from engine.dataset.decode import decode_picture
from tests.engine.dataset.pictures import listed


class Stop(Exception):
    pass


def stop(what: str, done: int, total: int) -> None:
    raise Stop


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.png")}


def test_sample_is_a_dataset_with_splits_and_all_classes(tmp_path: Path) -> None:
    write_sample("classification", tmp_path / "sample", count=60, seed=1)

    listing = listed(tmp_path / "sample")

    assert listing.classes == CLASSES
    assert len(listing.images) == 60
    assert {(image.split, image.label) for image in listing.images} == {
        (split, label) for split in ("train", "validation") for label in CLASSES
    }
    assert listing.problems == ()


def test_files_hold_what_was_drawn(tmp_path: Path) -> None:
    write_sample("classification", tmp_path / "sample", count=5, seed=9, size_px=32)

    decoded = decode_picture(tmp_path / "sample/validation/star/00004.png")

    assert np.array_equal(decoded.pixels, draw(9, 4, side=32).pixels)


def test_larger_sample_begins_with_the_same_pictures(tmp_path: Path) -> None:
    write_sample("classification", tmp_path / "small", count=10, seed=4)
    write_sample("classification", tmp_path / "large", count=20, seed=4)

    small, large = contents(tmp_path / "small"), contents(tmp_path / "large")

    assert small.items() <= large.items()
    assert len(large) == 20


def test_interrupted_sample_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Stop):
        write_sample("classification", tmp_path / "sample", count=200, seed=1, on_progress=stop)

    assert list(tmp_path.iterdir()) == []


def test_empty_folder_is_filled_and_another_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sample").mkdir()

    write_sample("classification", tmp_path / "sample", count=6, seed=1)

    with pytest.raises(UserError, match="not empty"):
        write_sample("classification", tmp_path / "sample", count=6, seed=1)
    assert len(contents(tmp_path / "sample")) == 6


def test_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(UserError, match="Cannot write the sample"):
        write_sample("classification", tmp_path / "file" / "sample", count=6, seed=1)
