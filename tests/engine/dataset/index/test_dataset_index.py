import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from engine.contract.dataset import ImageFilter, ImageStatus, ProblemCode, Split
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.listing_writer import write_images
from engine.dataset.index.schema import transaction
from engine.dataset.index.writer import IndexWriter
from engine.dataset.listing import ListedImage, Listing
from tests.engine.dataset.small_datasets import opened, save_picture

MANY = 100_000


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DatasetIndex]:
    """Seven pictures in two classes and three splits, one without a class, one unreadable."""
    root = tmp_path / "set"
    save_picture(root / "train/cat/10.png", size=(10, 10))
    save_picture(root / "train/cat/9.png", (50, 50, 50), size=(20, 10))
    save_picture(root / "train/dog/100%_dog.png", size=(30, 10))
    save_picture(root / "validation/cat/a.png", size=(40, 10))
    save_picture(root / "test/dog/b.png", size=(50, 10))
    save_picture(root / "loose.png", size=(60, 10))
    (root / "train/dog/broken.png").write_bytes(b"x")
    with opened(root) as found:
        yield found


@pytest.fixture(scope="module")
def large_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatasetIndex]:
    """A hundred thousand listed pictures."""
    path = tmp_path_factory.mktemp("large") / "index.sqlite"
    images = tuple(
        ListedImage(f"class{number % 10}/{number}.jpg", 1, 1, f"class{number % 10}") for number in range(MANY)
    )
    classes = tuple(f"class{number}" for number in range(10))
    with IndexWriter(path) as writer:
        writer.write_listing(Listing("folders", path.parent, images, classes))
    with DatasetIndex(path) as found:
        yield found


def paths(index: DatasetIndex, choice: ImageFilter) -> list[str]:
    return [Path(row.path).name for row in index.page(choice)]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (ImageFilter(), ["loose.png", "b.png", "9.png", "10.png", "100%_dog.png", "broken.png", "a.png"]),
        (ImageFilter(classes=("cat",)), ["9.png", "10.png", "a.png"]),
        (ImageFilter(classes=(None,)), ["loose.png"]),
        (ImageFilter(classes=("dog", None), splits=(Split.TEST,)), ["b.png"]),
        (ImageFilter(splits=(Split.VALIDATION, Split.TEST)), ["b.png", "a.png"]),
        (ImageFilter(statuses=(ImageStatus.UNREADABLE,)), ["broken.png"]),
        (ImageFilter(problem_codes=(ProblemCode.UNLABELLED,)), ["loose.png"]),
        (ImageFilter(paths=("loose.png", "test/dog/b.png", "gone.png")), ["loose.png", "b.png"]),
        (ImageFilter(paths=()), []),
        (ImageFilter(text="%_"), ["100%_dog.png"]),
        (ImageFilter(text="CAT"), ["9.png", "10.png", "a.png"]),
        (ImageFilter(classes=("dog", "no such class")), ["b.png", "100%_dog.png", "broken.png"]),
    ],
)
def test_filters_choose_pictures(index: DatasetIndex, choice: ImageFilter, expected: list[str]) -> None:
    assert paths(index, choice) == expected
    assert index.count(choice) == len(expected)


def test_pictures_are_sorted_as_asked(index: DatasetIndex) -> None:
    assert paths(index, ImageFilter(sort="largest"))[0] == "loose.png"
    assert paths(index, ImageFilter(sort="smallest"))[0] == "10.png"
    assert paths(index, ImageFilter(sort="class"))[:3] == ["9.png", "10.png", "a.png"]
    assert set(paths(index, ImageFilter(sort="problems"))[:2]) == {"loose.png", "broken.png"}


def test_pages_follow_each_other(index: DatasetIndex) -> None:
    whole = index.page()

    assert [*index.page(offset=0, limit=3), *index.page(offset=3, limit=3), *index.page(offset=6, limit=3)] == whole


def test_counts_follow_the_filter(index: DatasetIndex) -> None:
    assert index.class_counts() == {"cat": 3, "dog": 3}
    assert index.class_counts(ImageFilter(splits=(Split.TEST,))) == {"cat": 0, "dog": 1}
    assert index.split_counts(ImageFilter(classes=("cat",))) == {Split.TRAIN: 2, Split.VALIDATION: 1}


def test_usable_rows_are_sound_and_labelled(index: DatasetIndex) -> None:
    assert [row.path for row in index.rows(Split.TRAIN)] == [
        "train/cat/9.png",
        "train/cat/10.png",
        "train/dog/100%_dog.png",
    ]
    assert len(index.rows()) == 5
    assert len(index.rows(labelled=False)) == 6


def test_problems_are_paged_and_filtered(index: DatasetIndex) -> None:
    about_files = ImageFilter(problem_codes=(ProblemCode.UNLABELLED, ProblemCode.UNREADABLE))
    assert [problem.path for problem in index.problems(about_files)] == ["loose.png", "train/dog/broken.png"]
    assert index.problem_count(ImageFilter(problem_codes=(ProblemCode.UNREADABLE,))) == 1
    assert index.problems(ImageFilter(text="broken"))[0].code is ProblemCode.UNREADABLE
    assert index.problems(about_files, offset=1, limit=1)[0].path == "train/dog/broken.png"


def test_missing_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Cannot read the index"):
        DatasetIndex(tmp_path / "nothing.sqlite")


def test_index_of_an_older_fovea_is_read(index: DatasetIndex) -> None:
    with closing(sqlite3.connect(index.path)) as older:
        older.executescript(
            "DROP INDEX given_by_image; DROP TABLE drawn_corrections; DROP TABLE given_annotations;"
            " DROP TABLE annotation_keys;"
        )

    with DatasetIndex(index.path) as opened:
        assert opened.page()


def test_index_is_read_while_it_is_written(index: DatasetIndex) -> None:
    listing = Listing("folders", index.root, (ListedImage("a.png", 1, 1, "cat"),), ("cat",))
    with IndexWriter(index.path) as writer, transaction(writer._connection):
        writer._connection.execute("DELETE FROM images")

        assert index.count() == 7
        write_images(writer._connection, listing, {})

    assert index.count() == 1


@pytest.mark.parametrize(
    "choice",
    [ImageFilter(), ImageFilter(classes=("class3",)), ImageFilter(splits=(Split.TRAIN,)), ImageFilter(text="777")],
)
def test_page_far_behind_is_found_at_once(large_index: DatasetIndex, choice: ImageFilter) -> None:
    last = large_index.count(choice) - 100
    started = time.perf_counter()

    rows = large_index.page(choice, offset=last, limit=100)

    assert len(rows) == 100
    assert time.perf_counter() - started < 1
