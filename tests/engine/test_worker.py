"""The engine process answers in frames, refuses what it does not know, and leaves with its window."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.contract.commands import Cancel, Command, DecodePicture, MakeThumbnails, OpenDataset
from engine.contract.framing import Frame, FrameDecoder, encode_frame
from tests.shared_data import REPOSITORY


class Engine:
    """A real engine process, spoken to without Qt."""

    def __init__(self, code: str = "from engine.cli.engine import engine; engine()") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._decoder = FrameDecoder()
        self._frames: list[Frame] = []
        self._passed_over: list[Frame] = []

    def write(self, content: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(content)
        self.process.stdin.flush()

    def send(self, command: Command) -> None:
        self.write(encode_frame(command))

    def wait_for(self, kind: str) -> Frame:
        """The next event of a type; heartbeats bound the wait.

        What comes before it is kept for the next wait: lanes answer in whatever order they are done.
        """
        for place, frame in enumerate(self._passed_over):
            if frame.body["type"] == kind:
                return self._passed_over.pop(place)
        beats = 0
        while beats < 60:
            frame = self._next()
            if frame.body["type"] == kind:
                return frame
            assert frame.body["type"] != "failed", frame.body["message"]
            if frame.body["type"] == "heartbeat":
                beats += 1
            else:
                self._passed_over.append(frame)
        raise AssertionError(f"no {kind} within a minute")

    def _next(self) -> Frame:
        assert self.process.stdout is not None
        while not self._frames:
            piece = os.read(self.process.stdout.fileno(), 1 << 16)
            assert piece, "the engine ended"
            self._frames += self._decoder.feed(piece)
        return self._frames.pop(0)

    def close(self) -> int:
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe is not None
            pipe.close()
        return self.process.wait(20)


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine()
    yield engine
    engine.process.kill()
    engine.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.png"
    Image.fromarray(np.full((40, 60, 3), 200, np.uint8)).save(path)
    return path


def test_the_engine_says_that_it_listens(engine: Engine) -> None:
    assert engine.wait_for("ready").body["pid"] == engine.process.pid


def test_the_engine_leaves_when_the_window_is_gone(engine: Engine) -> None:
    engine.wait_for("ready")

    assert engine.process.stdin is not None
    engine.process.stdin.close()

    assert engine.process.wait(10) == 0


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b'{"type": "fly", "id": "9"}\n', "type"),
        (b'{"type": "open_dataset", "id": "9"}\n', "path"),
        (b'{"type": "open_dataset", "id": "9", "path": 5}\n', "path"),
        (b'{"type": "cancel", "id": "9", "target_id": "1", "wings": 2}\n', "wings"),
    ],
)
def test_a_command_that_does_not_fit_is_refused_by_name(engine: Engine, body: bytes, place: str) -> None:
    engine.write(body)

    failure = engine.wait_for("failed").body

    assert failure["id"] == "9"
    assert place in failure["message"] or "fly" in failure["message"]


def test_thumbnails_come_with_their_pixels(engine: Engine, picture: Path) -> None:
    engine.send(MakeThumbnails(id="1", paths=(str(picture), "/nowhere.png"), size_px=32))

    thumbnail, missing, done = (
        engine.wait_for("thumbnail_made"),
        engine.wait_for("thumbnail_made"),
        engine.wait_for("done"),
    )

    assert thumbnail.arrays[0].shape == (32, 32, 3)
    assert abs(int(thumbnail.arrays[0].mean()) - 200) <= 1
    assert "nowhere.png" in missing.body["reason"]
    assert done.body["id"] == "1"


def test_a_command_that_fails_leaves_the_engine_alive(engine: Engine, picture: Path) -> None:
    engine.send(OpenDataset(id="1", path="/nowhere"))
    engine.send(DecodePicture(id="2", path=str(picture)))

    failure, decoded = engine.wait_for("failed"), engine.wait_for("picture_decoded")

    assert "/nowhere" in failure.body["message"]
    assert (decoded.body["width"], decoded.body["height"]) == (60, 40)


def test_a_cancelled_command_says_so(engine: Engine, tmp_path: Path) -> None:
    engine.write(encode_frame(Cancel(target_id="1")) + encode_frame(OpenDataset(id="1", path=str(tmp_path))))

    assert engine.wait_for("failed").body["is_cancelled"]


def test_the_data_engine_never_imports_keras(engine: Engine, picture: Path) -> None:
    engine.send(OpenDataset(id="1", path=str(picture.parent)))
    engine.wait_for("dataset_opened")

    maps = Path(f"/proc/{engine.process.pid}/maps")
    if not maps.exists():
        pytest.skip("the loaded libraries of a process are read from /proc, which this system does not have")

    assert "tensorflow" not in maps.read_text()


def test_prints_of_others_do_not_reach_the_protocol(picture: Path) -> None:
    noisy = (
        "import os\n"
        "from engine.standard_streams import claim_protocol_streams\n"
        "streams = claim_protocol_streams()\n"
        "print('a stray print', flush=True); os.write(1, b'a native print\\n')\n"
        "from engine.worker import Worker\n"
        "Worker(streams).run()\n"
    )
    engine = Engine(noisy)

    ready = engine.wait_for("ready")
    engine.process.send_signal(signal.SIGKILL)
    errors: Any = engine.process.stderr
    printed = errors.read().decode()
    engine.close()

    assert ready.body["pid"] == engine.process.pid
    assert "a stray print" in printed
    assert "a native print" in printed
