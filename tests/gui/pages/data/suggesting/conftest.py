"""The Data page with the first picture of a small dataset, large."""

from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.actions import Actions
from gui.pages.data.page import DataPage
from gui.session import Session
from gui.settings import SettingsStore
from tests.engine.dataset.labels.drawn_dataset import save_coco
from tests.gui.answering import Answers
from tests.gui.pages.data.large_picture import show_large


@pytest.fixture
def page(
    qtbot: QtBot, quiet_session: Session, answers: Answers, *, actions: Actions, settings: SettingsStore, tmp_path: Path
) -> DataPage:
    """The first picture, large."""
    page = DataPage(quiet_session, actions, settings)
    show_large(qtbot, page, quiet_session, answers, folder=save_coco(tmp_path / "data"))
    qtbot.waitUntil(page.pictures.preview.bar.suggest.isVisible)
    qtbot.waitUntil(partial(_can_draw, page))
    return page


def _can_draw(page: DataPage) -> bool:
    return page.pictures.preview.can_draw and len(page.pictures.preview.viewer._hand.shapes) == 2
