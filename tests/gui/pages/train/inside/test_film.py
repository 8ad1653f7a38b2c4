"""One slider moves every pane through all epochs, and the film that is saved has them all."""

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.run_events import PreviewSaved
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.train.inside.film import MOST_FRAMES, Film
from gui.pages.train.inside.film_file import write_film
from gui.pages.train.run_view import RunView
from gui.runs.insides import InsideReader
from gui.runs.previews import PreviewReader
from tests.gui.pages.train.inside.inside_runs import write_epoch
from tests.gui.sample_runs import sample_config

EPOCHS = 20


@pytest.fixture
def view(qtbot: QtBot, tmp_path: Path) -> RunView:
    """A run of 20 epochs with 6 pinned pictures, with its inside on screen."""
    previews = tmp_path / "previews"
    for epoch in range(1, EPOCHS + 1):
        write_epoch(previews, epoch)
    store = ThumbnailStore()
    view = RunView(store)
    store.setParent(view)
    qtbot.addWidget(view)
    view.resize(856, 700)
    pinned = tuple(f"{name}.png" for name in "abcdef")
    config = sample_config().model_copy(update={"pinned": pinned})
    view.show_run(config, PreviewReader(previews), InsideReader(previews))
    view.take([PreviewSaved(time=time.time(), epoch=epoch, disk_bytes=2_000_000) for epoch in range(1, EPOCHS + 1)])
    view.show()
    view.views.set_current("inside")
    view.views.chosen.emit("inside")
    return view


def _shown(view: RunView) -> tuple[int, float, float, float]:
    """The epoch that each pane speaks of."""
    weights = view.inside.histograms[0].shown
    assert weights is not None
    prediction = view.pinned.tiles[0].prediction
    cells = view.pinned.tiles[0].cells
    assert prediction is not None
    assert cells is not None
    return view.epoch, prediction.score * 100, float(cells.max()), -weights.low


def test_the_slider_has_a_stop_for_every_epoch(view: RunView) -> None:
    assert view.slider.recorded == EPOCHS
    assert view.epoch == EPOCHS


@pytest.mark.parametrize("steps", [0, 7, 19])
def test_all_panes_are_in_step(qtbot: QtBot, view: RunView, steps: int) -> None:
    view.slider.setFocus()
    for _ in range(steps):
        qtbot.keyClick(view.slider, Qt.Key.Key_Left)

    assert _shown(view) == pytest.approx((EPOCHS - steps,) * 4)
    assert len(view.inside.maps.tiles.images) == 12
    assert len(view.inside.filters.tiles.images) == 5


def test_the_place_on_the_disk_is_told(view: RunView) -> None:
    assert view.record.preview_bytes == 2_000_000


def test_another_layer_shows_its_own_histograms(view: RunView) -> None:
    view.inside.layer.set_value("scores")
    view.inside.layer.value_changed.emit("scores")

    assert view.inside.histograms[0].shown is not None
    assert view.inside.histograms[1].shown is None
    assert view.inside.maps.tiles.images == ()


def test_the_axis_of_a_histogram_does_not_shrink_again(qtbot: QtBot, view: RunView) -> None:
    qtbot.keyClick(view.slider, Qt.Key.Key_Home)

    assert view.inside.histograms[0].axis == (-20.0, 1.0)


def test_play_runs_to_the_end_and_stops(qtbot: QtBot, view: RunView) -> None:
    view.film.set_speed(50)
    view.play.click()
    assert view.film.is_playing
    assert view.epoch == 1

    with qtbot.waitSignal(view.film.playing_changed):
        pass

    assert view.epoch == EPOCHS


@pytest.mark.parametrize("ending", ["gif", "webp"])
def test_a_saved_film_has_all_epochs_and_the_view_stays(
    qtbot: QtBot, view: RunView, tmp_path: Path, ending: str
) -> None:
    qtbot.keyClick(view.slider, Qt.Key.Key_Left)
    path = tmp_path / f"film.{ending}"

    with qtbot.waitSignal(view.film.saved, timeout=20_000):
        view.save_film(path)

    with Image.open(path) as film:
        assert film.n_frames == EPOCHS  # type: ignore[attr-defined]  # of animated formats
    assert view.epoch == EPOCHS - 1


def test_a_film_that_cannot_be_written_says_why(qtbot: QtBot, view: RunView, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.film.save_failed, timeout=20_000) as failed:
        view.save_film(tmp_path / "missing" / "film.gif")

    assert "Choose a folder" in failed.args[0]


def test_a_long_run_gives_a_film_of_bounded_length(qtbot: QtBot, tmp_path: Path) -> None:
    film, taken = Film(), []
    film.epoch_wanted.connect(taken.append)
    film.set_epochs(range(1, 1001), now=1000)

    with qtbot.waitSignal(film.saved, timeout=20_000):
        film.save(tmp_path / "film.gif", _small_frame)

    assert len(taken) == MOST_FRAMES + 1
    assert (taken[0], taken[-2]) == (1, 1000)
    film.deleteLater()


def test_the_last_epoch_stays_longer_than_the_others(tmp_path: Path) -> None:
    frames = [np.full((8, 8, 3), shade, np.uint8) for shade in (0, 120, 240)]

    path = write_film(frames, tmp_path / "film.gif", per_second=10)

    with Image.open(path) as film:
        film.seek(2)
        assert film.info["duration"] == 600


def _small_frame() -> np.ndarray:
    return np.random.default_rng().integers(0, 255, (4, 4, 3), np.uint8)
