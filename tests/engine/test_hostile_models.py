"""Files that want to do harm are refused with a reason; nothing of them runs, and nothing is written."""

import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.contract.errors import UserError
from engine.model_store import load_network
from tests.engine.hostile import TRICKS, Sound

MOST_SECONDS = 20.0
MOST_BYTES = 1 << 30
HARMFUL = (
    "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link",
    "os.symlink", "os.chmod", "subprocess.Popen", "socket.connect", "socket.bind", "socket.getaddrinfo",
    "urllib.Request", "pickle.find_class", "function.__new__", "shutil.", "ftplib.", "smtplib.",
)  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CUTS = (1, 30, 100, 400, 1_000, 2_000, 4_000, 8_000, 12_000, 16_000)


class Watch:
    """Notes what Python does while it is switched on; an audit hook stays for the life of the process."""

    def __init__(self) -> None:
        self.is_on = False
        self.found: list[str] = []
        sys.addaudithook(self._on_event)

    def _on_event(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.is_on:
            return
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            self.found.append(f"open {arguments[0]!r}")
        elif event.startswith(HARMFUL):
            self.found.append(f"{event} {arguments!r:.200}")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    made = Sound(tmp_path_factory.mktemp("sound"))
    path = tmp_path_factory.mktemp("first") / "model.keras"
    path.write_bytes(made.bytes)
    load_network(path)  # what Keras imports and sets up when it opens its first model is not of interest here
    return made


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture
def harmless(watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A path for a hostile file; what is done with it is watched."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    watch.found.clear()
    yield folder / "model.keras"
    watch.is_on = False
    assert watch.found == []
    assert [path.name for path in tmp_path.rglob("*")] == ["here", "model.keras"]


def refuse(watch: Watch, path: Path) -> UserError:
    """Open the file, which must be refused soon and without taking much memory."""
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    watch.is_on = True
    with pytest.raises(UserError) as refused:
        load_network(path)
    watch.is_on = False
    assert time.monotonic() - started < MOST_SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MOST_BYTES
    return refused.value


@pytest.mark.parametrize("trick", TRICKS)
def test_a_hostile_model_is_refused_and_does_nothing(trick: str, sound: Sound, watch: Watch, harmless: Path) -> None:
    TRICKS[trick](harmless, sound)

    error = refuse(watch, harmless)

    assert "Received: " in error.message
    assert str(harmless) in error.message
    assert error.hint.endswith(".")


@pytest.mark.parametrize("bytes_kept", CUTS)
def test_a_file_that_is_cut_off_is_refused(bytes_kept: int, sound: Sound, watch: Watch, harmless: Path) -> None:
    harmless.write_bytes(sound.bytes[:bytes_kept])

    error = refuse(watch, harmless)

    assert "Received: " in error.message


def test_the_sound_model_behind_all_tricks_opens(sound: Sound, harmless: Path) -> None:
    harmless.write_bytes(sound.bytes)

    assert load_network(harmless).count_params() == 68
