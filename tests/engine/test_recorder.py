"""Events, history and state on disk."""

import csv
import time
from pathlib import Path

import pytest

from engine.contract.run_events import PhaseChanged, RunState, RunStatus
from engine.contract.run_folder import RunFolder
from engine.recorder import AppendOnlyFile, Recorder


def recorder(folder: Path) -> Recorder:
    return Recorder(RunFolder(folder), RunState(status=RunStatus.QUEUED, seconds=10.0))


def phase(name: str) -> PhaseChanged:
    return PhaseChanged(time=time.time(), phase=name)


def phases(folder: Path) -> list[str]:
    lines = (folder / "events.jsonl").read_text().splitlines()
    return [PhaseChanged.model_validate_json(line).phase for line in lines]


def test_the_heartbeat_renews_the_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.recorder.HEARTBEAT_SECONDS", 0.01)
    writer = recorder(tmp_path)
    writer.open()
    first = writer.folder.read_state().heartbeat
    deadline = time.monotonic() + 5
    while writer.folder.read_state().heartbeat == first and time.monotonic() < deadline:
        time.sleep(0.01)
    writer.close()
    assert writer.folder.read_state().heartbeat > first


def test_seconds_of_earlier_processes_count(tmp_path: Path) -> None:
    writer = recorder(tmp_path)
    writer.enter(RunStatus.RUNNING)
    assert writer.folder.read_state().seconds >= 10.0


def test_history_keeps_the_columns_of_its_first_row(tmp_path: Path) -> None:
    writer = recorder(tmp_path)
    writer.append_history({"epoch": 1, "loss": 0.5})
    writer.append_history({"epoch": 2, "loss": None, "extra": 1})
    rows = list(csv.reader((tmp_path / "history.csv").open()))
    assert rows == [["epoch", "loss"], ["1", "0.5"], ["2", ""]]


def test_rewinding_cuts_events_and_history_back(tmp_path: Path) -> None:
    writer = recorder(tmp_path)
    writer.append(phase("one"))
    writer.append_history({"epoch": 1})
    there = writer.positions()
    writer.append(phase("two"))
    writer.append_history({"epoch": 2})

    again = recorder(tmp_path)
    again.rewind(there)
    again.append(phase("three"))
    again.append_history({"epoch": 2})

    assert phases(tmp_path) == ["one", "three"]
    assert (tmp_path / "history.csv").read_text() == "epoch\n1\n2\n"


def test_a_rewound_file_is_another_file_for_its_readers(tmp_path: Path) -> None:
    writer = recorder(tmp_path)
    writer.append(phase("one"))
    before = (tmp_path / "events.jsonl").stat().st_ino
    writer.rewind({})
    assert (tmp_path / "events.jsonl").stat().st_ino != before


def test_lines_wait_while_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = AppendOnlyFile(tmp_path / "lines")
    lines.append("one")
    with monkeypatch.context() as patch:

        def no_room(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(Path, "open", no_room)
        lines.append("two")
    lines.append("three")
    assert (tmp_path / "lines").read_text() == "one\ntwo\nthree\n"
