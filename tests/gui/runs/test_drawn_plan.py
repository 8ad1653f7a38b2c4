"""The drawn network and the plan of the next run follow each other, also through undo."""

from pathlib import Path

from engine.contract.commands import ProposeConfig
from engine.contract.config import RunConfig
from engine.contract.events import ConfigProposed
from engine.network_plan import CUSTOM
from gui.session import Session
from models.graph import Graph
from tests.gui.answering import Answers
from tests.gui.sample_runs import sample_config


def _plan(session: Session) -> RunConfig:
    assert session.plan.config is not None
    return session.plan.config


def _open(session: Session, answers: Answers, config: RunConfig) -> None:
    session.plan.propose(Path(config.dataset.path))
    answers.answer(ProposeConfig, ConfigProposed(config=config, reasons={}))


def test_a_planned_network_is_drawn(session: Session) -> None:
    session.plan.take(sample_config())

    assert session.document.drawn.architecture == "lenet5"
    assert session.document.purpose is not None
    assert session.document.purpose.classes == 10


def test_an_edit_makes_the_plan_custom_and_undo_brings_the_architecture_back(session: Session) -> None:
    session.plan.take(sample_config())

    session.document.set_option("c1", "filters", 9)

    assert _plan(session).network.name == CUSTOM
    assert Graph.from_json(_plan(session).network.graph) == session.document.graph
    session.undo_stack.undo()
    assert _plan(session) == sample_config()


def test_edits_of_both_sides_are_undone_in_their_order(session: Session) -> None:
    session.plan.take(sample_config())
    session.document.set_option("c1", "filters", 9)
    session.plan.set_field("training.epochs", 77)
    session.document.set_option("c1", "filters", 12)

    session.undo_stack.undo()
    assert session.document.graph.node("c1").options["filters"] == 9
    assert _plan(session).training.epochs == 77
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert _plan(session) == sample_config()


def test_the_plan_takes_the_input_that_the_drawn_network_reads(session: Session) -> None:
    session.plan.take(sample_config())

    session.document.set_option("input", "shape", (40, 48, 3))

    shown = _plan(session).input
    assert (shown.height, shown.width, shown.channels) == (40, 48, 3)


def test_another_input_size_changes_the_drawn_network(session: Session) -> None:
    session.plan.take(sample_config())
    session.document.set_option("c1", "filters", 9)

    session.plan.set_field("input.height", 36)

    assert session.document.graph.node("input").options["shape"] == (36, 32, 1)
    assert session.document.graph.node("c1").options["filters"] == 9


def test_a_broken_network_is_an_obstacle_until_it_is_repaired(session: Session) -> None:
    session.plan.take(sample_config())

    session.document.set_option("c1", "kernel", (60, 60))
    assert session.plan.obstacle.startswith("Node 'c1':")

    session.undo_stack.undo()
    assert not session.plan.obstacle


def test_an_obstacle_keeps_training_from_starting(quiet_session: Session, answers: Answers) -> None:
    quiet_session.plan.take(sample_config())
    quiet_session.document.set_option("logits", "units", 3)

    quiet_session.start_training()

    assert not quiet_session.library.runs
    assert quiet_session.plan.obstacle.startswith("Node 'scores': The network says 3 values")


def test_a_network_that_was_drawn_stays_when_a_dataset_is_opened(quiet_session: Session, answers: Answers) -> None:
    quiet_session.document.set_option("stem", "kernel", (5, 5))
    drawn = quiet_session.document.drawn

    _open(quiet_session, answers, sample_config())

    assert quiet_session.document.drawn.graph == drawn.graph
    assert _plan(quiet_session).network.name == CUSTOM
    quiet_session.undo_stack.undo()
    assert _plan(quiet_session) == sample_config()


def test_a_named_network_takes_the_place_of_the_drawn_one_until_undo(quiet_session: Session, answers: Answers) -> None:
    quiet_session.document.set_option("stem", "kernel", (5, 5))
    drawn = quiet_session.document.drawn

    quiet_session.plan.propose(Path("/pictures"), network="lenet5")
    answers.answer(ProposeConfig, ConfigProposed(config=sample_config(), reasons={}))

    assert quiet_session.document.drawn.architecture == "lenet5"
    quiet_session.undo_stack.undo()
    assert quiet_session.document.drawn.graph == drawn.graph


def test_places_of_nodes_survive_a_change_of_the_plan(session: Session) -> None:
    session.plan.take(sample_config())
    session.document.move({"c1": (8.0, 16.0)})

    session.plan.set_field("training.epochs", 5)

    assert session.document.drawn.positions == {"c1": (8.0, 16.0)}
