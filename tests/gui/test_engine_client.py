"""Every question gets one answer, also when its engine dies; trainings outlive the window."""

import os
import signal
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from engine.contract.commands import DecodePicture, Train, WarmUp
from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig
from engine.contract.events import Done
from gui.engine_client import EngineClient
from tests.gui import fake_engine

CONFIG = RunConfig(
    dataset=DatasetConfig(path="/pictures"),
    network=NetworkConfig(name="linear", graph={}),
    input=InputConfig(height=28, width=28),
)


@pytest.fixture
def client(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[EngineClient]:
    client = EngineClient(fake_engine.program(request.param))
    yield client
    client.close()


@pytest.mark.parametrize("client", [fake_engine.ANSWERS], indirect=True)
def test_a_question_is_answered(qtbot: QtBot, client: EngineClient) -> None:
    reply = client.request(DecodePicture(path="a.png"))

    with qtbot.waitSignal(reply.succeeded, timeout=10_000):
        pass


@pytest.mark.parametrize("client", [fake_engine.DIES_OF_QUESTIONS], indirect=True)
def test_the_question_of_a_dead_engine_fails_with_a_sentence(qtbot: QtBot, client: EngineClient) -> None:
    reply = client.request(DecodePicture(path="a.png"))

    with qtbot.waitSignal(reply.failed, timeout=10_000) as failed:
        pass

    assert "killed" in failed.args[0].message
    assert "last words" in failed.args[0].details


@pytest.mark.parametrize("client", [fake_engine.DIES_OF_QUESTIONS], indirect=True)
def test_the_next_question_after_a_death_gets_a_new_engine(qtbot: QtBot, client: EngineClient) -> None:
    first = client.request(DecodePicture(path="a.png"))
    with qtbot.waitSignal(first.failed, timeout=10_000):
        pass

    second = client.request(DecodePicture(path="a.png"))

    assert second.engine is not first.engine
    with qtbot.waitSignal(second.failed, timeout=10_000):
        pass


@pytest.mark.parametrize("client", [fake_engine.TRAINS], indirect=True)
def test_the_warm_engine_becomes_the_training(qtbot: QtBot, client: EngineClient) -> None:
    with qtbot.waitSignal(client.warmed_up, timeout=10_000):
        client.start()

    reply = client.request(Train(config=CONFIG, run="/runs/one"))
    with qtbot.waitSignal(reply.succeeded, timeout=10_000) as started:
        pass
    question = client.request(WarmUp())

    assert started.args[0].pid == client.engine_pid_of("/runs/one")
    assert question.engine is not reply.engine
    os.kill(started.args[0].pid, signal.SIGKILL)


@pytest.mark.parametrize("client", [fake_engine.TRAINS], indirect=True)
def test_the_death_of_a_training_names_its_run(qtbot: QtBot, client: EngineClient) -> None:
    reply = client.request(Train(config=CONFIG, run="/runs/one"))
    with qtbot.waitSignal(reply.succeeded, timeout=10_000) as started:
        pass

    with qtbot.waitSignal(client.training_ended, timeout=10_000) as ended:
        os.kill(started.args[0].pid, signal.SIGKILL)

    assert ended.args[0] == "/runs/one"
    assert "killed" in ended.args[1].message


@pytest.mark.parametrize("client", [fake_engine.TRAINS], indirect=True)
def test_a_training_goes_on_when_the_window_closes(qtbot: QtBot, client: EngineClient) -> None:
    reply = client.request(Train(config=CONFIG, run="/runs/one"))
    with qtbot.waitSignal(reply.succeeded, timeout=10_000) as started:
        pass

    client.close()

    os.kill(started.args[0].pid, 0)
    os.kill(started.args[0].pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not reply.engine.is_running, timeout=10_000)


@pytest.mark.parametrize("client", [fake_engine.TRAINS], indirect=True)
def test_an_engine_that_trains_before_it_is_warm_leaves_no_warm_one(qtbot: QtBot, client: EngineClient) -> None:
    client.start()
    reply = client.request(Train(config=CONFIG, run="/runs/one"))

    with qtbot.waitSignals([client.warmed_up, reply.succeeded], timeout=10_000):
        pass

    assert not client.is_warm
    assert reply.engine.engine_pid == client.engine_pid_of("/runs/one")
    os.kill(reply.engine.engine_pid, signal.SIGKILL)


@pytest.mark.parametrize("client", [fake_engine.ANSWERS], indirect=True)
def test_a_question_after_the_end_starts_no_engine(qtbot: QtBot, client: EngineClient) -> None:
    client.request(DecodePicture(path="a.png"))
    client.close()

    late = [client.request(DecodePicture(path="b.png")), client.request(WarmUp())]
    client.warm_up()

    assert client.findChildren(QProcess) != []
    assert all(process.state() == QProcess.ProcessState.NotRunning for process in client.findChildren(QProcess))
    assert not any(reply.engine.is_running for reply in late)


@pytest.mark.parametrize("client", [fake_engine.IGNORES], indirect=True)
def test_an_answer_that_comes_while_the_engines_end_is_not_told(qtbot: QtBot, client: EngineClient) -> None:
    reply = client.request(DecodePicture(path="a.png"))
    client.close()

    with qtbot.assertNotEmitted(reply.succeeded):
        reply.engine.event_received.emit(Done(id=reply.id), ())
