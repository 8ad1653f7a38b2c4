"""The Inspect page with a network and a picture."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.run_folder import RunFolder
from gui.actions import Actions
from gui.pages.inspect.page import InspectPage
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.pages.inspect.sample_answers import answer_questions, describe, write_evaluation
from tests.gui.sample_pictures import CLASSES, write_pictures
from tests.gui.sample_runs import sample_config, write_run


@pytest.fixture
def run(session: Session, tmp_path: Path) -> RunFolder:
    pictures = write_pictures(tmp_path / "pictures")
    config = sample_config(dataset=str(pictures)).model_copy(update={"classes": CLASSES})
    return RunFolder(write_run("pictures-1", config))


@pytest.fixture
def page(
    qtbot: QtBot, quiet_session: Session, actions: Actions, settings: SettingsStore, run: RunFolder
) -> InspectPage:
    page = InspectPage(quiet_session, actions, settings)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    quiet_session.inspect(run.path)
    page.show()
    return page


@pytest.fixture
def looking(page: InspectPage, answers: Answers, run: RunFolder) -> InspectPage:
    """The page with a wrong picture and all answers about it."""
    write_evaluation(run)
    describe(answers, run)
    page.picture.strip.select("circle/1.png")
    answer_questions(answers, run, "circle/1.png")
    return page
