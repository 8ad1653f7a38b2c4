"""Downloads from a server of this test's own."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from engine.contract.errors import UserError
from engine.pretrained.download import fetch
from engine.pretrained.files import WEIGHTS_FILES, WeightsFile
from models.catalogue import ARCHITECTURES
from models.catalogue.preprocessing import Preprocessing

CONTENT = b"\x89HDF\r\n\x1a\n" + bytes(range(256)) * 4096


@dataclass
class Behaviour:
    """What the server does; ``asked`` are the ranges it was asked for."""

    content: bytes = CONTENT
    sends: int = len(CONTENT)
    knows_ranges: bool = True
    is_silent: bool = False
    asked: list[str | None] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    behaviour: Behaviour

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.behaviour.asked.append(wanted)
        if self.behaviour.is_silent:
            self.behaviour.is_over.wait(5)
            return
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and self.behaviour.knows_ranges else 0
        left = self.behaviour.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(left)))
        self.end_headers()
        self.wfile.write(left[: self.behaviour.sends])

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def behaviour() -> Behaviour:
    return Behaviour()


@pytest.fixture
def file(behaviour: Behaviour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WeightsFile]:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = HTTPServer(("127.0.0.1", 0), type("OfThisTest", (Handler,), {"behaviour": behaviour}))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/weights.h5"
    md5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
    yield WeightsFile("net", "Net", "net", url, md5, 1, Preprocessing.SIGNED)
    behaviour.is_over.set()
    server.shutdown()
    server.server_close()
    thread.join()


def silent(_what: str, _done: int, _total: int) -> None:
    """No progress is shown."""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "models").iterdir())


def test_a_file_arrives_where_keras_keeps_it(file: WeightsFile, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    place = fetch(file, lambda *progress: told.append(progress))
    assert place == tmp_path / "models" / "weights.h5"
    assert place.read_bytes() == CONTENT
    assert told[0] == ("downloading the weights of Net", 0, len(CONTENT))
    assert told[-1] == ("downloading the weights of Net", len(CONTENT), len(CONTENT))
    assert names(tmp_path) == ["weights.h5"]


def test_a_file_that_is_there_is_not_asked_for(file: WeightsFile, behaviour: Behaviour) -> None:
    fetch(file, silent)
    fetch(file, silent)
    assert len(behaviour.asked) == 1


def test_a_damaged_file_that_is_there_is_fetched_anew(file: WeightsFile) -> None:
    file.place.parent.mkdir()
    file.place.write_bytes(b"damaged")
    assert fetch(file, silent).read_bytes() == CONTENT


def test_what_arrived_before_a_break_is_kept_and_completed(file: WeightsFile, behaviour: Behaviour) -> None:
    behaviour.sends = 1000
    with pytest.raises(UserError, match="Cannot download"):
        fetch(file, silent)
    behaviour.sends = len(CONTENT)
    assert fetch(file, silent).read_bytes() == CONTENT
    assert behaviour.asked == [None, "bytes=1000-"]


def test_a_server_without_ranges_sends_everything_again(file: WeightsFile, behaviour: Behaviour) -> None:
    behaviour.sends, behaviour.knows_ranges = 1000, False
    with pytest.raises(UserError):
        fetch(file, silent)
    behaviour.sends = len(CONTENT)
    assert fetch(file, silent).read_bytes() == CONTENT


class Cancelled(Exception):
    """Somebody no longer wants the file."""


def test_a_cancelled_download_ends_at_once_and_can_go_on(file: WeightsFile, tmp_path: Path) -> None:
    def cancel(_what: str, done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        fetch(file, cancel)
    assert names(tmp_path) == ["weights.h5.part"]
    assert fetch(file, silent).read_bytes() == CONTENT


def test_a_file_with_a_wrong_checksum_is_thrown_away(file: WeightsFile, behaviour: Behaviour, tmp_path: Path) -> None:
    behaviour.content = CONTENT[:-1] + b"!"
    with pytest.raises(UserError, match="arrived damaged"):
        fetch(file, silent)
    assert names(tmp_path) == []


def test_without_a_published_checksum_the_kind_of_file_counts(file: WeightsFile, behaviour: Behaviour) -> None:
    behaviour.content = b"<html>Please sign in</html>"
    with pytest.raises(UserError, match="arrived damaged"):
        fetch(replace(file, md5=""), silent)


def test_a_server_that_says_nothing_is_given_up(file: WeightsFile, behaviour: Behaviour) -> None:
    behaviour.is_silent = True
    with pytest.raises(UserError, match="timed out"):
        fetch(file, silent, silence_seconds=0.2)


def test_a_download_that_takes_too_long_is_given_up(file: WeightsFile) -> None:
    with pytest.raises(UserError, match="time limit"):
        fetch(file, silent, longest_seconds=0.0)


def test_without_internet_the_way_out_is_told(file: WeightsFile) -> None:
    with pytest.raises(UserError) as failure:
        fetch(replace(file, url="http://127.0.0.1:9/weights.h5"), silent)
    assert "Cannot download the weights of Net. Received: http://127.0.0.1:9/weights.h5" in failure.value.message
    assert "local file" in failure.value.hint
    assert str(file.place.parent) in failure.value.hint


def test_every_known_file_belongs_to_a_network_of_the_catalogue_with_its_options() -> None:
    for known in WEIGHTS_FILES.values():
        assert set(known.options) <= set(ARCHITECTURES[known.network].options)
        assert known.url.startswith("https://")
