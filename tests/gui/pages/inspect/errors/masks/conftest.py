"""An evaluation of masks, and the Errors tab with it."""

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.run_folder import RunFolder
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, evaluated_masks
from gui.pages.inspect.errors.tab import ErrorsTab
from gui.pages.inspect.errors.view import ErrorsContext
from gui.pages.inspect.inspected_run import InspectedRun
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.pages.inspect.errors.masks.sample_masks import write_mask_evaluation


@pytest.fixture
def evaluated(run: RunFolder) -> EvaluatedMasks:
    write_mask_evaluation(run)
    found = evaluated_masks(InspectedRun.of(run.path), "validation")
    assert found is not None
    return found


@pytest.fixture
def tab(
    qtbot: QtBot, quiet_session: Session, settings: SettingsStore, answers: Answers, evaluated: EvaluatedMasks
) -> ErrorsTab:
    tab = ErrorsTab(ErrorsContext(quiet_session.client, settings), ThumbnailStore())
    qtbot.addWidget(tab)
    tab.resize(900, 800)
    tab.set_evaluation(evaluated, "validation")
    tab.show()
    return tab
