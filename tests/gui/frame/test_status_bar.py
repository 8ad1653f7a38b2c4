"""The status bar says what the machine does."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.events import WarmedUp
from gui.commands import engine_notice
from gui.frame.memory import Memory, core_count
from gui.frame.status_bar import Job, StatusBar


def _make_bar(qtbot: QtBot) -> StatusBar:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(1280, 28)
    bar.show()
    return bar


def test_a_running_job_is_shown_and_a_click_goes_to_it(qtbot: QtBot) -> None:
    bar = _make_bar(qtbot)
    bar.set_job(Job("shapes-1", "61.8 %, 6 min left", 0.618))

    with qtbot.waitSignal(bar.job_clicked) as clicked:
        qtbot.mouseClick(bar.job, Qt.MouseButton.LeftButton)

    assert clicked.args == ["show_train"]
    assert bar.job.words() == "shapes-1 61.8 %, 6 min left"


def test_without_a_job_there_is_no_bar_of_it(qtbot: QtBot) -> None:
    bar = _make_bar(qtbot)

    bar.set_job(None)

    assert not bar.job.isVisible()


def test_memory_is_hidden_where_the_system_does_not_tell(qtbot: QtBot) -> None:
    bar = _make_bar(qtbot)

    bar.set_memory(None)
    hidden = [label for label in bar.findChildren(type(bar.messages)) if "RAM" in label.text() and label.isVisible()]
    bar.set_memory(Memory(used=3 * 2**30, total=16 * 2**30))
    shown = [label for label in bar.findChildren(type(bar.messages)) if "RAM" in label.text() and label.isVisible()]

    assert hidden == []
    assert [label.text() for label in shown] == ["RAM 3.0 of 16 GB"]


def test_the_engine_says_why_it_failed(qtbot: QtBot) -> None:
    bar = _make_bar(qtbot)

    bar.set_engine("failed", reason="Out of memory.")

    assert bar.engine.words() == "Engine failed"
    assert bar.engine.toolTip() == "Out of memory."


def test_a_warm_engine_tells_device_and_versions() -> None:
    notice = engine_notice(WarmedUp(device="CPU, 2 cores", precision="bfloat16", versions={"keras": "3.15"}))

    assert notice.text == "The engine is ready: CPU, 2 cores, bfloat16."
    assert notice.details == "keras 3.15"


def test_there_is_at_least_one_core() -> None:
    assert core_count() >= 1
