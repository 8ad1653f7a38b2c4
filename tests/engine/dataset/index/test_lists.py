"""All ids of a filter at once say the same as its pages, in every order."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from engine.contract.annotations import Annotation, Box
from engine.contract.dataset import ImageFilter, ImageOrder, Measure, MeasureRange, ProblemCode, Split
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.schema import connect_for_writing
from engine.dataset.index.writer import IndexWriter
from engine.dataset.listing import ListedImage, Listing
from tests.engine.dataset.small_datasets import opened, save_picture


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DatasetIndex]:
    root = tmp_path / "set"
    for number, (name, size) in enumerate((("cat", (10, 10)), ("dog", (40, 10)), ("cat", (20, 30)), ("dog", (20, 30)))):
        save_picture(root / name / f"{number}.png", (number, 0, 0), size=size)
    save_picture(root / "loose.png", size=(60, 10))
    (root / "cat" / "broken.png").write_bytes(b"x")
    with opened(root) as found:
        yield found


@pytest.fixture
def boxes(tmp_path: Path) -> Iterator[DatasetIndex]:
    """A wide box at the left of a.png, a square one at the right of b.png, both 100 px wide and high."""
    path = tmp_path / "index.sqlite"
    drawn = {"a.png": Box(0, 0, 40, 10), "b.png": Box(80, 80, 90, 90), "c.png": None}
    images = tuple(
        ListedImage(name, 1, 1, annotations=() if box is None else (Annotation(box, "cat"),))
        for name, box in drawn.items()
    )
    with IndexWriter(path) as writer:
        writer.write_listing(Listing("coco", tmp_path, images, ("cat",)))
    connection = connect_for_writing(path)
    connection.execute("UPDATE images SET width = 100, height = 100")
    connection.close()
    with DatasetIndex(path) as found:
        yield found


def _paths(index: DatasetIndex, *ranges: MeasureRange) -> list[str]:
    return [row.path for row in index.images(index.image_ids(ImageFilter(ranges=ranges)).tolist())]


@pytest.mark.parametrize("order", get_args(ImageOrder))
@pytest.mark.parametrize(
    "choice", [ImageFilter(), ImageFilter(text="cat"), ImageFilter(classes=("dog", None)), ImageFilter(text="no such")]
)
def test_ids_come_in_the_order_of_the_pages(index: DatasetIndex, choice: ImageFilter, order: ImageOrder) -> None:
    choice = choice.model_copy(update={"sort": order})

    assert index.image_ids(choice).tolist() == [row.id for row in index.page(choice)]


def test_pictures_come_in_the_order_of_the_ids(index: DatasetIndex) -> None:
    first, second, *_ = index.image_ids().tolist()

    assert [row.id for row in index.images([second, 10**6, first])] == [second, first]


def test_boxes_choose_their_pictures(boxes: DatasetIndex) -> None:
    assert _paths(boxes, MeasureRange(measure=Measure.BOX_WIDTH, low=20)) == ["a.png"]
    assert _paths(boxes, MeasureRange(measure=Measure.BOX_X, low=0.5)) == ["b.png"]
    assert _paths(
        boxes, MeasureRange(measure=Measure.BOX_SIDE, high=21), MeasureRange(measure=Measure.BOX_ASPECT, low=3, high=5)
    ) == ["a.png"]


def test_all_ranges_of_boxes_hold_for_one_and_the_same_box(boxes: DatasetIndex) -> None:
    wide, right = MeasureRange(measure=Measure.BOX_WIDTH, low=20), MeasureRange(measure=Measure.BOX_X, low=0.5)

    assert _paths(boxes, wide, right) == []


def test_problems_are_counted_by_pictures(index: DatasetIndex) -> None:
    counts = index.problem_counts()

    assert (counts[ProblemCode.UNREADABLE], counts[ProblemCode.UNLABELLED]) == (1, 1)
    assert index.image_ids(ImageFilter(splits=(Split.TEST,))).tolist() == []
