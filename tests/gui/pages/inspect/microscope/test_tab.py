"""The Microscope tab is there for networks that say something of every pixel, and says what is missing."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from engine.contract.commands import DescribeModel
from engine.contract.events import LayerDescription, ModelDescribed
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.microscope.instruments import INSTRUMENTS
from gui.pages.inspect.microscope.tab import MicroscopeTab
from gui.pages.inspect.page import InspectPage
from gui.pictures.loader import PictureLoader
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.tabs import TabBar
from tests.gui.answering import Answers
from tests.gui.pages.inspect.sample_answers import describe


def tab_names(page: InspectPage) -> list[str]:
    bar = next(bar for bar in page.findChildren(TabBar) if any(choice.name == "picture" for choice in bar.choices))
    return [choice.name for choice in bar.choices]


def test_a_network_for_whole_pictures_has_no_microscope(page: InspectPage, answers: Answers, run: RunFolder) -> None:
    describe(answers, run)

    assert "microscope" not in tab_names(page)


def test_a_network_for_pixels_has_one_until_another_network_comes(
    page: InspectPage, answers: Answers, run: RunFolder, quiet_session: Session
) -> None:
    layer = LayerDescription(name="logits", kind="Conv2D", shape=(24, 32, 3), has_positions=True)
    dense = ModelDescribed(
        run=str(run.path),
        classes=("background", "leaf", "nut"),
        layers=(layer,),
        default_layer="logits",
        cam_layer=None,
        has_templates=False,
        class_map="logits",
    )
    answers.answer(DescribeModel, dense)
    assert tab_names(page)[:3] == ["picture", "layers", "microscope"]
    page.show_tab("microscope")

    quiet_session.inspect(run.path)
    describe(answers, run)

    assert "microscope" not in tab_names(page)
    assert page.current_tab == "picture"


def test_without_a_network_every_instrument_says_so(tab: MicroscopeTab) -> None:
    for entry in INSTRUMENTS:
        tab.show_instrument(entry.name)
        assert tab.current.sentence.startswith("No trained network is open.")


def test_an_unknown_instrument_of_old_settings_is_the_first_one(
    qtbot: QtBot, quiet_session: Session, tmp_path: Path
) -> None:
    settings = SettingsStore(tmp_path / "settings.json")
    settings.change(microscope="telescope")

    tab = MicroscopeTab(quiet_session, settings, PictureLoader(quiet_session.client, quiet_session))
    qtbot.addWidget(tab)

    assert tab.bar.current == INSTRUMENTS[0].name
    settings.save()
    settings.deleteLater()
