"""Reading what a person asks of a running training."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.contract.control_lines import write_control
from engine.contract.run_events import Control
from engine.control import ControlReader

ACKNOWLEDGED_WITHIN_SECONDS = 0.3


def control(verb: str, number: int = 1) -> Control:
    return Control.model_validate({"control_id": str(number), "verb": verb})


@pytest.fixture
def heard() -> list[tuple[str, float]]:
    return []


@pytest.fixture
def reader(tmp_path: Path, heard: list[tuple[str, float]]) -> Iterator[ControlReader]:
    write_control(tmp_path / "control.jsonl", control("discard"))  # of an earlier process
    reader = ControlReader(tmp_path / "control.jsonl", lambda line: heard.append((line.verb, time.monotonic())))
    reader.open()
    yield reader
    reader.close()


def test_a_line_is_heard_within_300_ms(tmp_path: Path, reader: ControlReader, heard: list[tuple[str, float]]) -> None:
    written_at = time.monotonic()
    write_control(tmp_path / "control.jsonl", control("pause"))
    taken = reader.wait()
    assert [line.verb for line in taken] == ["pause"]
    assert heard[0][1] - written_at < ACKNOWLEDGED_WITHIN_SECONDS


def test_lines_of_an_earlier_process_are_passed_over(tmp_path: Path, reader: ControlReader) -> None:
    write_control(tmp_path / "control.jsonl", control("pause"))
    assert [line.verb for line in reader.wait()] == ["pause"]
    assert reader.take() == []


def test_half_a_line_waits_for_its_end(tmp_path: Path, reader: ControlReader) -> None:
    line = control("finish", 2).model_dump_json().encode() + b"\n"
    with (tmp_path / "control.jsonl").open("ab") as stream:
        stream.write(line[:10])
        stream.flush()
        time.sleep(0.15)
        stream.write(line[10:])
    assert [line.verb for line in reader.wait()] == ["finish"]


def test_what_is_no_control_line_is_passed_over(tmp_path: Path, reader: ControlReader) -> None:
    with (tmp_path / "control.jsonl").open("ab") as stream:
        stream.write(b"garbage\n")
    write_control(tmp_path / "control.jsonl", control("continue", 3))
    assert [line.verb for line in reader.wait()] == ["continue"]


def test_a_waiting_verb_can_be_seen_without_taking_it(tmp_path: Path, reader: ControlReader) -> None:
    write_control(tmp_path / "control.jsonl", control("discard", 4))
    deadline = time.monotonic() + 5
    while not reader.asks_for("discard") and time.monotonic() < deadline:
        time.sleep(0.01)
    assert reader.asks_for("discard")
    assert [line.verb for line in reader.take()] == ["discard"]
