"""What the charts of a dataset count, against numbers counted by hand."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.contract.dataset import ImageFilter, Measure, MeasureRange, Split
from engine.dataset.index.distributions import Distributions, class_totals, distributions, read_distributions
from engine.dataset.index.histogram import Bar, Histogram
from engine.dataset.index.questions import question_of
from engine.dataset.index.schema import connect_for_writing

IMAGES = (
    # id, path, split, width, height, annotations
    (1, "a/1.JPG", "train", 200, 100, 2),
    (2, "a/2.jpg", "train", 100, 100, 1),
    (3, "b.c/3.png", "validation", 100, 200, 0),
    (4, "b.c/broken", "train", None, None, 0),
)
ANNOTATIONS = (
    # image, kind, class, x_min, y_min, x_max, y_max, area, is_relative
    (1, "box", 0, 0, 0, 20, 20, 400, 0),
    (1, "polygon", 1, 190, 90, 200, 100, 50, 0),
    (2, "mask", 1, 40, 40, 60, 80, 600, 0),
    (3, "label", 0, None, None, None, None, None, 0),
    (4, "box", 0, 0.1, 0.1, 0.2, 0.2, 0.01, 1),
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect_for_writing(tmp_path / "index.sqlite")
    connection.executemany("INSERT INTO classes VALUES (?, ?)", ((0, "cat"), (1, "dog"), (2, "owl")))
    connection.executemany(
        "INSERT INTO images (id, path, position, bytes, modified_ns, split, width, height, annotation_count)"
        " VALUES (?1, ?2, ?2, 1, 1, ?3, ?4, ?5, ?6)",
        IMAGES,
    )
    connection.executemany(
        "INSERT INTO annotations (image_id, kind, class_index, x_min, y_min, x_max, y_max, area, is_relative)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ANNOTATIONS,
    )
    yield connection
    connection.close()


@pytest.fixture
def counted(connection: sqlite3.Connection) -> Distributions:
    return distributions(connection)


def _filled(histogram: Histogram) -> list[tuple[float | None, float | None, int]]:
    return [(bar.low, bar.high, bar.count) for bar in histogram.bars if bar.count]


def test_classes_count_pictures_and_objects(counted: Distributions) -> None:
    found = [(item.name, item.pictures, item.objects) for item in counted.classes]

    assert found == [("cat", 3, 2), ("dog", 2, 2), ("owl", 0, 0)]


def test_classes_count_the_pictures_of_each_split(counted: Distributions) -> None:
    assert counted.classes[0].by_split == {Split.TRAIN: 2, Split.VALIDATION: 1}
    assert counted.classes[2].by_split == {}


def test_pixels_are_shares_of_the_pictures_that_have_outlines(counted: Distributions) -> None:
    whole = 200 * 100 + 100 * 100

    assert counted.classes[1].pixels == pytest.approx((50 + 600) / whole)
    assert counted.classes[0].pixels == 0.0


def test_boxes_alone_have_no_share_of_pixels(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM annotations WHERE kind <> 'box'")

    assert class_totals(connection)[0].pixels is None


def test_sizes_of_pictures_leave_out_what_was_not_decoded(counted: Distributions) -> None:
    assert _filled(counted.longer_sides) == [(100, 105, 1), (200, 205, 2)]
    assert counted.longer_sides.median == 200
    assert counted.aspects.total == 3


def test_sizes_of_boxes_are_roots_of_their_areas(counted: Distributions) -> None:
    sides = _filled(counted.box_sides)  # 20, 10, and 28.3

    assert [count for _, _, count in sides] == [1, 1, 1]
    assert counted.box_sides.measure is Measure.BOX_SIDE
    assert counted.box_sides.median == pytest.approx(20)


def test_boxes_in_shares_of_an_unread_picture_are_left_out(counted: Distributions) -> None:
    assert counted.box_sides.total == 3


def test_objects_are_counted_for_every_picture(counted: Distributions) -> None:
    assert [bar.count for bar in counted.objects.bars] == [2, 1, 1]


def test_positions_are_centres_of_boxes(counted: Distributions) -> None:
    filled = {(y, x): n for y, row in enumerate(counted.positions) for x, n in enumerate(row) if n}

    assert filled == {
        (1, 0): 1,  # (10, 10) of 200 x 100: 0.1 down, 0.05 across, in sixteenths
        (15, 15): 1,  # (195, 95)
        (9, 8): 1,  # (50, 60) of 100 x 100
    }


def test_formats_are_told_by_the_ending_of_the_file(counted: Distributions) -> None:
    assert dict(counted.formats) == {"jpg": 2, "png": 1, "": 1}


def test_a_dataset_without_boxes_has_empty_box_charts(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM annotations WHERE kind <> 'label'")
    counted = distributions(connection)

    assert counted.box_sides.bars == ()
    assert counted.objects.bars == ()
    assert counted.positions == ()


def test_extreme_aspects_fall_into_open_bars(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE images SET width = 10000, height = 10 WHERE id = 1")
    connection.execute("UPDATE images SET width = 10, height = 10000 WHERE id = 2")
    bars = distributions(connection).aspects.bars

    assert (bars[0].low, bars[0].count) == (None, 1)
    assert (bars[-1].high, bars[-1].count) == (None, 1)


def test_an_index_is_read_without_writing(connection: sqlite3.Connection, tmp_path: Path) -> None:
    assert read_distributions(tmp_path / "index.sqlite") == distributions(connection)


def _pictures_in(connection: sqlite3.Connection, measure: Measure, bar: Bar) -> int:
    chosen = question_of(ImageFilter(ranges=(MeasureRange(measure=measure, low=bar.low, high=bar.high),)))
    return int(connection.execute(f"SELECT count(*) {chosen.chosen}", chosen.values).fetchone()[0])


def test_a_bar_of_pictures_stands_for_as_many_pictures(connection: sqlite3.Connection, counted: Distributions) -> None:
    for histogram in (counted.longer_sides, counted.aspects, counted.objects):
        found = [_pictures_in(connection, histogram.measure, bar) for bar in histogram.bars]
        assert found == [bar.count for bar in histogram.bars]


def test_a_bar_of_boxes_stands_for_the_pictures_that_have_them(
    connection: sqlite3.Connection, counted: Distributions
) -> None:
    for histogram in (counted.box_sides, counted.box_aspects):
        found = [_pictures_in(connection, histogram.measure, bar) for bar in histogram.bars]
        assert [bool(number) for number in found] == [bool(bar.count) for bar in histogram.bars]
        assert all(number <= bar.count for number, bar in zip(found, histogram.bars, strict=True))


def test_boxes_that_are_not_used_are_not_counted(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE annotations SET is_dropped = 1 WHERE kind = 'polygon'")
    counted = distributions(connection)

    assert counted.box_sides.total == 2
    assert counted.classes[1].objects == 1
