"""The view of two runs on one picture."""

from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.pages.runs.microscope.tab import MicroscopeTab
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.pages.runs.microscope.driving import HALF, answer_picture, answer_truth, answer_vectors, has_scores
from tests.gui.pages.runs.microscope.sample_masks import true_codes, write_mask_run


@pytest.fixture
def dataset(quiet_session: Session, tmp_path: Path) -> Path:
    folder = tmp_path / "shapes"
    (folder / "images").mkdir(parents=True)
    return folder


@pytest.fixture
def runs(dataset: Path) -> tuple[Path, Path]:
    """One that followed the first picture, and one that followed none and has a coarse map."""
    return write_mask_run("unet-1", dataset), write_mask_run("coarse", dataset, network="direct-heat-map", pinned=())


@pytest.fixture
def tab(qtbot: QtBot, quiet_session: Session, settings: SettingsStore, runs: tuple[Path, Path]) -> MicroscopeTab:
    """The view of both runs, with the first picture, of which nothing was answered yet."""
    tab = MicroscopeTab(quiet_session, settings)
    qtbot.addWidget(tab)
    tab.resize(900, 640)
    tab.show()
    quiet_session.library.refresh()
    quiet_session.group.choose(runs)
    qtbot.waitUntil(lambda: not tab.sentence)
    return tab


@pytest.fixture
def answered(qtbot: QtBot, tab: MicroscopeTab, answers: Answers) -> MicroscopeTab:
    """The same with all answers: the first run is right in the upper half, the second one everywhere."""
    answer_picture(answers)
    answer_truth(answers)
    answer_vectors(answers, HALF)
    answer_vectors(answers, true_codes())
    qtbot.waitUntil(partial(has_scores, tab))
    return tab
