"""The status bar follows the run that is watched."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.events import Progress, WarmedUp
from engine.contract.predicting import PicturesWritten, PredictPictures
from engine.contract.run_events import BatchesDone, RunStarted, RunState, RunStatus
from gui.frame.status_bar import StatusBar
from gui.frame.status_feed import StatusFeed
from gui.runs.follower import RunFollower
from gui.session import Session
from tests.gui.answering import Answers

EVENTS = (
    RunStarted(time=100.0, epochs=10, steps_per_epoch=10),
    BatchesDone(time=110.0, epoch=1, first_step=0, losses=(1.0,) * 20, learning_rate=0.1, images_per_second=9.0),
)


def test_a_running_run_shows_how_far_it_is(qtbot: QtBot, session: Session) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    StatusFeed(session, bar, session)
    follower = RunFollower(Path("digits-1"), session)
    session.run_followed.emit(follower)

    follower.events_arrived.emit(EVENTS)
    follower.state_changed.emit(RunState(status=RunStatus.RUNNING))

    assert bar.job.words() == "digits-1 20.0 %, 40 s left"
    follower.state_changed.emit(RunState(status=RunStatus.FINISHED))
    assert bar.job.isHidden()


def test_predicted_pictures_show_how_far_they_are_and_then_the_run_again(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar, answers = StatusBar(), Answers(session, monkeypatch)
    qtbot.addWidget(bar)
    StatusFeed(session, bar, session)
    follower = RunFollower(Path("digits-1"), session)
    session.run_followed.emit(follower)
    follower.state_changed.emit(RunState(status=RunStatus.RUNNING))

    session.predictions.start(PredictPictures(run="r", paths=("a",), out="results/photos"))
    answers.answer(PredictPictures, Progress(what="Predicting", done=6, total=24))

    qtbot.waitUntil(lambda: bar.job.words() == "Predicting photos 25.0 %")
    with qtbot.waitSignal(bar.job_clicked) as clicked:
        bar.job.click()
    assert clicked.args == ["predict_pictures"]
    answers.answer(PredictPictures, PicturesWritten(folder="results/photos", pictures=24, left_out=0))
    assert bar.job.words().startswith("digits-1")


def test_a_warm_engine_tells_its_device(qtbot: QtBot, session: Session) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    StatusFeed(session, bar, session)

    session.client.warmed_up.emit(WarmedUp(device="CPU, 2 cores", precision="bfloat16", versions={}))
    session.client.state_changed.emit("ready")

    assert "CPU, 2 cores, bfloat16" in [label.text() for label in bar.findChildren(type(bar.messages))]
    assert bar.engine.words() == "Engine ready"
