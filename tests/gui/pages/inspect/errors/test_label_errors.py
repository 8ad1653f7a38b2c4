"""The Label errors view: found on demand, decided on in the gallery below."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.dataset import Split
from engine.contract.events import Failed
from engine.contract.label_errors import FindLabelErrors, LabelErrorsFound, LabelRanking, Suspect
from engine.contract.labels import CorrectLabels
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.errors.evaluated import EvaluatedSplit
from gui.pages.inspect.errors.label_errors import LabelErrorsView
from gui.pages.inspect.errors.suspect_words import learning, mean_lead, verdict
from gui.pages.inspect.errors.view import ErrorsContext
from gui.pages.inspect.page import InspectPage
from gui.session import Session
from gui.settings import SettingsStore
from gui.words import NOTHING
from tests.gui.answering import Answers
from tests.gui.sample_pictures import open_index


def suspect(image: str, score: float) -> Suspect:
    return Suspect(
        image=image,
        split=Split.TRAIN,
        given="circle",
        suggested="square",
        score=score,
        given_score=0.1,
        suggested_score=0.8,
        given_neighbours=2,
        suggested_neighbours=30,
    )


LIKELY, DOUBTFUL = suspect("circle/1.png", 0.9), suspect("circle/0.png", 0.4)
RANKING = LabelRanking(run="/runs/a", pictures=40, neighbours=40, train_agreement=0.9, suspects=(LIKELY, DOUBTFUL))


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, settings: SettingsStore, evaluated: EvaluatedSplit) -> LabelErrorsView:
    view = LabelErrorsView(ErrorsContext(quiet_session.client, settings))
    qtbot.addWidget(view)
    qtbot.addWidget(view.controls())
    view.resize(900, 300)
    view.show()
    view.set_evaluation(evaluated)
    return view


def find(qtbot: QtBot, view: LabelErrorsView, answers: Answers) -> None:
    qtbot.mouseClick(view.start, Qt.MouseButton.LeftButton)
    answers.answer(FindLabelErrors, LabelErrorsFound(ranking=RANKING))


def test_before_the_search_the_mistakes_stand_below(view: LabelErrorsView) -> None:
    assert view.shown.title == "Mistakes"
    assert not view.shown.has_suggestions


def test_the_likeliest_are_shown_first_and_the_doubtful_on_demand(
    qtbot: QtBot, view: LabelErrorsView, answers: Answers
) -> None:
    find(qtbot, view, answers)

    assert list(view.table.rows_model.rows) == [LIKELY]
    view.range.set_current("all")
    view.range.chosen.emit("all")
    assert list(view.table.rows_model.rows) == [LIKELY, DOUBTFUL]
    assert [result.image for result in view.shown.results] == ["circle/1.png", "circle/0.png"]


def test_a_click_on_a_suspect_shows_its_picture(qtbot: QtBot, view: LabelErrorsView, answers: Answers) -> None:
    find(qtbot, view, answers)

    view.table.chosen.emit(LIKELY)

    assert (view.shown.title, view.shown.is_choice) == ("circle, or rather square", True)
    assert [result.image for result in view.shown.results] == ["circle/1.png"]


def test_the_same_button_cancels(qtbot: QtBot, view: LabelErrorsView, answers: Answers) -> None:
    qtbot.mouseClick(view.start, Qt.MouseButton.LeftButton)
    assert view.start.text() == "Cancel"

    view._on_failed(Failed(id="1", message="", hint="", is_cancelled=True))

    assert view.start.text() == "Find likely label errors"


def test_a_ranking_stays_while_only_the_split_changes(
    qtbot: QtBot, view: LabelErrorsView, answers: Answers, evaluated: EvaluatedSplit
) -> None:
    find(qtbot, view, answers)

    view.set_evaluation(evaluated)

    assert list(view.table.rows_model.rows) == [LIKELY]


def test_a_network_that_agrees_with_every_label_is_not_trusted() -> None:
    assert verdict(RANKING) == "1 of 40 labels likelier wrong than right."
    assert "by heart" in verdict(RANKING.model_copy(update={"train_agreement": 1.0}))


def test_what_was_said_before_it_was_by_heart_is_told() -> None:
    known = RANKING.model_copy(update={"train_agreement": 1.0, "judged_until": 8})

    assert verdict(known).endswith("by heart by now; what it said in the first 8 epochs counts for them.")
    assert "the first epoch counts" in verdict(known.model_copy(update={"judged_until": 1}))


def test_how_a_label_was_learned_is_told_in_words_and_by_a_number() -> None:
    learned = LIKELY.model_copy(update={"leads": (-0.5, None, -0.25, 0.75)})

    assert learning(learned) == "Ahead in 33.3 % of the epochs"
    assert mean_lead(learned) == 0.0
    assert (learning(LIKELY), mean_lead(LIKELY)) == (NOTHING, None)


def test_the_label_that_was_learned_last_comes_first_on_demand(
    qtbot: QtBot, view: LabelErrorsView, answers: Answers
) -> None:
    late = LIKELY.model_copy(update={"image": "circle/2.png", "score": 0.6, "leads": (-0.9, -0.5)})
    soon = LIKELY.model_copy(update={"image": "circle/3.png", "score": 0.7, "leads": (-0.9, 0.9)})
    qtbot.mouseClick(view.start, Qt.MouseButton.LeftButton)
    ranking = RANKING.model_copy(update={"suspects": (LIKELY, soon, late)})
    answers.answer(FindLabelErrors, LabelErrorsFound(ranking=ranking))

    view.table.horizontalHeader().sectionClicked.emit(4)

    assert list(view.table.rows_model.rows) == [late, soon, LIKELY]


def test_how_a_label_was_learned_is_drawn(view: LabelErrorsView, qtbot: QtBot, answers: Answers) -> None:
    find(qtbot, view, answers)
    late, soon = (LIKELY.model_copy(update={"leads": leads}) for leads in ((-0.9, -0.5), (0.5, 0.9)))

    view.table.set_rows([late])
    of_late = view.table.viewport().grab().toImage()
    view.table.set_rows([soon])

    assert view.table.viewport().grab().toImage() != of_late


def test_a_key_takes_the_suggestion(qtbot: QtBot, looking: InspectPage, answers: Answers, run: RunFolder) -> None:
    open_index(Path(run.read_config().dataset.path)).close()
    looking.show_tab("errors")
    tab = looking.errors
    tab.labels.choice.set_current(LabelErrorsView.KEY)
    tab.labels.choice.chosen.emit(LabelErrorsView.KEY)
    found = tab.labels.views[LabelErrorsView.KEY]
    assert isinstance(found, LabelErrorsView)
    found.start.click()
    answers.answer(FindLabelErrors, LabelErrorsFound(ranking=RANKING))
    tab.labels.pictures.gallery.select_index(0)

    qtbot.keyClick(tab.labels.pictures.gallery, Qt.Key.Key_T)

    assert answers.asked(CorrectLabels)[0].labels == {"circle/1.png": "square"}
