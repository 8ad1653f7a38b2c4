"""The totals say what the next training would cost, and whether that was measured."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.contract.commands import EstimateRun
from engine.contract.dataset import Split
from engine.contract.events import Failed, RunEstimated
from gui.builder.totals_bar import Cell
from gui.notice import Notice
from gui.pages.network import estimate
from gui.pages.network.estimate import EstimateFeed, over_memory
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.sample_runs import sample_config

MEASURED = RunEstimated(
    memory_bytes=1_100_000_000,
    seconds_per_epoch=21.0,
    steps_per_epoch=10,
    largest_batch=1024,
    free_bytes=16_000_000_000,
    is_measured=True,
    explanation="Measured.",
)
ESTIMATED = MEASURED.model_copy(update={"is_measured": False, "memory_bytes": 900_000_000})
FAILED = Failed(message="A step could not be tried.", hint="Choose a smaller batch.")


class Index:
    """An index that knows only how many pictures there are, and how large they are."""

    path = Path("/index.sqlite")

    def split_counts(self) -> dict[Split, int]:
        return {Split.TRAIN: 300, Split.VALIDATION: 60}

    def summary(self) -> SimpleNamespace:
        return SimpleNamespace(sizes=SimpleNamespace(median=(1024, 768)))

    def close(self) -> None:
        """Nothing is open."""


class Listener:
    """Remembers what a feed tells."""

    def __init__(self, feed: EstimateFeed) -> None:
        self.cells: list[Cell] = []
        self.notices: list[Notice] = []
        feed.cells_changed.connect(self._on_cells)
        feed.noticed.connect(self.notices.append)

    def _on_cells(self, cells: list[Cell]) -> None:
        self.cells = cells


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    place = QWidget()
    qtbot.addWidget(place)
    place.show()
    return place


@pytest.fixture
def feed(
    qtbot: QtBot, quiet_session: Session, place: QWidget, monkeypatch: pytest.MonkeyPatch
) -> Iterator[EstimateFeed]:
    monkeypatch.setattr(estimate, "_IDLE_MS", 20)
    monkeypatch.setattr(quiet_session.dataset, "index", Index())
    feed = EstimateFeed(quiet_session, place)
    yield feed
    quiet_session.dataset.index = None


@pytest.fixture
def told(qtbot: QtBot, quiet_session: Session, feed: EstimateFeed, answers: Answers) -> Listener:
    """The arithmetic has answered."""
    told = Listener(feed)
    quiet_session.plan.take(sample_config())
    qtbot.waitUntil(lambda: len(answers.asked(EstimateRun)) == 1)
    answers.answer(EstimateRun, ESTIMATED)
    return told


def test_arithmetic_answers_first(told: Listener, answers: Answers) -> None:
    assert not answers.asked(EstimateRun)[0].is_dry_step
    names = [name for name, _ in told.cells]

    assert names[0].startswith("Memory, batch ")
    assert names[1] == "Largest safe batch"
    assert names[2].endswith("epochs, estimated")


def test_a_dry_step_follows_when_nobody_edits(qtbot: QtBot, told: Listener, answers: Answers) -> None:
    qtbot.waitUntil(lambda: len(answers.asked(EstimateRun)) == 2)

    answers.answer(EstimateRun, MEASURED)

    assert answers.asked(EstimateRun)[1].is_dry_step
    assert answers.asked(EstimateRun)[1].training_images == 300
    assert answers.asked(EstimateRun)[1].picture_px == 1024 * 768
    assert told.cells[0][1] == "1.10 of 16.0 GB"
    assert told.cells[1] == ("Largest safe batch", "1,024")
    assert told.cells[2][0].endswith("epochs, measured")


def test_an_edit_makes_an_old_answer_worthless(
    qtbot: QtBot, quiet_session: Session, told: Listener, answers: Answers
) -> None:
    qtbot.waitUntil(lambda: len(answers.asked(EstimateRun)) == 2)
    config = sample_config()
    training = config.training.model_copy(update={"batch_size": 7})

    quiet_session.plan.take(config.model_copy(update={"training": training}))
    answers.answer(EstimateRun, MEASURED)

    assert told.cells[2][0].endswith("estimated")
    qtbot.waitUntil(lambda: len(answers.asked(EstimateRun)) == 3)
    assert answers.asked(EstimateRun)[2].config.training.batch_size == 7


def test_a_training_that_does_not_fit_is_warned_of(qtbot: QtBot, told: Listener, answers: Answers) -> None:
    qtbot.waitUntil(lambda: len(answers.asked(EstimateRun)) == 2)

    answers.answer(EstimateRun, MEASURED.model_copy(update={"memory_bytes": 20_000_000_000, "largest_batch": 16}))

    assert told.notices[0].kind == "warning"
    assert "20.0 GB, and 16.0 GB are free. The largest safe batch is 16." in told.notices[0].text


def test_where_not_one_picture_fits_smaller_ones_are_advised() -> None:
    assert "Choose smaller pictures" in over_memory(MEASURED.model_copy(update={"largest_batch": 0}))


def test_a_step_that_cannot_be_tried_is_told(qtbot: QtBot, told: Listener, answers: Answers) -> None:
    qtbot.waitUntil(lambda: len(answers.asked(EstimateRun)) == 2)

    answers.answer(EstimateRun, FAILED)

    assert told.notices[0].text == "A step could not be tried. Choose a smaller batch."
    assert told.cells


def test_a_hidden_page_asks_nothing(qtbot: QtBot, quiet_session: Session, feed: EstimateFeed, place: QWidget) -> None:
    told = Listener(feed)
    place.hide()

    quiet_session.plan.take(sample_config())

    assert told.cells == []


def test_without_pictures_there_is_no_estimate(
    qtbot: QtBot, quiet_session: Session, told: Listener, feed: EstimateFeed
) -> None:
    quiet_session.dataset.index = None

    feed.refresh()

    assert told.cells == []
