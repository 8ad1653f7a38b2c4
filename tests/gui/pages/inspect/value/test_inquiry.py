"""The Value tab asks the network about the picture that is inspected."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from engine.contract.commands import ComputeFeatureMaps, DescribeModel
from engine.contract.events import ChannelDescription, Failed, FeatureMapsComputed
from engine.contract.looking_inside import ExplainValue, ViewAsMatrix
from gui.pages.inspect.value.details import ValueDetails
from gui.pages.inspect.value.inquiry import ValueInquiry
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.pages.inspect.value.test_details import MODEL
from tests.gui.pages.inspect.value.values import convolution_arrays, convolution_event


@pytest.fixture
def answers(session: Session, monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(session, monkeypatch)


@pytest.fixture
def view(qtbot: QtBot) -> ValueDetails:
    view = ValueDetails()
    qtbot.addWidget(view)
    view.resize(320, 700)
    return view


@pytest.fixture
def inquiry(session: Session, answers: Answers, view: ValueDetails) -> ValueInquiry:
    inquiry = ValueInquiry(view, session.client, session.inspection, QObject(view))
    session.inspection.open(Path("/runs/one"))
    answers.answer(DescribeModel, MODEL)
    session.inspection.change(image=Path("/pictures/a.png"))
    return inquiry


def test_nothing_is_asked_before_the_tab_is_opened(answers: Answers, inquiry: ValueInquiry) -> None:
    assert not answers.asked(ExplainValue)

    inquiry.on_tab_changed("value")

    assert [(command.layer, command.cell) for command in answers.asked(ExplainValue)] == [("conv", ())]


def test_an_answer_is_shown_and_stepping_asks_for_the_next_cell(
    answers: Answers, inquiry: ValueInquiry, view: ValueDetails
) -> None:
    inquiry.on_tab_changed("value")
    answers.answer(ExplainValue, convolution_event(), *convolution_arrays())

    view.map.cell_chosen.emit(2, 2)

    assert view.told is not None
    assert answers.asked(ExplainValue)[-1].cell == (2, 2, 3)


def test_a_click_on_a_feature_map_points_at_its_channel(
    session: Session, answers: Answers, inquiry: ValueInquiry
) -> None:
    channels = (ChannelDescription(index=6, contribution=1.0, minimum=0, maximum=1),)
    computed = FeatureMapsComputed(
        run="/runs/one",
        image="/pictures/a.png",
        layer="pool",
        target="a",
        channels=channels,
        total_channels=8,
        dead_channels=0,
    )
    answers.answer(ComputeFeatureMaps, computed)

    inquiry.on_map_chosen(0)

    assert answers.asked(ExplainValue)[-1].layer == "pool"
    assert answers.asked(ExplainValue)[-1].cell == (0, 0, 6)


def test_the_matrix_is_asked_for_the_channels_that_are_shown(
    answers: Answers, inquiry: ValueInquiry, view: ValueDetails
) -> None:
    inquiry.on_tab_changed("value")
    answers.answer(ExplainValue, convolution_event(), *convolution_arrays())

    view.matrix_wanted.emit("conv")

    (command,) = answers.asked(ViewAsMatrix)
    assert (command.channel, command.source_channel) == (3, 1)


def test_why_there_is_no_arithmetic_is_told_in_the_tab(
    answers: Answers, inquiry: ValueInquiry, view: ValueDetails
) -> None:
    inquiry.on_tab_changed("value")

    answers.answer(ExplainValue, Failed(message="It cannot be told.", hint="Choose another layer."))

    assert view.told is None
