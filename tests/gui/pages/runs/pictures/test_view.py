"""The tab that compares two runs: evaluations it lacks, the table, the pictures, and both maps."""

import shutil
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.commands import DecodePicture, DescribeModel, Evaluate, Explain
from engine.contract.dataset import Split
from engine.contract.events import Evaluated, Explained, Failed, PictureDecoded, Progress
from engine.contract.predictions import Evaluation
from engine.contract.run_folder import RunFolder
from gui.pages.runs.pictures.content import PairContent
from gui.pages.runs.pictures.joining import Outcome
from gui.pages.runs.pictures.reading import ANSWERS, ComparedRuns
from gui.pages.runs.pictures.view import PicturesTab
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.pages.runs.pictures.sample_pair import (
    FIRST,
    SECOND,
    SPLITS,
    A,
    B,
    D,
    E,
    write_paired_run,
    write_results,
)
from tests.gui.pages.runs.pictures.test_common_methods import LINEAR, RESIDUAL
from tests.gui.sample_pictures import write_pictures

DONE = Evaluated(
    folder="",
    evaluation=Evaluation(
        run="", task="classification", dataset="", split="", images=1, metrics={}, per_class=(), confusion=()
    ),
)


def make_tab(session: Session, settings: SettingsStore) -> PicturesTab[ComparedRuns]:
    content = PairContent(session.client, settings)
    return PicturesTab(session, settings, ANSWERS, pair=session.pair, content=content)


@pytest.fixture
def runs(quiet_session: Session, tmp_path: Path) -> tuple[RunFolder, RunFolder]:
    pictures = write_pictures(tmp_path / "pictures")
    return write_paired_run("old", pictures), write_paired_run("new", pictures)


@pytest.fixture
def tab(
    qtbot: QtBot, quiet_session: Session, settings: SettingsStore, runs: tuple[RunFolder, RunFolder]
) -> PicturesTab:
    tab = make_tab(quiet_session, settings)
    qtbot.addWidget(tab)
    tab.resize(1100, 700)
    tab.show()
    quiet_session.library.refresh()
    return tab


@pytest.fixture
def unevaluated(
    qtbot: QtBot, tab: PicturesTab, quiet_session: Session, runs: tuple[RunFolder, RunFolder]
) -> PicturesTab:
    """The tab with two runs that have not been evaluated yet."""
    quiet_session.pair.choose(runs[0].path, runs[1].path)
    look(qtbot, tab)
    return tab


@pytest.fixture
def compared(qtbot: QtBot, tab: PicturesTab, quiet_session: Session, runs: tuple[RunFolder, RunFolder]) -> PicturesTab:
    """The tab with two runs that have been evaluated."""
    write_results(runs[0], *FIRST)
    write_results(runs[1], *SECOND)
    quiet_session.pair.choose(runs[0].path, runs[1].path)
    look(qtbot, tab)
    return tab


def look(qtbot: QtBot, tab: PicturesTab) -> None:
    """Wait until the folders of the runs have been read."""
    qtbot.waitUntil(partial(is_still, tab))


def is_still(tab: PicturesTab) -> bool:
    return not tab.is_looking


def shown(tab: PicturesTab) -> list[str]:
    """Paths of the pictures in the gallery, in order."""
    found = []
    for index in range(tab.content.gallery.count):
        tab.content.gallery.select_index(index)
        item = tab.content.gallery.current
        found.append("" if item is None else item.path)
    return found


def explained(command: Explain) -> Explained:
    return Explained(
        run=command.run,
        image=command.image,
        method="gradcam",
        layer="last",
        target="circle",
        score=0.7,
        logit=1.0,
        range=(0.0, 2.0),
        cell_px=(8.0, 8.0),
    )


def answer_maps(answers: Answers) -> None:
    """Answer the two newest questions for maps, and that for the picture."""
    command = answers.asked(Explain)[-1]
    answers.answer(Explain, explained(command), np.full((3, 4), 2.0, np.float32))
    answers.answer(
        DecodePicture, PictureDecoded(path=command.image, width=32, height=24), np.zeros((24, 32, 3), np.uint8)
    )


def test_before_two_runs_are_chosen_the_tab_asks_for_them(tab: PicturesTab) -> None:
    assert "Choose run A and run B" in tab.sentence


def test_with_a_single_run_the_tab_says_what_is_missing(
    tab: PicturesTab, quiet_session: Session, runs: tuple[RunFolder, RunFolder]
) -> None:
    shutil.rmtree(runs[1].path)

    quiet_session.library.refresh()

    assert "Train another one" in tab.sentence


def test_missing_evaluations_are_made_one_after_the_other(
    qtbot: QtBot, unevaluated: PicturesTab, runs: tuple[RunFolder, RunFolder], answers: Answers
) -> None:
    first = answers.asked(Evaluate)
    write_results(runs[0], *FIRST)
    answers.answer(Evaluate, DONE)
    second = answers.asked(Evaluate)
    write_results(runs[1], *SECOND)
    answers.answer(Evaluate, DONE)
    look(qtbot, unevaluated)

    assert [command.run for command in first] == [str(runs[0].path)]
    assert [command.run for command in second] == [str(runs[0].path), str(runs[1].path)]
    assert unevaluated.sentence == ""


def test_the_progress_of_an_evaluation_is_told(unevaluated: PicturesTab, answers: Answers) -> None:
    answers.answer(Evaluate, Progress(what="Measuring", done=64, total=120))

    assert unevaluated.sentence == "Evaluating old on the validation pictures: Measuring, 64 of 120"
    assert unevaluated.cancel.isVisible()


def test_a_cancelled_evaluation_can_be_started_again(qtbot: QtBot, unevaluated: PicturesTab, answers: Answers) -> None:
    answers.answer(Evaluate, Failed(message="Cancelled.", hint="", is_cancelled=True))
    said = unevaluated.sentence

    qtbot.mouseClick(unevaluated.evaluate, Qt.MouseButton.LeftButton)
    look(qtbot, unevaluated)

    assert "cancelled" in said
    assert len(answers.asked(Evaluate)) == 2


def test_an_evaluation_that_fails_is_told(qtbot: QtBot, unevaluated: PicturesTab, answers: Answers) -> None:
    with qtbot.waitSignal(unevaluated.noticed):
        answers.answer(Evaluate, Failed(message="The weights do not fit.", hint="Repeat the run."))

    assert unevaluated.sentence == "The weights do not fit. Repeat the run."


def test_both_runs_are_evaluated_again_on_demand(qtbot: QtBot, compared: PicturesTab, answers: Answers) -> None:
    qtbot.mouseClick(compared.bar.again, Qt.MouseButton.LeftButton)

    assert len(answers.asked(Evaluate)) == 1
    answers.answer(Evaluate, DONE)
    assert len(answers.asked(Evaluate)) == 2
    answers.answer(Evaluate, DONE)
    look(qtbot, compared)
    assert compared.sentence == ""


def test_the_strongest_disagreement_is_looked_at_first(compared: PicturesTab) -> None:
    current = compared.content.current

    assert current is not None
    assert current.path == B
    assert compared.content.summary.headline.text() == "old is right on 1 picture more"


def test_a_cell_of_the_table_shows_its_pictures_and_a_second_click_all(qtbot: QtBot, compared: PicturesTab) -> None:
    cell = compared.content.summary.outcomes.cells[Outcome.ONLY_FIRST]
    qtbot.mouseClick(cell, Qt.MouseButton.LeftButton)
    chosen = shown(compared)
    qtbot.mouseClick(cell, Qt.MouseButton.LeftButton)

    assert chosen == [B, D]
    assert len(shown(compared)) == 5


def test_a_class_shows_its_pictures(compared: PicturesTab) -> None:
    compared.content.summary.classes.choose(1)

    assert set(shown(compared)) == {D, E}


def test_the_maps_of_both_runs_are_asked_for_and_shown(
    compared: PicturesTab, answers: Answers, runs: tuple[RunFolder, RunFolder]
) -> None:
    asked = answers.asked(Explain)
    answer_maps(answers)

    assert [command.run for command in asked[-2:]] == [str(run.path) for run in runs]
    assert {command.method for command in asked} == {"gradcam"}
    assert compared.content.maps.panes[1].pane.viewer.heat_map is not None
    assert "One cell of this map is 8 × 8 px" in compared.content.maps.panes[1].pane.caption.toolTip()
    assert compared.content.maps.panes[0].answer.full_text() == "Right: circle 80.0 %"
    assert compared.content.maps.panes[1].answer.full_text() == "Wrong: square 90.0 %, the truth circle 10.0 %"


def test_an_arrow_key_goes_to_the_next_picture_and_drops_the_questions_about_the_last(
    qtbot: QtBot, compared: PicturesTab, answers: Answers
) -> None:
    left = answers.asked(Explain)[-1]

    qtbot.keyClick(compared.content.gallery, Qt.Key.Key_Right)

    following = answers.asked(Explain)[-1]
    assert (Path(left.image).name, Path(following.image).name) == (Path(B).name, Path(E).name)
    answers.answer_to(left, explained(left), np.ones((3, 4), np.float32))
    assert compared.content.maps.panes[1].pane.viewer.heat_map is None


def test_going_back_to_a_picture_asks_for_nothing(qtbot: QtBot, compared: PicturesTab, answers: Answers) -> None:
    for command in answers.asked(Explain)[-2:]:
        answers.answer_to(command, explained(command), np.ones((3, 4), np.float32))
    qtbot.keyClick(compared.content.gallery, Qt.Key.Key_Right)
    before = len(answers.asked(Explain))

    qtbot.keyClick(compared.content.gallery, Qt.Key.Key_Left)
    answers.answer(DecodePicture, PictureDecoded(path=B, width=32, height=24), np.zeros((24, 32, 3), np.uint8))

    assert len(answers.asked(Explain)) == before
    assert compared.content.maps.panes[0].pane.viewer.heat_map is not None


def test_both_runs_can_explain_the_truth(qtbot: QtBot, compared: PicturesTab, answers: Answers) -> None:
    before = answers.asked(Explain)[-1]
    compared.content.maps.target.setFocus()
    qtbot.keyClick(compared.content.maps.target, Qt.Key.Key_Right)

    assert before.target is None
    assert [command.target for command in answers.asked(Explain)[-2:]] == ["circle", "circle"]


def test_the_zoom_of_one_pane_is_that_of_the_other(compared: PicturesTab, answers: Answers) -> None:
    answer_maps(answers)
    first, second = (pane.pane.viewer for pane in compared.content.maps.panes)

    first.zoom_in()

    assert second.zoom == pytest.approx(first.zoom)


def test_methods_that_only_one_network_allows_are_not_offered(compared: PicturesTab, answers: Answers) -> None:
    first, second = answers.asked(DescribeModel)[-2:]
    answers.answer_to(first, RESIDUAL)
    answers.answer_to(second, LINEAR)

    offered = [compared.content.maps.method.itemData(row) for row in range(compared.content.maps.method.count())]
    assert "gradcam" not in offered
    assert {command.method for command in answers.asked(Explain)[-2:]} == {"integrated-gradients"}


def test_the_chosen_method_is_remembered(
    qtbot: QtBot, compared: PicturesTab, answers: Answers, settings: SettingsStore
) -> None:
    compared.content.maps.method.setFocus()
    qtbot.keyClick(compared.content.maps.method, Qt.Key.Key_Down)

    assert settings.value.compared_method == "gradcam++"
    assert {command.method for command in answers.asked(Explain)[-2:]} == {"gradcam++"}


def test_a_map_that_fails_says_why_in_its_pane(compared: PicturesTab, answers: Answers) -> None:
    answers.answer(Explain, Failed(message="No layer has maps.", hint="Choose saliency."))

    assert "No layer has maps. Choose saliency." in compared.content.maps.panes[1].pane.caption.facts.full_text()


def test_the_runs_are_swapped(qtbot: QtBot, compared: PicturesTab, runs: tuple[RunFolder, RunFolder]) -> None:
    qtbot.mouseClick(compared.bar.swap, Qt.MouseButton.LeftButton)
    look(qtbot, compared)

    assert compared.bar.runs == (runs[1].path, runs[0].path)
    assert compared.content.maps.panes[0].name.full_text() == "A  new"
    compared.content.summary.outcomes.cells[Outcome.ONLY_SECOND].click()
    assert shown(compared) == [B, D]


def test_the_two_runs_are_remembered(
    qtbot: QtBot, compared: PicturesTab, quiet_session: Session, settings: SettingsStore
) -> None:
    chosen = compared.bar.runs
    quiet_session.pair.choose(None, None)
    look(qtbot, compared)

    again = make_tab(quiet_session, settings)
    qtbot.addWidget(again)

    assert again.bar.runs == chosen


def test_a_run_that_is_deleted_meanwhile_is_told(
    qtbot: QtBot, compared: PicturesTab, quiet_session: Session, runs: tuple[RunFolder, RunFolder]
) -> None:
    shutil.rmtree(runs[1].path)

    quiet_session.library.refresh()
    look(qtbot, compared)

    assert "new is no longer there" in compared.sentence


def test_pictures_that_one_run_trained_on_count_only_when_asked(
    qtbot: QtBot, tab: PicturesTab, quiet_session: Session, tmp_path: Path, runs: tuple[RunFolder, RunFolder]
) -> None:
    other = write_paired_run("other", tmp_path / "pictures", splits=SPLITS | {A: Split.TRAIN})
    write_results(runs[0], *FIRST)
    write_results(other, *SECOND[1:])
    write_results(other, SECOND[0], split=Split.TRAIN)
    quiet_session.pair.choose(runs[0].path, other.path)
    look(qtbot, tab)
    fair = shown(tab)

    qtbot.mouseClick(tab.bar.trained, Qt.MouseButton.LeftButton)
    look(qtbot, tab)

    assert A not in fair
    assert A in shown(tab)


def test_return_opens_the_picture_in_inspect(
    qtbot: QtBot, compared: PicturesTab, quiet_session: Session, runs: tuple[RunFolder, RunFolder], tmp_path: Path
) -> None:
    qtbot.keyClick(compared.content.gallery, Qt.Key.Key_Return)

    assert quiet_session.inspection.run == runs[0].path
    assert quiet_session.inspection.question.image == tmp_path / "pictures" / B


def test_where_no_picture_is_fair_those_that_one_trained_on_can_be_counted(
    qtbot: QtBot, tab: PicturesTab, quiet_session: Session, tmp_path: Path, runs: tuple[RunFolder, RunFolder]
) -> None:
    other = write_paired_run("other", tmp_path / "pictures", splits=dict.fromkeys(SPLITS, Split.TRAIN))
    write_results(runs[0], *FIRST)
    write_results(other, *SECOND, split=Split.TRAIN)
    quiet_session.pair.choose(runs[0].path, other.path)
    look(qtbot, tab)
    said = tab.sentence

    qtbot.mouseClick(tab.bar.trained, Qt.MouseButton.LeftButton)
    look(qtbot, tab)

    assert "none among 5 validation pictures" in said
    assert len(shown(tab)) == 5
