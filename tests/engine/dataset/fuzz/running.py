"""Has variants opened by another process, which is ended when one of them takes too long."""

import selectors
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.engine.dataset.fuzz.outcome import Outcome
from tests.shared_data import REPOSITORY

LIMIT_SECONDS = 10.0
_PROCESSES = 2
_MOST_PROCESSES = 20
# The first answer includes starting the process.
_START_SECONDS = 30.0


def outcomes(keys: Sequence[str], work: Path) -> Iterator[Outcome]:
    """The outcome of each variant; ``crash`` also tells of those that hung, or that ended the process."""
    shares = [keys[first::_PROCESSES] for first in range(_PROCESSES)]
    places = [work / str(first) for first in range(_PROCESSES)]
    with ThreadPoolExecutor(_PROCESSES) as pool:
        for found in pool.map(_outcomes, shares, places):
            yield from found


def _outcomes(keys: Sequence[str], work: Path) -> list[Outcome]:
    """Those of one process after the other, a new one whenever a variant has ended the last."""
    found: list[Outcome] = []
    for number in range(_MOST_PROCESSES):
        found += _until_one_fails(keys[len(found) :], work / str(number))
        if len(found) == len(keys):
            return found
    raise RuntimeError(f"{_MOST_PROCESSES} processes have ended early. The last one: {found[-1]}")


def _until_one_fails(keys: Sequence[str], work: Path) -> Iterator[Outcome]:
    """Outcomes of one process, the last one being that of the variant that ended it."""
    command = [sys.executable, "-m", "tests.engine.dataset.fuzz.child", str(work)]
    with (
        subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child,
        selectors.DefaultSelector() as selector,
    ):
        assert child.stdin is not None
        assert child.stdout is not None
        selector.register(child.stdout, selectors.EVENT_READ)
        limit = LIMIT_SECONDS + _START_SECONDS
        for key in keys:
            child.stdin.write(f"{key}\n")
            child.stdin.flush()
            if not selector.select(limit):
                child.kill()
                yield Outcome(key=key, seconds=limit, crash="It hung.")
                return
            line = child.stdout.readline()
            if not line:
                yield Outcome(key=key, seconds=0, crash=f"The process ended with {child.wait()}.")
                return
            yield Outcome.model_validate_json(line)
            limit = LIMIT_SECONDS
        child.stdin.close()
