"""The end of an engine, however it comes, is an event with a sentence."""

import os
import signal
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.commands import WarmUp
from gui.engine_process import EngineDeath, EngineProcess
from tests.gui import fake_engine


@pytest.fixture
def started(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[EngineProcess]:
    process = EngineProcess(fake_engine.program(request.param))
    process.start()
    yield process
    process.stop_now()


def death_of(qtbot: QtBot, process: EngineProcess) -> EngineDeath:
    with qtbot.waitSignal(process.died, timeout=10_000) as death:
        pass
    value: EngineDeath = death.args[0]
    return value


@pytest.mark.parametrize("started", [fake_engine.ANSWERS], indirect=True)
def test_a_killed_engine_is_reported_as_killed(qtbot: QtBot, started: EngineProcess) -> None:
    qtbot.waitUntil(lambda: started.is_ready)

    os.kill(started.engine_pid, signal.SIGKILL)

    assert "killed" in death_of(qtbot, started).message


@pytest.mark.parametrize("started", [fake_engine.PRINTS_GARBAGE], indirect=True)
def test_garbage_instead_of_messages_ends_the_engine(qtbot: QtBot, started: EngineProcess) -> None:
    death = death_of(qtbot, started)

    assert "not a message" in death.message
    assert "WARNING" in death.details


@pytest.mark.parametrize("started", [fake_engine.CANNOT_IMPORT], indirect=True)
def test_an_import_error_is_found_in_the_details(qtbot: QtBot, started: EngineProcess) -> None:
    death = death_of(qtbot, started)

    assert "exit code 1" in death.message
    assert "a_package_that_is_not_installed" in death.details


def test_a_program_that_is_not_there_is_reported(qtbot: QtBot) -> None:
    process = EngineProcess(("/nowhere/python",))
    with qtbot.waitSignal(process.died, timeout=10_000) as death:
        process.start()

    assert "could not be started" in death.args[0].message


@pytest.mark.parametrize("started", [fake_engine.ANSWERS], indirect=True)
def test_an_engine_asked_to_stop_ends_without_a_report(qtbot: QtBot, started: EngineProcess) -> None:
    qtbot.waitUntil(lambda: started.is_ready)

    with qtbot.assertNotEmitted(started.died):
        started.stop()
        qtbot.waitUntil(lambda: not started.is_running, timeout=10_000)


@pytest.mark.parametrize("started", [fake_engine.IGNORES], indirect=True)
def test_a_forced_stop_ends_an_engine_that_does_not_listen(qtbot: QtBot, started: EngineProcess) -> None:
    qtbot.waitUntil(lambda: started.is_ready)
    started.send(WarmUp(id="1"))

    started.force_stop()

    assert "engine" in death_of(qtbot, started).message
