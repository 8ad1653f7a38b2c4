"""A run's events are read once each, while they are written and after they were cut back."""

from pathlib import Path

from engine.contract.event_log import EventLogReader
from engine.contract.run_events import CheckpointSaved


def line(step: int) -> bytes:
    return CheckpointSaved(time=1.0, epoch=1, step=step).model_dump_json().encode() + b"\n"


def steps(reader: EventLogReader) -> list[int]:
    return [event.step for event in reader.read().events if isinstance(event, CheckpointSaved)]


def test_each_event_is_told_once(tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    reader = EventLogReader(log)
    log.write_bytes(line(1) + line(2))

    first = steps(reader)
    log.write_bytes(line(1) + line(2) + line(3))

    assert (first, steps(reader), steps(reader)) == ([1, 2], [3], [])


def test_half_a_line_waits_for_its_end(tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    reader = EventLogReader(log)
    log.write_bytes(line(1) + line(2)[:10])

    first = steps(reader)
    log.write_bytes(line(1) + line(2))

    assert (first, steps(reader)) == ([1], [2])


def test_a_log_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    batch = EventLogReader(tmp_path / "events.jsonl").read()

    assert batch.events == ()
    assert batch.is_at_end


def test_a_log_that_was_cut_is_told_anew(tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    reader = EventLogReader(log)
    log.write_bytes(line(1) + line(2))
    reader.read()
    log.write_bytes(line(1))

    batch = reader.read()

    assert batch.is_restarted
    assert len(batch.events) == 1


def test_lines_that_are_no_events_are_passed_over(tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    log.write_bytes(b"\x00\xff garbage\n" + b'{"type": "from_the_future"}\n' + line(5))

    assert steps(EventLogReader(log)) == [5]


def test_a_long_log_is_read_in_pieces(tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    log.write_bytes(b"".join(map(line, range(100))))
    reader = EventLogReader(log)

    first = reader.read(limit_bytes=1000)

    assert not first.is_at_end
    assert len(first.events) + len(reader.read().events) == 100
