"""The Microscope tab of a network for masks, and answers to what it asks."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.commands import DescribeModel
from engine.contract.events import LayerDescription, ModelDescribed
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.microscope.tab import MicroscopeTab
from gui.pictures.loader import PictureLoader
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers

CLASSES = ("background", "leaf", "nut")


@pytest.fixture
def tab(qtbot: QtBot, quiet_session: Session, settings: SettingsStore) -> MicroscopeTab:
    tab = MicroscopeTab(quiet_session, settings, PictureLoader(quiet_session.client, quiet_session))
    qtbot.addWidget(tab)
    tab.resize(1000, 700)
    tab.show()
    return tab


@pytest.fixture
def image(tab: MicroscopeTab, quiet_session: Session, answers: Answers, run: RunFolder, tmp_path: Path) -> str:
    """The picture that is looked at with the network of ``run``."""
    picture = tmp_path / "pictures" / "circle" / "0.png"
    quiet_session.inspect(run.path, image=picture)
    layer = LayerDescription(name="logits", kind="Conv2D", shape=(24, 32, 3), has_positions=True)
    described = ModelDescribed(
        run=str(run.path),
        classes=CLASSES,
        layers=(layer,),
        default_layer="logits",
        cam_layer=None,
        has_templates=False,
        class_map="logits",
    )
    answers.answer(DescribeModel, described)
    return str(picture)
