"""The index is asked in another thread, the newest question first, and old answers are dropped."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.dataset.index.dataset_index import DatasetIndex
from gui.pages.data.index_reader import IndexReader
from tests.gui.sample_pictures import open_index, write_pictures


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_index(write_pictures(tmp_path / "pictures")) as index:
        return index.path


@pytest.fixture
def reader(qtbot: QtBot, path: Path) -> Iterator[IndexReader]:
    reader = IndexReader()
    reader.set_index(path)
    yield reader
    reader.set_index(None)


def _count(index: DatasetIndex) -> tuple[int, str]:
    return index.count(), threading.current_thread().name


def _wait(gate: threading.Event, index: DatasetIndex) -> str:
    gate.wait(5)
    return "first"


def _say(word: str, _index: DatasetIndex) -> str:
    return word


def _fail(index: DatasetIndex) -> None:
    index.page(limit="no number")  # type: ignore[arg-type]  # the database refuses it


def test_questions_are_answered_in_another_thread(qtbot: QtBot, reader: IndexReader) -> None:
    with qtbot.waitSignal(reader.answered) as answered:
        reader.ask("count", _count)

    assert answered.args == ["count", (13, "index reader")]


def test_of_questions_with_one_key_only_the_newest_waits(qtbot: QtBot, reader: IndexReader) -> None:
    gate, answers = threading.Event(), list[object]()
    reader.answered.connect(partial(_note, answers))
    reader.ask("busy", partial(_wait, gate))
    for word in ("old", "new"):
        reader.ask("word", partial(_say, word))
    reader.ask("last", partial(_say, "last"))

    gate.set()

    qtbot.waitUntil(lambda: len(answers) == 3)
    assert answers == ["first", "last", "new"]


def test_answers_about_the_index_before_are_dropped(qtbot: QtBot, reader: IndexReader, path: Path) -> None:
    gate, answers = threading.Event(), list[object]()
    reader.answered.connect(partial(_note, answers))
    reader.ask("busy", partial(_wait, gate))

    reader.set_index(None)
    reader.set_index(path)
    gate.set()
    reader.ask("word", partial(_say, "new"))

    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["new"]


def test_a_question_that_fails_does_not_stop_the_next_one(qtbot: QtBot, reader: IndexReader) -> None:
    reader.ask("fails", _fail)

    with qtbot.waitSignal(reader.answered) as answered:
        reader.ask("word", partial(_say, "still here"))

    assert answered.args == ["word", "still here"]


def test_without_an_index_nothing_is_asked(qtbot: QtBot) -> None:
    reader = IndexReader()

    with qtbot.assertNotEmitted(reader.answered, wait=50):
        reader.ask("word", partial(_say, "nobody"))


def _note(answers: list[object], _key: object, answer: object) -> None:
    answers.append(answer)
