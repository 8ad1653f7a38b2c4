"""A display counts when it answers."""

import socket
import sys
import tempfile
from pathlib import Path

import pytest

from bootstrap.display import has_display

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems always have a display")


def test_no_variable_means_no_display() -> None:
    assert not has_display({})


def test_a_chosen_platform_of_qt_is_trusted() -> None:
    assert has_display({"QT_QPA_PLATFORM": "offscreen"})


@pytest.mark.parametrize("display", [":987", "unix:987", "localhost:987", "nonsense", ""])
def test_an_x_server_that_does_not_answer_is_no_display(display: str) -> None:
    assert not has_display({"DISPLAY": display})


def test_a_wayland_socket_that_answers_is_a_display() -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        server.bind(str(Path(folder) / "wayland-7"))
        server.listen()

        assert has_display({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": folder})


def test_a_wayland_socket_left_over_is_no_display(tmp_path: Path) -> None:
    assert not has_display({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)})
