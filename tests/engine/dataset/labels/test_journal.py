"""The journal of labels: nothing that was acknowledged is ever lost."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from engine.contract.errors import UserError
from engine.dataset.labels.journal import LabelJournal, journal_of
from engine.dataset.labels.steps import LabelChange
from tests.shared_data import REPOSITORY

_APPEND_FOREVER = """
import sys
from pathlib import Path
from engine.dataset.labels.journal import LabelJournal
from engine.dataset.labels.steps import LabelChange
journal, number = LabelJournal(Path(sys.argv[1])), 0
while True:
    step = journal.add(f"step {number}", [LabelChange(f"{number}.png", "cat", "dog")])
    print(step.id, flush=True)
    number += 1
"""


@pytest.fixture
def journal(tmp_path: Path) -> LabelJournal:
    return LabelJournal(tmp_path / "labels" / "journal.jsonl", "a dataset")


def change(path: str = "a.png", given: str | None = "cat", label: str | None = "dog") -> LabelChange:
    return LabelChange(path, given, label)


def test_a_journal_that_does_not_exist_has_no_steps(journal: LabelJournal) -> None:
    assert journal.steps() == ()


def test_steps_are_read_as_they_were_added(journal: LabelJournal) -> None:
    first = journal.add("label dog of 1 picture", [change()])
    second = journal.add("label of two", [change("b.png", None, "owl"), change("c.png", "cat", None)])

    assert journal.steps() == (first, second)


def test_a_step_is_taken_back_and_done_again(journal: LabelJournal) -> None:
    step = journal.add("a step", [change()])

    journal.switch(step.id, is_in_force=False)
    taken_back = journal.steps()
    journal.switch(step.id, is_in_force=True)

    assert [known.is_in_force for known in taken_back] == [False]
    assert journal.steps() == (step,)


def test_any_name_comes_back_as_it_was(journal: LabelJournal) -> None:
    names = ["Füchse/狐.png", 'a\nb\t"c".png', "\udcff broken.png", "\u2028 line.png", "🦊.png"]

    step = journal.add("odd names", [change(name, "Käuzchen", "🦉") for name in names])

    assert journal.steps() == (step,)


def test_a_torn_line_is_passed_over_and_harms_no_other(journal: LabelJournal) -> None:
    first = journal.add("before", [change()])
    with journal.path.open("ab") as stream:
        stream.write(b'{"step": "torn", "text": "never acknow')

    second = journal.add("after", [change("b.png")])

    assert journal.steps() == (first, second)


@pytest.mark.parametrize(
    "line", [b"[]", b"7", b"null", b'{"step": 3}', b'{"step": "x", "labels": [["a"]]}', b"\xff\xfe"]
)
def test_a_line_of_something_else_is_passed_over(journal: LabelJournal, line: bytes) -> None:
    step = journal.add("a step", [change()])
    with journal.path.open("ab") as stream:
        stream.write(line + b"\n")

    assert journal.steps() == (step,)


def test_a_step_that_is_unknown_cannot_be_taken_back(journal: LabelJournal) -> None:
    step = journal.add("a step", [change()])

    journal.switch("unknown", is_in_force=False)

    assert journal.steps() == (step,)


def test_thousands_of_steps_are_read_in_order(journal: LabelJournal) -> None:
    journal.add("first", [change()])
    lines = journal.path.read_bytes().splitlines(keepends=True)
    with journal.path.open("ab") as stream:
        stream.writelines(
            lines[-1].replace(b'"first"', f'"{number}"'.encode()).replace(b'"step": "', f'"step": "{number} '.encode())
            for number in range(5000)
        )

    steps = journal.steps()

    assert [step.text for step in steps] == ["first", *map(str, range(5000))]


def test_a_reader_sees_whole_steps_while_another_writes(journal: LabelJournal) -> None:
    changes = [change(f"{number}.png") for number in range(50)]
    seen: list[set[int]] = []
    is_done = threading.Event()

    def read() -> None:
        while not is_done.is_set():
            seen.append({len(step.changes) for step in journal.steps()})

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(40):
        journal.add("fifty pictures", changes)
    is_done.set()
    reader.join()

    assert all(lengths <= {50} for lengths in seen)
    assert len(journal.steps()) == 40


def test_several_writers_lose_nothing(journal: LabelJournal) -> None:
    def write(name: str) -> None:
        for number in range(25):
            journal.add(f"{name}{number}", [change()])

    writers = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert len({step.text for step in journal.steps()}) == 75


def test_every_acknowledged_step_is_there_after_a_kill(journal: LabelJournal) -> None:
    command = [sys.executable, "-c", _APPEND_FOREVER, str(journal.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=REPOSITORY) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline() for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += process.stdout.readlines()

    kept = [step.id for step in journal.steps()]

    whole = [line.decode().strip() for line in acknowledged if line.endswith(b"\n")]
    assert len(whole) >= 20
    assert kept[: len(whole)] == whole


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "labels").write_text("a file where a folder should be")
    journal = LabelJournal(tmp_path / "labels" / "journal.jsonl")

    with pytest.raises(UserError, match="Cannot keep the label"):
        journal.add("a step", [change()])


def test_each_dataset_and_each_reading_of_it_has_its_own_journal(tmp_path: Path) -> None:
    paths = {
        journal_of(root, reading).path for root in (tmp_path / "a", tmp_path / "b") for reading in ("csv:", "folders:")
    }

    assert len(paths) == 4
