"""Confusions of three pictures with three classes, counted by hand; the second one shows nothing that is known."""

import numpy as np
import pytest

from engine.ops.picture_confusions import PictureConfusions, confusion_entries

TABLES = (
    np.array([[50, 0, 2], [8, 30, 0], [0, 10, 0]], np.int64),
    np.zeros((3, 3), np.int64),
    np.array([[90, 10, 0], [0, 0, 0], [0, 0, 0]], np.int64),
)


@pytest.fixture
def confusions() -> PictureConfusions:
    entries = [confusion_entries(table, picture=number) for number, table in enumerate(TABLES)]
    return PictureConfusions.of(entries, classes=3)


def test_only_pairs_that_occur_are_kept(confusions: PictureConfusions) -> None:
    assert confusions.entries.tolist() == [
        [0, 0, 0, 50], [0, 0, 2, 2], [0, 1, 0, 8], [0, 1, 1, 30], [0, 2, 1, 10], [2, 0, 0, 90], [2, 0, 1, 10],
    ]  # fmt: skip


def test_pixels_of_one_pair_of_classes(confusions: PictureConfusions) -> None:
    assert confusions.pixels(true=0, taken=1).tolist() == [0, 0, 10]


def test_iou_of_a_class_in_each_picture(confusions: PictureConfusions) -> None:
    disc, box = confusions.ious(1), confusions.ious(2)

    np.testing.assert_allclose(disc, [30 / 48, np.nan, 0.0])
    np.testing.assert_allclose(box, [0.0, np.nan, np.nan])


def test_missed_is_what_is_taken_for_background(confusions: PictureConfusions) -> None:
    np.testing.assert_allclose(confusions.missed(background=0), [8 / 48, np.nan, np.nan])


def test_without_a_background_all_that_is_wrong_is_missed(confusions: PictureConfusions) -> None:
    np.testing.assert_allclose(confusions.missed(background=None), [20 / 100, np.nan, 10 / 100])


def test_classes_that_occur_in_a_picture(confusions: PictureConfusions) -> None:
    assert confusions.classes_of() == ((0, 1, 2), (), (0, 1))


def test_no_pictures_have_no_entries() -> None:
    assert PictureConfusions.of([], classes=2).entries.shape == (0, 4)


@pytest.mark.parametrize(
    "entries",
    [
        np.zeros((2, 3), np.int64),
        np.zeros((2, 4), np.float32),
        np.array([[0, 0, 3, 1]]),
        np.array([[2, 0, 0, 1]]),
        np.array([[0, -1, 0, 1]]),
    ],
)
def test_a_file_with_something_else_is_refused(entries: np.ndarray) -> None:
    with pytest.raises(ValueError, match="Received"):
        PictureConfusions.checked(entries, pictures=2, classes=3)
