"""The Data page with the first picture of a small dataset, large, before anything is known of what is drawn on it."""

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.commands import DecodePicture
from engine.contract.events import PictureDecoded
from gui.pages.data.page import DataPage
from gui.session import Session
from tests.engine.dataset.labels.drawn_dataset import SIZE
from tests.gui.answering import Answers
from tests.gui.sample_pictures import show_dataset

PIXELS = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)


def show_large(qtbot: QtBot, page: DataPage, session: Session, answers: Answers, *, folder: Path) -> None:
    """Show the page with a dataset, and its first picture large."""
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.show()
    index = show_dataset(session, folder)
    qtbot.waitUntil(partial(_is_read, page))
    page.pictures.gallery.select_index(0)
    qtbot.keyClick(page.pictures.gallery, Qt.Key.Key_Return)
    decoded = PictureDecoded(path=str(index.root / "images/a.png"), width=SIZE[0], height=SIZE[1])
    answers.answer(DecodePicture, decoded, PIXELS)


def _is_read(page: DataPage) -> bool:
    return bool(page.pictures.gallery.count and page.pictures.pictures.item(0).path)
