"""From the open dataset to the one of its crops."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.contract.commands import OpenDataset
from engine.contract.crops import ClassCrops, CropOptions, CropsPreviewed, CropsWritten, PreviewCrops, WriteCrops
from gui.pages.data.crops.making import CropMaking, written_words
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.sample_pictures import show_dataset, write_pictures

WRITTEN = CropsWritten(
    out="/out", images=12, unread=1, classes=(ClassCrops(name="cat", count=36), ClassCrops(name="background", count=72))
)


@pytest.fixture
def making(qtbot: QtBot, quiet_session: Session, tmp_path: Path) -> Iterator[CropMaking]:
    show_dataset(quiet_session, write_pictures(tmp_path / "pictures"))
    window = QWidget()
    qtbot.addWidget(window)
    making = CropMaking(quiet_session, SettingsStore(tmp_path / "settings.json"), window)
    making.open()
    yield making
    if making.dialog is not None:
        making.dialog.close()


def test_the_preview_looks_at_the_open_index(
    qtbot: QtBot, making: CropMaking, quiet_session: Session, answers: Answers
) -> None:
    dialog = making.dialog
    assert dialog is not None
    with qtbot.waitSignal(dialog.preview_requested):
        pass

    (asked,) = answers.asked(PreviewCrops)
    index = quiet_session.dataset.index
    assert index is not None
    assert asked.index == str(index.path)
    answers.answer(
        PreviewCrops,
        CropsPreviewed(labels=("cat",), images=1, planned=(ClassCrops(name="background", count=8),)),
        np.zeros((1, 48, 48, 3), np.uint8),
    )
    assert len(dialog.preview.tiles.tiles) == 1


def test_options_are_remembered(making: CropMaking, tmp_path: Path) -> None:
    assert making.dialog is not None

    making.dialog.form.row("size_px").changed.emit("size_px", 64)
    making.dialog.close()
    making.open()

    assert making.dialog.options == CropOptions(size_px=64)


def test_what_was_written_is_opened_and_told(
    qtbot: QtBot, making: CropMaking, answers: Answers, tmp_path: Path
) -> None:
    assert making.dialog is not None
    making.dialog.write.click()
    (asked,) = answers.asked(WriteCrops)
    assert asked.out == str(tmp_path / "pictures-crops")

    with qtbot.waitSignal(making.noticed) as noticed:
        answers.answer(WriteCrops, WRITTEN)

    assert making.dialog is None
    assert answers.asked(OpenDataset)[-1].path == "/out"
    assert noticed.args[0].text == written_words(WRITTEN)
    assert "108 crops of 12 pictures" in noticed.args[0].text
    assert "1 picture could not be read" in noticed.args[0].text
