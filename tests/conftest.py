"""Where tests run: without a display, away from the user's own files, and leaving nothing behind."""

import os
import shutil
import site
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import hypothesis
import pytest

from tests.leaks import leaks_since, look_around
from tests.shared_data import REPOSITORY

FOLDER = pytest.StashKey[Path]()

hypothesis.settings.register_profile("busy machine", deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests that learn for minutes")


def pytest_configure(config: pytest.Config) -> None:
    """Move everything that programs keep for a user into one folder of this session, before Qt and Keras start."""
    hypothesis.settings.load_profile("busy machine")
    folder = Path(tempfile.mkdtemp(prefix="fovea-tests-"))
    config.stash[FOLDER] = folder
    for name in ("home", "temporary", "cache", "runtime"):
        (folder / name).mkdir(mode=0o700)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("PYTHONUSERBASE", site.getuserbase())
    os.environ.update(
        HOME=str(folder / "home"),
        FOVEA_HOME=str(folder / "fovea"),
        KERAS_HOME=str(folder / "cache" / "keras"),
        XDG_CACHE_HOME=str(folder / "cache"),
        XDG_CONFIG_HOME=str(folder / "cache" / "config"),
        XDG_RUNTIME_DIR=str(folder / "runtime"),
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow") or os.environ.get("CI"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="learns for minutes; run with --slow"))


@pytest.fixture(autouse=True)
def leaves_nothing_behind(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Fail a test that leaves a process, thread, timer, window, or a file outside ``tmp_path``."""
    tmp_path_factory.getbasetemp()  # pytest makes it on first use, and then in the system's folder
    folder = request.config.stash[FOLDER]
    monkeypatch.setenv("TMPDIR", str(folder / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "temporary"))
    watched = {REPOSITORY, Path.cwd(), folder / "home", folder / "temporary"}
    uses_qt = not {"qtbot", "qapp"}.isdisjoint(request.fixturenames)
    look = partial(look_around, watched, uses_qt=uses_qt)
    before = look()
    yield
    left = leaks_since(before, look)
    if left:
        pytest.fail("The test left behind:\n" + "\n".join(left), pytrace=False)
