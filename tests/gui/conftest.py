"""A session without engines: none is started until something is asked of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from gui.actions import Actions
from gui.engine_client import EngineClient
from gui.session import Session
from gui.settings import SettingsStore
from gui.theme import theme
from tests.gui.answering import Answers


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))
    theme().install("light")
    client = EngineClient()
    session = Session(client, client)
    yield session
    session.close()
    client.deleteLater()


@pytest.fixture
def actions(qtbot: QtBot) -> Iterator[Actions]:
    window = QMainWindow()
    qtbot.addWidget(window)
    yield Actions(window)
    window.close()


@pytest.fixture
def answers(session: Session, monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(session, monkeypatch)


@pytest.fixture
def quiet_session(session: Session, answers: Answers) -> Session:
    """The session, with engines that only remember what they were asked."""
    return session


@pytest.fixture
def settings(tmp_path: Path, qtbot: QtBot) -> Iterator[SettingsStore]:
    store = SettingsStore(tmp_path / "settings.json")
    yield store
    store.save()
    store.deleteLater()
