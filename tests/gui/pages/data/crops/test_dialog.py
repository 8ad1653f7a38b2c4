"""Making crops: some are shown before any is written."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.contract.crops import ClassCrops, CropOptions, CropsPreviewed
from engine.contract.events import Failed, Progress
from gui.pages.data.crops.dialog import CropsDialog
from gui.widgets.fields import NumberField

PREVIEWED = CropsPreviewed(
    labels=("cat", "background"),
    images=12,
    planned=(ClassCrops(name="cat", count=36), ClassCrops(name="background", count=72)),
)
PIXELS = np.zeros((2, 16, 16, 3), np.uint8)


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> Iterator[CropsDialog]:
    dialog = CropsDialog("photos", tmp_path, CropOptions(size_px=16))
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.close()


def test_a_preview_is_asked_for_at_once(qtbot: QtBot, dialog: CropsDialog) -> None:
    with qtbot.waitSignal(dialog.preview_requested) as requested:
        pass

    assert requested.args == [CropOptions(size_px=16)]


def test_crops_are_shown_with_their_classes_and_how_many_there_would_be(dialog: CropsDialog) -> None:
    dialog.set_crops(PREVIEWED, (PIXELS,))

    assert [tile.name for tile in dialog.preview.tiles.tiles] == ["cat", "background"]
    assert dialog.preview.summary == "108 crops of 12 pictures at most, 72 of them background."


def test_another_option_is_told_and_asks_for_other_crops(qtbot: QtBot, dialog: CropsDialog) -> None:
    field = dialog.form.row("backgrounds").control
    assert isinstance(field, NumberField)

    with qtbot.waitSignals([dialog.options_changed, dialog.preview_requested]):
        field.value_changed.emit(3)

    assert dialog.options == CropOptions(size_px=16, backgrounds=3)


def test_a_folder_with_something_in_it_is_refused(qtbot: QtBot, dialog: CropsDialog, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("mine")

    dialog.place.field.clear()
    qtbot.keyClicks(dialog.place.field, str(tmp_path / "full"))

    assert not dialog.write.isEnabled()
    assert "already" in dialog.write.toolTip()


def test_the_wanted_crops_are_written_into_a_free_folder(qtbot: QtBot, dialog: CropsDialog, tmp_path: Path) -> None:
    with qtbot.waitSignal(dialog.write_requested) as requested:
        dialog.write.click()
    dialog.set_progress(Progress(what="Cutting crops", done=3, total=12))

    assert requested.args == [CropOptions(size_px=16), tmp_path / "photos-crops"]
    assert dialog.bar.sentence == "Cutting crops, 3 of 12"
    assert not dialog.write.isEnabled()


def test_cancel_while_writing_stops_it_and_leaves_the_dialog(qtbot: QtBot, dialog: CropsDialog) -> None:
    dialog.write.click()

    with qtbot.waitSignal(dialog.cancel_requested):
        dialog.cancel.click()

    assert dialog.isVisible()
    assert dialog.write.isEnabled()
    assert dialog.bar.sentence.startswith("Stopped.")


def test_what_cannot_be_cut_out_is_said_and_not_written(dialog: CropsDialog) -> None:
    dialog.set_failure(Failed(message="There are no boxes to cut out.", hint="Choose a dataset with boxes."))

    assert not dialog.write.isEnabled()
    assert dialog.write.toolTip() == "There are no boxes to cut out. Choose a dataset with boxes."
