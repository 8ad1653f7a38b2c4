"""The questions of the Inspect page fit the network they are asked of."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.commands import ComputeFeatureMaps, DescribeModel, Evaluate, Explain, Predict
from engine.contract.events import Failed, LayerDescription, ModelDescribed, Progress
from gui.inspection import Method, default_method
from gui.session import Session
from tests.gui.answering import Answers

PICTURE = Path("/pictures/a.png")


def described(*, has_maps: bool, has_templates: bool = False, cam_layer: str | None = None) -> ModelDescribed:
    layer = LayerDescription(name="conv", kind="Convolution", shape=(8, 8, 4), has_positions=True)
    return ModelDescribed(
        run="/runs/one",
        classes=("a", "b"),
        layers=(layer,) if has_maps else (),
        default_layer="conv" if has_maps else None,
        cam_layer=cam_layer,
        has_templates=has_templates,
    )


@pytest.mark.parametrize(
    ("model", "method"),
    [
        (described(has_maps=True, cam_layer="conv"), "cam"),
        (described(has_maps=True), "gradcam"),
        (described(has_maps=False, has_templates=True), "templates"),
        (described(has_maps=False), None),
    ],
)
def test_the_most_exact_method_that_a_network_allows_is_asked_first(
    model: ModelDescribed, method: Method | None
) -> None:
    assert default_method(model) == method


def test_a_network_without_positions_is_not_asked_for_maps(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(session, monkeypatch)
    session.inspection.open(Path("/runs/one"))
    answers.answer(DescribeModel, described(has_maps=False))

    session.inspection.change(image=PICTURE)

    assert [command.images for command in answers.asked(Predict)] == [(str(PICTURE),)]
    assert not answers.asked(Explain)
    assert not answers.asked(ComputeFeatureMaps)


def test_of_a_cancelled_evaluation_nothing_more_is_told(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(session, monkeypatch)
    session.inspection.open(Path("/runs/one"))
    session.inspection.evaluate("validation")

    session.inspection.cancel_evaluation()

    with qtbot.assertNotEmitted(session.inspection.progressed), qtbot.assertNotEmitted(session.inspection.failed):
        answers.answer(Evaluate, Progress(what="Measuring", done=1, total=2))
        answers.answer(Evaluate, Failed(message="It was cancelled.", hint="", is_cancelled=True))


def test_an_evaluation_that_goes_on_tells_its_progress(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(session, monkeypatch)
    session.inspection.open(Path("/runs/one"))
    session.inspection.evaluate("validation")

    with qtbot.waitSignal(session.inspection.progressed):
        answers.answer(Evaluate, Progress(what="Measuring", done=1, total=2))


def test_a_picture_that_a_view_chooses_for_a_new_network_stays_asked(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(session, monkeypatch)
    session.inspection.open(Path("/runs/one"))

    def choose(_model: object) -> None:
        session.inspection.change(image=PICTURE)

    session.inspection.described.connect(choose)

    answers.answer(DescribeModel, described(has_maps=True))

    assert session.inspection.question.image == PICTURE
