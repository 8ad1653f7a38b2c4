from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.commands import OpenNetwork
from engine.contract.events import Failed, NetworkOpened
from gui.builder.graph_files import read_network, write_network
from gui.session import Session
from models.editing.edits import set_option
from models.graph import Graph, Node
from models.nodes import Convolution, Dense, GlobalAveragePooling, Input
from tests.gui.answering import Answers
from tests.gui.sample_runs import sample_config

GRAPH = Graph(
    "birds",
    (
        Node("in", Input((16, 16, 3))),
        Node("first", Convolution(4), ("in",)),
        Node("pool", GlobalAveragePooling(), ("first",)),
        Node("scores", Dense(3), ("pool",)),
    ),
    ("scores",),
)


@pytest.fixture
def answers(session: Session, monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(session, monkeypatch)


def opened(path: Path, **changes: object) -> NetworkOpened:
    told = {"path": str(path), "origin": "file", "title": path.stem, "graph": GRAPH.to_json(), **changes}
    return NetworkOpened.model_validate(told)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "birds.keras"
    path.touch()
    return path


def test_a_keras_file_is_drawn_with_the_place_of_its_weights(session: Session, answers: Answers, file: Path) -> None:
    session.open_network(file)
    answers.answer(OpenNetwork, opened(file))

    assert session.document.graph == GRAPH
    assert session.document.drawn.weights is not None
    assert (session.document.drawn.weights.origin, session.document.drawn.weights.path) == ("file", str(file))


def test_an_edit_says_which_weights_are_kept(session: Session, answers: Answers, file: Path) -> None:
    session.open_network(file)
    answers.answer(OpenNetwork, opened(file))

    session.document.edit(set_option(GRAPH, "scores", "units", 5), "other classes")

    words = session.opened_network.weights_in_words(session.document.drawn)
    assert words == "Weights of birds.keras: kept 1, new 1, dropped 1"


def test_undo_brings_the_network_before_back_without_the_weights(
    session: Session, answers: Answers, file: Path
) -> None:
    before = session.document.drawn
    session.open_network(file)
    answers.answer(OpenNetwork, opened(file))

    session.undo_stack.undo()

    assert session.document.drawn == before
    assert session.opened_network.weights_in_words(session.document.drawn) == ""


def test_what_had_to_be_assumed_is_told(qtbot: QtBot, session: Session, answers: Answers, file: Path) -> None:
    session.open_network(file)

    with qtbot.waitSignal(session.noticed) as noticed:
        answers.answer(OpenNetwork, opened(file, warnings=("Pictures of any size.",)))

    assert noticed.args[0].text == "birds is open. Pictures of any size."


def test_a_refusal_is_told_and_changes_nothing(qtbot: QtBot, session: Session, answers: Answers, file: Path) -> None:
    before = session.document.drawn
    session.open_network(file)

    with qtbot.waitSignal(session.noticed) as noticed:
        answers.answer(OpenNetwork, Failed(message="This model is not opened.", hint="Choose another."))

    assert noticed.args[0].text == "This model is not opened. Choose another."
    assert session.document.drawn == before


def test_a_run_without_weights_is_drawn_without_any(session: Session, answers: Answers, tmp_path: Path) -> None:
    session.open_network(tmp_path)
    answers.answer(OpenNetwork, opened(tmp_path, origin="run", has_weights=False))

    assert session.document.drawn.weights is None


def test_the_place_of_weights_is_saved_with_the_network(
    session: Session, answers: Answers, file: Path, tmp_path: Path
) -> None:
    session.open_network(file)
    answers.answer(OpenNetwork, opened(file))

    write_network(tmp_path / "drawn.json", session.document.drawn)

    assert read_network(tmp_path / "drawn.json") == session.document.drawn


def test_weights_that_are_gone_are_forgotten(session: Session, answers: Answers, file: Path, tmp_path: Path) -> None:
    session.open_network(file)
    answers.answer(OpenNetwork, opened(file))
    write_network(tmp_path / "drawn.json", session.document.drawn)
    file.unlink()

    assert read_network(tmp_path / "drawn.json").weights is None


def test_the_next_run_starts_with_the_weights_of_the_opened_network(
    session: Session, answers: Answers, file: Path
) -> None:
    session.plan.take(sample_config())
    session.open_network(file)
    answers.answer(OpenNetwork, opened(file))

    session.document.edit(set_option(GRAPH, "scores", "units", 2), "other classes")

    assert session.plan.config is not None
    assert session.plan.config.network.weights == session.document.drawn.weights
    assert session.plan.config.network.name == "custom"
