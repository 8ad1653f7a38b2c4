"""What is computed behind the window comes back, newest first, and failures are told."""

import threading

from pytestqt.qtbot import QtBot

from gui.background import Background
from models.graph import Graph, GraphError


def test_a_value_comes_back_with_its_key(qtbot: QtBot) -> None:
    background = Background()

    with qtbot.waitSignal(background.done) as done:
        background.ask("answer", _forty_two)

    assert done.args == ["answer", 42]


def test_works_run_in_another_thread(qtbot: QtBot) -> None:
    background = Background()

    with qtbot.waitSignal(background.done) as done:
        background.ask("thread", threading.get_ident)

    assert done.args[1] != threading.get_ident()


def test_the_newest_of_those_that_wait_comes_first(qtbot: QtBot) -> None:
    background, gate, order = Background(), threading.Event(), []
    background.ask("first", gate.wait)
    for name in ("older", "newer"):
        background.ask(name, lambda name=name: order.append(name))

    gate.set()

    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["newer", "older"]


def test_a_newer_work_takes_the_place_of_a_waiting_one_with_its_key(qtbot: QtBot) -> None:
    background, gate, values = Background(), threading.Event(), []
    background.done.connect(lambda key, value: values.append((key, value)))
    background.ask("gate", gate.wait)
    background.ask("size", lambda: "old")
    background.ask("size", lambda: "new")

    gate.set()

    qtbot.waitUntil(lambda: ("size", "new") in values)
    assert ("size", "old") not in values


def test_what_was_dropped_is_not_computed(qtbot: QtBot) -> None:
    background, gate, values = Background(), threading.Event(), []
    background.done.connect(lambda key, value: values.append(key))
    background.ask("gate", gate.wait)
    background.ask("dropped", _forty_two)
    background.forget_all()

    gate.set()
    qtbot.waitUntil(lambda: values == ["gate"])
    background.ask("last", _forty_two)

    qtbot.waitUntil(lambda: values == ["gate", "last"])


def test_a_network_that_cannot_be_is_told_in_a_sentence(qtbot: QtBot) -> None:
    background = Background()

    with qtbot.waitSignal(background.failed) as failed:
        background.ask("broken", _broken)

    assert failed.args == ["broken", "The graph has no input. Add an input node. (and 1 more)"]


def _forty_two() -> int:
    return 42


def _broken() -> None:
    raise GraphError(Graph("empty", (), ()).problems())
