"""A process that draws is killed at any moment: nothing that it acknowledged is lost."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from engine.dataset.labels.changing import journal_of_index
from tests.engine.dataset.labels.drawn_dataset import Known, drawn_on, keys_on, open_index, save_coco
from tests.shared_data import REPOSITORY

EDITS, KILLS = 200, 20
_LONGEST_EDIT_SECONDS = 0.05
PICTURE = "images/a.png"
# One process that forks: starting Python anew for each kill would take longer than all edits.
_DRAW_UNTIL_KILLED = """
import os, sys
from pathlib import Path
from tests.engine.dataset.labels.drawn_dataset import box, draw, open_index
folder = Path(sys.argv[1])
index = open_index(folder)
for line in sys.stdin:
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        print("dead", flush=True)
        continue
    print(os.getpid(), flush=True)
    for number in range(int(line), 10_000):
        draw(folder, "images/a.png", {"moved": box("cat", number, 1, number + 5, 6)}, index=index)
        print(number, flush=True)
"""
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system on which a process can fork")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_coco(tmp_path / "data")


@pytest.fixture
def painter(folder: Path) -> Iterator[tuple[IO[str], IO[str]]]:
    """A process that goes on drawing from the number that it is told; what it hears, and what it says."""
    command = [sys.executable, "-c", _DRAW_UNTIL_KILLED, str(folder)]
    with subprocess.Popen(command, cwd=REPOSITORY, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdin, process.stdout
        process.stdin.close()


def last_number(folder: Path) -> int:
    """The number of the last edit that is there after the folder was opened again."""
    drawn: dict[str, Known] = dict(zip(keys_on(folder, PICTURE), drawn_on(folder, PICTURE), strict=True))
    return int(drawn["moved"][1][0]) if "moved" in drawn else -1


def test_twenty_kills_during_two_hundred_edits_lose_none(folder: Path, painter: tuple[IO[str], IO[str]]) -> None:
    hears, says = painter
    chance = random.Random(7)
    acknowledged = -1
    for kill in range(KILLS):
        hears.write(f"{acknowledged + 1}\n")
        hears.flush()
        child = int(says.readline())
        while acknowledged < (kill + 1) * EDITS // KILLS - 1:
            acknowledged = int(says.readline())
        killer = threading.Timer(chance.uniform(0, _LONGEST_EDIT_SECONDS), os.kill, (child, signal.SIGKILL))
        killer.start()
        for line in iter(says.readline, "dead\n"):
            acknowledged = int(line)
        killer.join()

        there = last_number(folder)

        assert there in (acknowledged, acknowledged + 1)  # the last one may be kept without having been said
        acknowledged = there
    assert acknowledged >= EDITS - 1
    steps = journal_of_index(open_index(folder)).steps()
    assert len(steps) == acknowledged + 1
