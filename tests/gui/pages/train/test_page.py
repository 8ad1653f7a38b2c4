"""The Train page before, during and after a run."""

import json
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine.contract.commands import Resume, Train
from engine.contract.events import Failed
from engine.contract.labels import PicturesMoved
from engine.contract.run_events import (
    AnyRunEvent,
    BatchesDone,
    EpochDone,
    PinnedPrediction,
    Preview,
    PreviewSaved,
    RunStarted,
    RunState,
    RunStatus,
)
from engine.contract.run_folder import RunFolder
from gui.actions import Actions
from gui.pages.train.page import TrainPage, with_half_batch
from gui.pages.train.run_details import RunDetails, facts_of, remedies_for, step_in_words
from gui.pages.train.stage import Stage
from gui.runs.progress import RunProgress
from gui.runs.record import RunRecord
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.labels.moved_picture import move_picture
from tests.gui.sample_pictures import write_pictures
from tests.gui.sample_runs import sample_config, write_run

EPOCHS = 4


@pytest.fixture
def page(qtbot: QtBot, quiet_session: Session, actions: Actions, settings: SettingsStore) -> TrainPage:
    page = TrainPage(quiet_session, actions, settings)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.show()
    return page


def _events(epochs: int) -> list[AnyRunEvent]:
    now = time.time()
    events: list[AnyRunEvent] = [RunStarted(time=now, epochs=EPOCHS, steps_per_epoch=5)]
    for epoch in range(1, epochs + 1):
        losses = tuple(2.0 / (epoch + step / 5) for step in range(5))
        events.append(
            BatchesDone(
                time=now + epoch,
                epoch=epoch,
                first_step=5 * (epoch - 1),
                losses=losses,
                learning_rate=0.01,
                images_per_second=91,
            )
        )
        metrics = {"loss": losses[-1], "accuracy": 0.2 * epoch, "val_loss": 1.0 / epoch, "val_accuracy": 0.2 * epoch}
        events.append(
            EpochDone(
                time=now + epoch,
                epoch=epoch,
                step=5 * epoch,
                metrics=metrics,
                learning_rate=0.01,
                seconds=1,
                is_best=True,
            )
        )
        events.append(PreviewSaved(time=now + epoch, epoch=epoch))
    return events


def _follow(session: Session, *, status: RunStatus, epochs: int = 2, reason: str = "") -> RunFolder:
    """A run whose events and state stand in its folder."""
    folder = RunFolder(write_run("digits-1", sample_config(), status=status))
    folder.write_state(RunState(status=status, epochs=EPOCHS, epoch=epochs, reason=reason, hint="Try again."))
    folder.events.write_text("".join(event.model_dump_json() + "\n" for event in _events(epochs)))
    folder.previews.mkdir()
    for epoch in range(1, epochs + 1):
        said = PinnedPrediction(image="a.png", truth="1", predicted="7", score=0.5, scores=(0.1,) * 10)
        preview = Preview(epoch=epoch, method="cam", layer="last", predictions=(said,))
        (folder.previews / f"epoch_{epoch:04d}.json").write_text(preview.model_dump_json())
        np.save(folder.previews / f"epoch_{epoch:04d}.cam.npy", np.ones((1, 4, 4), np.float32))
    session.follow(folder.path)
    return folder


def _wait_for_events(qtbot: QtBot, page: TrainPage, epochs: int = 2) -> None:
    def has_come() -> bool:
        return page.run.record.last_preview == epochs

    qtbot.waitUntil(has_come)


def _verbs(folder: RunFolder) -> list[str]:
    return [json.loads(line)["verb"] for line in folder.control.read_text().splitlines()]


def _texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_an_empty_window_offers_to_open_a_folder(page: TrainPage) -> None:
    assert page.stage is Stage.EMPTY
    assert not page.buttons.primary.isEnabled()


def test_a_plan_can_be_started(qtbot: QtBot, page: TrainPage, session: Session, answers: Answers) -> None:
    session.plan.take(sample_config())

    qtbot.mouseClick(page.buttons.primary, Qt.MouseButton.LeftButton)

    assert answers.asked(Train)[0].config == sample_config()
    assert page.stage is Stage.STARTING


def test_a_refused_start_leads_back_to_the_plan(
    qtbot: QtBot, page: TrainPage, session: Session, answers: Answers
) -> None:
    session.plan.take(sample_config())
    qtbot.mouseClick(page.buttons.primary, Qt.MouseButton.LeftButton)

    answers.answer(Train, Failed(message="The disk is full.", hint="Free some space."))

    assert page.stage is Stage.READY


def test_changing_a_setting_changes_the_plan(page: TrainPage, session: Session) -> None:
    session.plan.take(sample_config())

    page.settings.form.changed.emit("training.epochs", 7)

    assert session.plan.config is not None
    assert session.plan.config.training.epochs == 7


def test_curves_and_best_epoch_of_a_run_are_shown(qtbot: QtBot, page: TrainPage, session: Session) -> None:
    _follow(session, status=RunStatus.RUNNING)
    _wait_for_events(qtbot, page)

    assert page.stage is Stage.RUNNING
    assert len(page.run.plot.points("loss")) == 10
    assert page.run.plot.state.best[0].x == 2.0


def test_the_best_value_stands_in_details(qtbot: QtBot, page: TrainPage, session: Session) -> None:
    _follow(session, status=RunStatus.FINISHED)
    _wait_for_events(qtbot, page)

    assert "40.0 %" in _texts(page.run_details)


def test_the_slider_follows_the_newest_epoch(qtbot: QtBot, page: TrainPage, session: Session) -> None:
    _follow(session, status=RunStatus.RUNNING)
    _wait_for_events(qtbot, page)

    assert page.run.epoch == 2
    assert page.run.plot.chosen_x is None


def test_scrubbing_moves_slider_crosshair_and_pictures_together(
    qtbot: QtBot, page: TrainPage, session: Session
) -> None:
    _follow(session, status=RunStatus.RUNNING)
    _wait_for_events(qtbot, page)

    qtbot.keyClick(page.run.slider, Qt.Key.Key_Left)

    assert page.run.epoch == 1
    assert page.run.plot.chosen_x == 1.0


def test_a_click_on_the_plot_moves_the_slider(qtbot: QtBot, page: TrainPage, session: Session) -> None:
    _follow(session, status=RunStatus.RUNNING)
    _wait_for_events(qtbot, page)

    page.run.plot.x_chosen.emit(1.0)

    assert page.run.slider.epoch == 1


def test_the_three_verbs_reach_the_run(qtbot: QtBot, page: TrainPage, session: Session) -> None:
    folder = _follow(session, status=RunStatus.RUNNING)

    for button in (page.buttons.pause, page.buttons.discard, page.buttons.primary):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert _verbs(folder) == ["pause", "discard", "finish"]


def test_a_paused_run_goes_on(qtbot: QtBot, page: TrainPage, session: Session) -> None:
    folder = _follow(session, status=RunStatus.PAUSED)

    qtbot.mouseClick(page.buttons.pause, Qt.MouseButton.LeftButton)

    assert _verbs(folder) == ["continue"]


def test_learning_rate_and_epochs_change_while_it_runs(qtbot: QtBot, page: TrainPage, session: Session) -> None:
    folder = _follow(session, status=RunStatus.RUNNING)
    _wait_for_events(qtbot, page)

    page.run_details.rate.value_changed.emit(0.002)
    page.run_details.stop_after.value_changed.emit(9)

    assert _verbs(folder) == ["set_learning_rate", "set_epochs"]
    assert page.run.plot.state.limits.high == 9


def test_a_failed_run_says_why_and_resumes(qtbot: QtBot, page: TrainPage, session: Session, answers: Answers) -> None:
    folder = _follow(session, status=RunStatus.FAILED, reason="The engine was killed.")
    _wait_for_events(qtbot, page)

    said = " ".join(_texts(page.run_details))
    qtbot.mouseClick(page.buttons.primary, Qt.MouseButton.LeftButton)

    assert "The engine was killed. Try again." in said
    assert answers.asked(Resume)[0].run == str(folder.path)


def test_classes_that_no_training_picture_shows_are_named(qtbot: QtBot) -> None:
    details = RunDetails()
    qtbot.addWidget(details)
    details.show()
    started = RunStarted(time=0, epochs=3, steps_per_epoch=5, unseen_classes=tuple("abcdefg"))
    for record in (RunRecord(), RunRecord().after(started)):
        details.show_run(record, RunProgress(), None, seconds=1.0)

    named = "No training picture shows a, b, c, d, e and 2 other classes."
    qtbot.waitUntil(lambda: named in " ".join(_texts(details)))


def test_a_run_out_of_memory_is_tried_with_half_the_batch(page: TrainPage, session: Session, answers: Answers) -> None:
    _follow(session, status=RunStatus.FAILED, reason="Out of memory.")

    page.run_details.remedy_chosen.emit("half_batch")

    assert answers.asked(Train)[0].config.training.batch_size == sample_config().training.batch_size // 2


def test_a_finished_run_leads_to_inspect(qtbot: QtBot, page: TrainPage, session: Session) -> None:
    _follow(session, status=RunStatus.FINISHED)

    with qtbot.waitSignal(session.page_requested) as requested:
        qtbot.mouseClick(page.buttons.primary, Qt.MouseButton.LeftButton)

    assert requested.args == ["inspect"]


def test_another_network_takes_the_place_of_a_finished_run(page: TrainPage, session: Session) -> None:
    _follow(session, status=RunStatus.FINISHED)

    session.plan.take(sample_config(network="linear"))

    assert page.stage is Stage.READY


def test_the_settings_of_a_running_run_cannot_be_changed(page: TrainPage, session: Session) -> None:
    session.plan.take(sample_config())
    _follow(session, status=RunStatus.RUNNING)

    assert not page.settings.form.row("training.epochs").control.isEnabled()


def test_a_page_made_later_shows_the_run_that_is_followed(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore, answers: Answers
) -> None:
    _follow(session, status=RunStatus.RUNNING)

    page = TrainPage(session, actions, settings)
    qtbot.addWidget(page)

    assert page.stage is Stage.RUNNING


def test_half_a_batch_of_one_is_one() -> None:
    config = sample_config()
    training = config.training.model_copy(update={"batch_size": 1})

    assert with_half_batch(config.model_copy(update={"training": training})).training.batch_size == 1


def test_the_most_promising_remedy_comes_first() -> None:
    assert remedies_for("Out of memory at batch 16.")[0][0] == "half_batch"
    assert remedies_for("The engine was killed.")[0][0] == "resume"
    assert [name for name, _ in remedies_for("Killed, or out of memory.")] == ["resume", "half_batch"]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (RunRecord(epochs=9, steps_per_epoch=96, epoch=2, steps=244), "batch 52 of 96"),
        (RunRecord(phase="reading pictures", phase_done=30, phase_total=1500), "reading pictures, 30 of 1,500"),
        (RunRecord(), "starting"),
    ],
)
def test_what_a_run_does_is_told_in_words(record: RunRecord, words: str) -> None:
    assert step_in_words(record, has_ended=False) == words


def test_the_best_epoch_says_how_long_ago_it_was() -> None:
    record = RunRecord(epoch=18, best_epoch=14, last_value=0.874, images_per_second=91.4)

    assert facts_of(record, seconds=623) == [
        ("Best epoch", "14, 4 epochs ago"),
        ("Now", "87.4 %"),
        ("Running for", "10 min 23 s"),
        ("Speed", "91 pictures/s"),
    ]


def test_a_pinned_picture_is_shown_where_saving_of_labels_has_moved_it(
    page: TrainPage, session: Session, tmp_path: Path
) -> None:
    folder = write_pictures(tmp_path / "pictures")
    pinned = ("circle/5.png", "circle/6.png")
    config = sample_config(dataset=str(folder)).model_copy(update={"pinned": pinned})
    session.follow(write_run("pictures-1", config))
    before = tuple(tile.path for tile in page.run.pinned._tiles)

    moved = move_picture(folder, "circle/5.png", "square")
    session.labels.pictures_moved.emit(None, PicturesMoved(is_back=False, moved=1, renamed=0))

    assert before == pinned
    assert moved == "square/5.png"
    assert tuple(tile.path for tile in page.run.pinned._tiles) == (moved, "circle/6.png")
