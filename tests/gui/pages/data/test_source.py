"""Rows of the index as items of the gallery, and only as many questions as pictures are looked at."""

from collections.abc import Hashable, Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.class_colours import ClassColours
from engine.contract.dataset import ImageFilter, ImageRow, ImageStatus
from engine.dataset.index.dataset_index import DatasetIndex
from gui.gallery.items import UNREAD, PictureItem
from gui.pages.data.index_reader import IndexReader, Question
from gui.pages.data.source import DatasetPictures, item_of
from tests.gui.sample_pictures import open_index, write_pictures

COLOURS = ClassColours.of(("cat", "dog"))
ROW = ImageRow(
    id=7,
    path="a/b.png",
    width=640,
    height=480,
    bytes=1000,
    split=None,
    given_split=None,
    label=None,
    class_index=None,
    status=ImageStatus.OK,
    problem_count=0,
    is_grey=False,
    annotation_count=3,
)


class CountingReader(IndexReader):
    """Counts the questions."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[object] = []

    def ask(self, key: Hashable, question: Question) -> None:
        self.keys.append(key)
        super().ask(key, question)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DatasetIndex]:
    with open_index(write_pictures(tmp_path / "pictures")) as index:
        yield index


@pytest.fixture
def reader(qtbot: QtBot, index: DatasetIndex) -> Iterator[CountingReader]:
    reader = CountingReader()
    reader.set_index(index.path)
    yield reader
    reader.set_index(None)


def _is_read(pictures: DatasetPictures) -> bool:
    return bool(pictures.item(0).path)


def test_objects_are_counted_without_the_label_of_the_picture() -> None:
    assert item_of(ROW, COLOURS).annotations == 3
    assert item_of(ROW.model_copy(update={"label": "cat", "annotation_count": 1}), COLOURS).annotations == 0


@pytest.mark.parametrize(
    ("status", "size", "fault"),
    [
        (ImageStatus.OK, 1000, ""),
        (ImageStatus.UNCHECKED, 1000, ""),
        (ImageStatus.UNREADABLE, 1000, "Unreadable"),
        (ImageStatus.UNREADABLE, 0, "Missing or empty"),
    ],
)
def test_a_tile_says_why_there_is_no_picture(status: ImageStatus, size: int, fault: str) -> None:
    assert item_of(ROW.model_copy(update={"status": status, "bytes": size}), COLOURS).fault == fault


def test_a_page_is_asked_for_once_while_it_is_on_its_way(qtbot: QtBot, reader: CountingReader) -> None:
    pictures = DatasetPictures(reader)
    with qtbot.waitSignal(pictures.listed):
        pictures.choose(ImageFilter())

    unread = [pictures.item(place) for place in range(13)]
    with qtbot.waitSignal(pictures.page_read):
        pass

    assert unread == [UNREAD] * 13
    assert reader.keys == ["pictures", ("page", 0)]
    assert pictures.item(12).path == "square/3.png"


def test_a_picture_is_found_by_its_id_before_it_is_read(
    qtbot: QtBot, reader: CountingReader, index: DatasetIndex
) -> None:
    pictures = DatasetPictures(reader)
    with qtbot.waitSignal(pictures.listed):
        pictures.choose(ImageFilter(classes=("square",)))
    row = index.image("square/2.png")
    assert row is not None

    assert pictures.find(PictureItem("square/2.png", id=row.id)) == 2
    assert pictures.find(PictureItem("elsewhere.png", id=10**6)) is None


def test_news_show_what_was_here_until_they_are_read(qtbot: QtBot, reader: CountingReader) -> None:
    pictures = DatasetPictures(reader)
    pictures.choose(ImageFilter())
    qtbot.waitUntil(lambda: pictures.count() == 13)
    qtbot.waitUntil(partial(_is_read, pictures))

    with qtbot.waitSignal(pictures.listed) as listed:
        pictures.choose(ImageFilter())

    assert listed.args == [True]
    assert pictures.item(0).path
    assert reader.keys.count(("page", 0)) == 2
