"""The Inspect page finds its pictures after saving of labels has moved some of them."""

from pathlib import Path

import pytest

from engine.contract.label_errors import FindLabelErrors, LabelErrorsFound, LabelRanking, Suspect
from engine.contract.labels import PicturesMoved
from engine.contract.run_folder import RunFolder
from gui.labels.editor import LabelledDataset
from gui.pages.inspect.errors.label_errors import LabelErrorsView
from gui.pages.inspect.page import InspectPage
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.labels.moved_picture import move_picture

OLD, NEW = "circle/1.png", "square/1_from_circle.png"
MOVED = PicturesMoved(is_back=False, moved=1, renamed=1)


@pytest.fixture
def folder(looking: InspectPage, run: RunFolder) -> Path:
    """The pictures of the run that is looked at, whose evaluation says where they are."""
    folder = run.read_config().dataset.folder
    metrics = run.evaluation / "validation" / "metrics.json"
    metrics.write_text(metrics.read_text().replace('"dataset":"pictures"', f'"dataset":"{folder}"'))
    return folder


def move(session: Session, folder: Path) -> None:
    assert move_picture(folder, OLD, "square") == NEW
    session.labels.pictures_moved.emit(LabelledDataset(str(folder)), MOVED)


def test_the_strip_and_the_picture_follow(looking: InspectPage, session: Session, folder: Path) -> None:
    before = session.inspection.question.image

    move(session, folder)

    current = looking.picture.strip.current
    assert before == folder / OLD
    assert session.inspection.question.image == folder / NEW
    assert current is not None
    assert current.path == NEW
    assert [result.image for result in looking.errors.labels.pictures._shown.results] == [NEW]


def test_the_suspects_follow(looking: InspectPage, session: Session, answers: Answers, folder: Path) -> None:
    view = looking.errors.labels.views["label errors"]
    assert isinstance(view, LabelErrorsView)
    looking.errors.labels.choice.set_current("label errors")
    looking.errors.labels.choice.chosen.emit("label errors")
    suspect = Suspect(
        image=OLD,
        split="validation",
        given="circle",
        suggested="square",
        score=0.9,
        given_score=0.1,
        suggested_score=0.8,
        given_neighbours=1,
        suggested_neighbours=9,
    )
    ranking = LabelRanking(run="a", pictures=3, neighbours=10, train_agreement=None, suspects=(suspect,))
    view.start.click()
    answers.answer(FindLabelErrors, LabelErrorsFound(ranking=ranking))

    move(session, folder)

    assert [row.image for row in view.table.rows_model.rows] == [NEW]
    assert [result.image for result in view.shown.results] == [NEW]
