"""Thumbnails come in small batches, the newest wishes first, and never from a folder that was left."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.contract.commands import DecodePicture, MakeThumbnails
from engine.contract.events import Done, Failed, PictureDecoded, ThumbnailMade
from gui.pictures.loader import PictureLoader
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.session import Session
from tests.gui.answering import Answers

ROOT = Path("/pictures")
PIXELS = np.zeros((192, 192, 3), np.uint8)


@pytest.fixture
def feed(session: Session, answers: Answers) -> ThumbnailFeed:
    feed = ThumbnailFeed(session.client, session)
    feed.set_root(ROOT)
    return feed


def _batches(answers: Answers) -> list[list[str]]:
    return [[Path(path).name for path in command.paths] for command in answers.asked(MakeThumbnails)]


def test_a_wish_is_asked_of_the_engine_with_its_whole_path(feed: ThumbnailFeed, answers: Answers) -> None:
    feed.store.wanted.emit(("circle/0.png",))

    assert answers.asked(MakeThumbnails)[0].paths == (str(ROOT / "circle/0.png"),)


def test_newer_wishes_take_the_place_of_older_ones(feed: ThumbnailFeed, answers: Answers) -> None:
    feed.store.wanted.emit(tuple(f"old{number}" for number in range(30)))
    feed.store.wanted.emit(("old3", "new"))

    answers.answer(MakeThumbnails, Done())

    first, second = _batches(answers)
    assert len(first) == 24
    assert second == ["new"]


def test_a_batch_that_has_scrolled_away_is_given_up(feed: ThumbnailFeed, answers: Answers) -> None:
    feed.store.wanted.emit(("old",))

    feed.store.wanted.emit(("new",))

    assert _batches(answers) == [["old"], ["new"]]


def test_masks_are_asked_for_with_the_index(feed: ThumbnailFeed, answers: Answers) -> None:
    feed.set_crop("letterbox", index=Path("/home/index.sqlite"))
    feed.store.wanted.emit(("a.png",))
    mask = np.ones((192, 192), np.uint8)

    made = ThumbnailMade(path=str(ROOT / "a.png"), width=640, height=640)
    answers.answer(MakeThumbnails, made, PIXELS, mask)

    asked = answers.asked(MakeThumbnails)[0]
    assert (asked.crop, asked.index) == ("letterbox", "/home/index.sqlite")
    thumbnail = feed.store.thumbnail("a.png")
    assert thumbnail is not None
    assert (thumbnail.mask is mask, thumbnail.width) == (True, 640)


def test_an_arrived_thumbnail_is_in_the_store(feed: ThumbnailFeed, answers: Answers) -> None:
    feed.store.wanted.emit(("a.png",))

    answers.answer(MakeThumbnails, ThumbnailMade(path=str(ROOT / "a.png")), PIXELS)

    assert feed.store.thumbnail("a.png") is not None


def test_an_unreadable_picture_keeps_its_reason(feed: ThumbnailFeed, answers: Answers) -> None:
    feed.store.wanted.emit(("a.png",))

    answers.answer(MakeThumbnails, ThumbnailMade(path=str(ROOT / "a.png"), reason="It is empty."))

    assert feed.store.reason("a.png") == "It is empty."


def test_answers_from_a_folder_that_was_left_are_dropped(feed: ThumbnailFeed, answers: Answers) -> None:
    feed.store.wanted.emit(("a.png",))
    feed.set_root(Path("/elsewhere"))

    answers.answer(MakeThumbnails, ThumbnailMade(path=str(ROOT / "a.png")), PIXELS)

    assert feed.store.full_pixmap("a.png") is None


def test_a_dead_engine_does_not_stop_later_wishes(feed: ThumbnailFeed, answers: Answers) -> None:
    feed.store.wanted.emit(("a.png",))
    answers.answer(MakeThumbnails, Failed(message="The engine was killed.", hint="Try again."))

    feed.store.wanted.emit(("b.png",))

    assert _batches(answers) == [["a.png"], ["b.png"]]


def test_only_the_newest_picture_is_shown(qtbot: QtBot, session: Session, answers: Answers) -> None:
    loader = PictureLoader(session.client, session)
    loader.load(ROOT / "a.png")
    loader.load(ROOT / "b.png")

    with qtbot.waitSignal(loader.loaded) as loaded:
        answers.answer(DecodePicture, PictureDecoded(path=str(ROOT / "b.png"), width=192, height=192), PIXELS)

    assert loaded.args[0].path == str(ROOT / "b.png")
    assert loaded.args[1].width() == 192


def test_a_picture_that_cannot_be_shown_says_why(qtbot: QtBot, session: Session, answers: Answers) -> None:
    loader = PictureLoader(session.client, session)
    loader.load(ROOT / "a.png")

    with qtbot.waitSignal(loader.failed) as failed:
        answers.answer(DecodePicture, Failed(message="The file ends too early.", hint="Copy it again."))

    assert failed.args[0].message == "The file ends too early."
