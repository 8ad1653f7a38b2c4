import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.contract.dataset import ProblemCode
from engine.dataset.doctor.classes import missing_classes, missing_labels
from engine.dataset.index.schema import connect_for_writing


@pytest.fixture
def index(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect_for_writing(tmp_path / "index.sqlite")
    connection.executemany("INSERT INTO classes VALUES (?, ?)", [(0, "cat"), (1, "dog"), (2, "never seen")])
    yield connection
    connection.close()


def add(connection: sqlite3.Connection, path: str, split: str, *classes: int, kind: str = "box") -> None:
    image_id = connection.execute(
        "INSERT INTO images (path, position, bytes, modified_ns, split, status) VALUES (?, ?, 1, 1, ?, 'ok')",
        (path, path, split),
    ).lastrowid
    connection.executemany(
        "INSERT INTO annotations (image_id, kind, class_index) VALUES (?, ?, ?)",
        [(image_id, kind, class_index) for class_index in classes],
    )


def test_a_class_that_is_not_in_training_cannot_be_learned(index: sqlite3.Connection) -> None:
    add(index, "a.png", "train", 0)
    add(index, "b.png", "validation", 0, 1, 1)

    (problem,) = missing_classes(index)

    assert problem.code is ProblemCode.CLASS_NOT_IN_SPLIT
    assert problem.message == (
        "The class dog has no picture in training, but 1 picture in validation: it cannot be learned."
    )


def test_a_class_is_counted_by_pictures_and_not_by_objects(index: sqlite3.Connection) -> None:
    add(index, "a.png", "train", 0, 0, 0, 1)
    add(index, "b.png", "train", 0)
    add(index, "c.png", "test", 1)

    (problem,) = missing_classes(index)

    assert problem.message == "The class cat has no picture in test, but 2 in training: it is not measured there."


def test_splits_without_labels_lack_no_class(index: sqlite3.Connection) -> None:
    add(index, "a.png", "train", 0, 1)
    add(index, "b.png", "test")

    assert not list(missing_classes(index))


def test_many_missing_classes_are_one_problem(index: sqlite3.Connection) -> None:
    index.executemany("INSERT INTO classes VALUES (?, ?)", [(number, f"id{number}") for number in range(3, 103)])
    add(index, "a.png", "train", *range(3, 103))
    add(index, "b.png", "test", 0)

    messages = [problem.message for problem in missing_classes(index)]

    assert messages == [
        "The class cat has no picture in training, but 1 picture in test: it cannot be learned.",
        "100 classes have no picture in test: id3, id4, id5, id6, id7, and others.",
    ]


def test_an_unlabelled_picture_among_labelled_ones_is_said(index: sqlite3.Connection) -> None:
    add(index, "a.png", "train", 0, kind="label")
    add(index, "b.png", "train")

    (problem,) = missing_labels(index)

    assert (problem.code, problem.path) == (ProblemCode.UNLABELLED, "b.png")


def test_a_picture_that_something_was_said_of_is_not_said_to_be_unlabelled(index: sqlite3.Connection) -> None:
    add(index, "a.png", "train", 0, kind="label")
    add(index, "b.png", "train")
    index.execute(
        "INSERT INTO problems (image_id, code, path, place, message, action, repair, found_by)"
        " VALUES (2, 'unlabelled', 'b.png', '', '', 'dropped', '', 'listing')"
    )

    assert not list(missing_labels(index))


def test_a_picture_without_objects_is_background(index: sqlite3.Connection) -> None:
    add(index, "a.png", "train", 0)
    add(index, "b.png", "train")

    assert not list(missing_labels(index))
