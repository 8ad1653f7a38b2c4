"""A kill at any moment of saving into folders, or of undoing it, leaves what the next opening brings to its end."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest

from engine.dataset.labels.changing import correct_labels, journal_of_index
from engine.dataset.labels.folder_saving import files_at_rest, save_into_folders, switch_relocations
from engine.dataset.labels.journal import LabelJournal
from engine.dataset.labels.steps import corrections_of
from engine.dataset.opening import open_dataset
from tests.engine.dataset.small_datasets import ignore_progress, never, save_picture

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
CALLS: Final = ("open", "write", "fsync", "close", "mkdir", "replace", "unlink", "rmdir")
"""Every call of the system with which saving changes something, or says that it did."""
LABELS: Final = {"cat/0.png": "dog", "cat/1.png": "owl", "dog/1.png": "cat"}
NAMES: Final = [f"{kind}/{number}.png" for kind in ("cat", "dog") for number in range(3)]

FINISHED: Final = ["cat/1_from_dog.png", "cat/2.png", "dog/0.png", "dog/0_from_cat.png", "dog/2.png", "owl/1.png"]


@dataclass(frozen=True)
class Place:
    """A dataset with three corrections, and how to bring it back to that."""

    folder: Path
    index: Path
    kept: Path

    @property
    def journal(self) -> LabelJournal:
        return journal_of_index(self.index)

    def keep(self) -> None:
        """Remember how folder and journal are now; the copies have the times of the files."""
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.folder, self.kept / "folder")
        shutil.copy2(self.journal.path, self.kept / "journal.jsonl")

    def bring_back(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept / "folder", self.folder)
        shutil.copy2(self.kept / "journal.jsonl", self.journal.path)

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}

    def labels(self) -> dict[bytes, str | None]:
        """What each picture is, as its folder says unless it is corrected; by its content."""
        corrections = corrections_of(self.journal.steps())
        return {
            content: corrections[path].label if path in corrections else path.partition("/")[0]
            for path, content in self.files().items()
        }


Work = Callable[[Place], None]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    folder = tmp_path / "data"
    for number, name in enumerate(NAMES):
        save_picture(folder / name, (number * 40, 20, 90))
    index = open_dataset(folder, on_progress=ignore_progress, is_cancelled=never)
    correct_labels(index, LABELS, "three labels")
    open_dataset(folder, on_progress=ignore_progress, is_cancelled=never)
    return Place(folder, index, tmp_path / "kept")


def save(place: Place) -> None:
    save_into_folders(place.index, "saving")


def take_back(place: Place) -> None:
    switch_relocations(place.index, place.journal.steps()[-1], is_in_force=False)


def do_again(place: Place) -> None:
    switch_relocations(place.index, place.journal.steps()[-1], is_in_force=True)


def finish(place: Place) -> None:
    with files_at_rest(place.folder):
        pass


def killed_at_every_call(work: Work, place: Place) -> Iterator[int]:
    """Do the same again and again to what was kept, each time killed one call later; ends when it is no more."""
    for call in count():
        place.bring_back()
        child = os.fork()
        if child == 0:
            with killed_at(call):
                work(place)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            assert os.waitstatus_to_exitcode(status) == 0
            return
        yield call


@contextmanager
def killed_at(call: int) -> Iterator[None]:
    """End this process without warning before one of its calls."""
    calls = count()

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **others: Any) -> Any:
            if next(calls) == call:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **others)

        return counted

    for name in CALLS:
        setattr(os, name, wrap(getattr(os, name)))
    try:
        yield
    except BaseException:
        os._exit(1)


@pytest.mark.parametrize(
    ("earlier", "work"), [((), save), ((save,), take_back), ((save, take_back), do_again)], ids=["save", "undo", "redo"]
)
def test_no_kill_loses_or_changes_a_picture_or_a_label(place: Place, earlier: tuple[Work, ...], work: Work) -> None:
    first, labels = place.files(), place.labels()
    for step in earlier:
        step(place)
    place.keep()
    start = place.files()
    work(place)
    end = place.files()
    has_ended = []

    for call in killed_at_every_call(work, place):
        with files_at_rest(place.folder):
            found = place.files()
        has_ended.append(found == end)
        assert found in (start, end), call
        assert place.labels() == labels, call
        assert all(step.is_settled for step in place.journal.steps()), call

    assert sorted(first.values()) == sorted(end.values())
    assert len(has_ended) > 20
    assert set(has_ended) == {False, True}


def test_a_kill_while_an_interrupted_step_is_finished_is_finished_the_next_time(place: Place) -> None:
    labels = place.labels()
    child = os.fork()
    if child == 0:
        with killed_at(16):
            save(place)
        os._exit(0)
    os.waitpid(child, 0)
    interrupted = place.files()
    place.keep()

    for call in killed_at_every_call(finish, place):
        with files_at_rest(place.folder):
            assert sorted(place.files()) == FINISHED, call
        assert place.labels() == labels, call

    assert sorted(interrupted) != FINISHED


def test_an_interrupted_saving_is_complete_when_the_dataset_is_opened(place: Place) -> None:
    child = os.fork()
    if child == 0:
        with killed_at(16):
            save(place)
        os._exit(0)
    os.waitpid(child, 0)
    step = place.journal.steps()[-1]

    open_dataset(place.folder, on_progress=ignore_progress, is_cancelled=never)

    assert not step.is_settled
    assert sorted(place.files()) == FINISHED
