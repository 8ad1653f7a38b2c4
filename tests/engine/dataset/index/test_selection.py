"""What a selection of pictures has in common, counted by hand."""

from contextlib import closing
from pathlib import Path

import pytest

from engine.contract.dataset import Split
from engine.dataset.index.schema import connect_for_writing
from engine.dataset.index.selection import picture_paths, summarise_selection


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "index.sqlite"
    with closing(connect_for_writing(path)) as connection:
        connection.executemany("INSERT INTO classes VALUES (?, ?)", ((0, "cat"), (1, "dog")))
        connection.executemany(
            "INSERT INTO images (id, path, position, bytes, modified_ns, split, width, height, moved_split)"
            " VALUES (?1, ?2, ?2, ?3, 1, ?4, ?5, ?6, ?7)",
            (
                (1, "a.jpg", 100, "train", 40, 30, None),
                (2, "b.jpg", 200, "train", 60, 90, "train"),
                (3, "c.jpg", 400, "test", 500, 500, None),
            ),
        )
        connection.executemany(
            "INSERT INTO annotations (image_id, kind, class_index, x_min, y_min, x_max, y_max)"
            " VALUES (?, ?, ?, 0, 0, ?, ?)",
            (
                (1, "box", 0, 4, 9),
                (1, "box", 0, 10, 10),
                (2, "box", 1, 8, 8),
                (2, "box", 0, 2, 2),
                (3, "box", 1, 90, 90),
            ),
        )
    return path


def test_only_the_selected_pictures_are_counted(index: Path) -> None:
    summary = summarise_selection(index, [1, 2])

    assert (summary.pictures, summary.bytes, summary.objects, summary.moved) == (2, 300, 4, 1)
    assert summary.splits == {Split.TRAIN: 2}
    assert summary.classes == (("cat", 0, 2), ("dog", 1, 1))
    assert summary.longer_sides == (40, 90)
    assert summary.box_sides == (2.0, 10.0)


def test_an_empty_selection_has_nothing(index: Path) -> None:
    summary = summarise_selection(index, [])

    assert (summary.pictures, summary.classes, summary.longer_sides, summary.box_sides) == (0, (), None, None)


def test_paths_come_in_the_order_of_the_gallery(index: Path) -> None:
    assert picture_paths(index, [3, 1]) == ("a.jpg", "c.jpg")
