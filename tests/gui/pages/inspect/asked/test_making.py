"""From an inspected classifier to a run that finds objects with it."""

from pathlib import Path

import pytest

from engine.contract.commands import DescribeModel, ProposeConfig, Train
from engine.contract.config import RunConfig
from engine.contract.events import ConfigProposed, ModelDescribed
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.page import InspectPage
from tests.gui.answering import Answers


def describe(answers: Answers, run: RunFolder, *, can_be_asked: bool) -> None:
    model = ModelDescribed(
        run=str(run.path),
        classes=("background", "leaf"),
        layers=(),
        default_layer=None,
        cam_layer=None,
        has_templates=False,
        can_be_asked=can_be_asked,
    )
    answers.answer(DescribeModel, model)


@pytest.fixture
def asked(page: InspectPage, answers: Answers, run: RunFolder) -> InspectPage:
    """The page with a classifier that knows background."""
    describe(answers, run, can_be_asked=True)
    return page


def test_a_classifier_that_knows_background_can_become_a_detector(
    asked: InspectPage, answers: Answers, run: RunFolder
) -> None:
    asked.making.button.click()
    dialog = asked.making.dialog
    assert dialog is not None
    dialog.dataset.setText("/boxes")

    dialog.make.click()

    (question,) = answers.asked(ProposeConfig)
    assert (question.network, question.path) == ("sliding-window", str(Path("/boxes")))
    assert question.weights is not None
    assert question.weights.path == str(run.path)


def test_the_proposed_detector_is_made_as_a_run(asked: InspectPage, answers: Answers, run: RunFolder) -> None:
    config: RunConfig = run.read_config()
    asked.making.button.click()
    dialog = asked.making.dialog
    assert dialog is not None
    dialog.dataset.setText("/boxes")
    dialog.make.click()

    answers.answer(ProposeConfig, ConfigProposed(config=config))

    (training,) = answers.asked(Train)
    assert training.config == config
    assert asked.making.dialog is None


def test_other_networks_offer_nothing_and_say_why(page: InspectPage, answers: Answers, run: RunFolder) -> None:
    describe(answers, run, can_be_asked=False)

    page.making.open()

    assert page.making.button.isHidden()
    assert page.making.dialog is None
    assert "Make crops" in page.banners.notices[-1].text
