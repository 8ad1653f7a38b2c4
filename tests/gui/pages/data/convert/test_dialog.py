"""Saving in another format: the losses are shown before anything is written."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.commands import ConvertDataset
from engine.contract.events import DatasetConverted, Failed, Loss, Progress
from gui.dataset_conversion import ConversionChoice, DatasetConversion
from gui.pages.data.convert.dialog import ConvertDialog
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.sample_pictures import show_dataset, write_pictures


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ConvertDialog:
    dialog = ConvertDialog("photos", tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def conversion(quiet_session: Session, tmp_path: Path) -> DatasetConversion:
    show_dataset(quiet_session, write_pictures(tmp_path / "pictures"))
    return DatasetConversion(quiet_session.client, quiet_session.dataset, quiet_session)


def _converted(*lost: Loss) -> DatasetConverted:
    return DatasetConverted(out="/out", format="coco", images=12, annotations=40, classes=2, lost=lost)


def test_the_plan_is_asked_for_at_once(qtbot: QtBot, dialog: ConvertDialog) -> None:
    with qtbot.waitSignal(dialog.plan_requested) as requested:
        pass

    assert requested.args[0].format == "coco"


def test_another_format_proposes_another_free_folder(qtbot: QtBot, dialog: ConvertDialog, tmp_path: Path) -> None:
    (tmp_path / "photos-yolo").mkdir()

    dialog.formats.set_current("yolo")
    dialog.formats.chosen.emit("yolo")

    assert dialog.choice == ConversionChoice("yolo", tmp_path / "photos-yolo-2", "copy")


def test_losses_are_listed_by_kind_and_count(dialog: ConvertDialog) -> None:
    dialog.set_plan(_converted(Loss(what="12 masks become outlines", count=12, why="YOLO knows no masks.")))

    assert dialog.plan.sentence == ""
    assert dialog.plan.losses[0].count == 12


def test_a_format_that_holds_everything_is_told(dialog: ConvertDialog) -> None:
    dialog.set_plan(_converted())

    assert dialog.plan.sentence == "COCO holds everything. Nothing is lost."


def test_a_folder_with_something_in_it_is_refused(qtbot: QtBot, dialog: ConvertDialog, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("mine")

    dialog.folder.clear()
    qtbot.keyClicks(dialog.folder, str(tmp_path / "full"))

    assert not dialog.write.isEnabled()
    assert "already" in dialog.write.toolTip()


def test_progress_and_the_end_are_shown(qtbot: QtBot, dialog: ConvertDialog) -> None:
    dialog.write.click()
    assert dialog.cancel.text() == "Cancel"
    dialog.set_progress(Progress(what="Writing pictures", done=3, total=12))

    dialog.set_written(_converted())

    assert dialog.cancel.text() == "Close"
    assert dialog.open_dataset.isVisible()
    with qtbot.waitSignal(dialog.dataset_opened) as opened:
        dialog.open_dataset.click()
    assert opened.args == [Path("/out")]


def test_a_failure_stands_in_the_place_of_the_plan(dialog: ConvertDialog) -> None:
    dialog.set_failure(Failed(message="Cannot write.", hint="Choose another folder."))

    assert dialog.plan.sentence == "Cannot write. Choose another folder."


def test_cancel_while_writing_asks_to_stop(qtbot: QtBot, dialog: ConvertDialog) -> None:
    dialog.write.click()

    with qtbot.waitSignal(dialog.cancel_requested):
        dialog.cancel.click()

    assert dialog.isVisible()


def test_a_plan_writes_nothing_and_names_the_reading(
    qtbot: QtBot, conversion: DatasetConversion, answers: Answers, tmp_path: Path
) -> None:
    conversion.plan(ConversionChoice("voc", tmp_path / "out"))

    with qtbot.waitSignal(conversion.planned):
        answers.answer(ConvertDataset, _converted())

    (asked,) = answers.asked(ConvertDataset)
    assert asked.is_plan
    assert (asked.format, asked.out) == ("voc", str(tmp_path / "out"))


def test_only_the_newest_plan_counts(
    qtbot: QtBot, conversion: DatasetConversion, answers: Answers, tmp_path: Path
) -> None:
    conversion.plan(ConversionChoice("voc", tmp_path / "out"))
    conversion.write(ConversionChoice("yolo", tmp_path / "out", "link"))

    with qtbot.waitSignal(conversion.written):
        answers.answer(ConvertDataset, _converted())

    asked = answers.asked(ConvertDataset)[-1]
    assert (asked.is_plan, asked.pictures) == (False, "link")
