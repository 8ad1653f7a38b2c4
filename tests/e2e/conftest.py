"""The real window with real engines, on a small dataset that is drawn once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.folders import home_folder
from engine.data.synthetic.writing import write_sample
from gui.app import App
from gui.settings import SettingsStore


@pytest.fixture(scope="session")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 240 drawn shapes."""
    folder = tmp_path_factory.mktemp("e2e") / "shapes"
    write_sample("classification", folder, count=240, seed=3)
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for runs, caches and settings, also for the engines that the test starts."""
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "fovea"))
    return home_folder()


@pytest.fixture
def app(qtbot: QtBot, home: Path) -> Iterator[App]:
    """The window, shown, with its engines starting behind it."""
    app = App(settings=SettingsStore(home / "settings.json"))
    qtbot.addWidget(app.window)
    app.open()
    qtbot.waitExposed(app.window)
    yield app
    app.window.close()
