"""The Data page with the first picture of a small dataset, large."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.commands import DecodePicture
from engine.contract.events import PictureDecoded
from gui.actions import Actions
from gui.pages.data.page import DataPage
from gui.session import Session
from gui.settings import SettingsStore
from tests.engine.dataset.labels.drawn_dataset import SIZE, save_coco
from tests.gui.answering import Answers
from tests.gui.sample_pictures import show_dataset

PIXELS = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)


@pytest.fixture
def page(
    qtbot: QtBot, quiet_session: Session, answers: Answers, *, actions: Actions, settings: SettingsStore, tmp_path: Path
) -> DataPage:
    """The first picture, large."""
    page = DataPage(quiet_session, actions, settings)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.show()
    index = show_dataset(quiet_session, save_coco(tmp_path / "data"))
    qtbot.waitUntil(partial(_is_read, page))
    page.pictures.gallery.select_index(0)
    qtbot.keyClick(page.pictures.gallery, Qt.Key.Key_Return)
    answers.answer(DecodePicture, PictureDecoded(path=str(index.root / "images/a.png"), width=40, height=30), PIXELS)
    qtbot.waitUntil(page.pictures.preview.bar.suggest.isVisible)
    qtbot.waitUntil(partial(_can_draw, page))
    return page


def _is_read(page: DataPage) -> bool:
    return bool(page.pictures.gallery.count and page.pictures.pictures.item(0).path)


def _can_draw(page: DataPage) -> bool:
    return page.pictures.preview.can_draw and len(page.pictures.preview.viewer._hand.shapes) == 2
