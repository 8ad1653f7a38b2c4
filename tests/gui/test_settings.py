"""Settings survive a restart and a damaged file."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from pytestqt.qtbot import QtBot

from gui.settings import Settings, SettingsStore


def test_a_change_is_there_after_a_restart(qtbot: QtBot, tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    store.change(theme="dark", page="runs")
    store.save()

    again = SettingsStore(tmp_path / "settings.json")

    assert (again.value.theme, again.value.page) == ("dark", "runs")


def test_a_damaged_file_gives_the_defaults(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{")

    assert SettingsStore(tmp_path / "settings.json").value == Settings()


def test_a_setting_of_a_newer_version_is_ignored(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"theme": "dark", "hologram": true}')

    assert SettingsStore(tmp_path / "settings.json").value.theme == "dark"


def test_a_value_that_cannot_be_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json")

    with pytest.raises(ValidationError):
        store.change(theme="pink")
