"""The positions of maxima are shown for a layer and a channel of choice, and told under the cursor."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.contract.microscope import ListedPooling, MapPlace, PoolingSeen, SeePooling
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.microscope.pooling.told import NO_POOLING, SeenWinners, winner_words
from gui.pages.inspect.microscope.pooling.view import PoolingView
from gui.pages.inspect.microscope.tab import MicroscopeTab
from tests.gui.answering import Answers

POOLINGS = (
    ListedPooling(name="pool1", shape=(2, 3, 8), unpooling="up1"),
    ListedPooling(name="pool2", shape=(1, 1, 16)),
)
VALUES = np.array(
    [[1, 5, 0, 0, 9, 1], [2, 3, 0, 0, 1, 1], [1, 1, 7, 1, 1, 2], [1, 4, 1, 1, 3, 1]], np.float32
)  # fmt: skip
PLACES = np.array([[[0, 1], [0, 2], [0, 4]], [[3, 1], [2, 2], [3, 4]]], np.int32)
TIES = np.array([[0, 1, 0], [0, 0, 0]], np.uint8)
PUT_BACK = np.array([[0.5, 0.25, 2.0], [1.0, 1.5, 3.0]], np.float32)
PLACE = MapPlace(origin=(2.0, 2.0), step=(4.0, 4.0))


def pooled(run: str, image: str, *, layer: str = "pool1", channel: int = 3) -> PoolingSeen:
    return PoolingSeen(
        run=run,
        image=image,
        poolings=POOLINGS,
        layer=layer,
        channel=channel,
        window=(2, 2),
        stride=(2, 2),
        place=PLACE,
    )


@pytest.fixture
def found() -> SeenWinners:
    return SeenWinners(pooled("run", "a.png"), VALUES, PLACES, TIES.astype(bool), PUT_BACK)


@pytest.fixture
def view(tab: MicroscopeTab, answers: Answers, image: str, run: RunFolder) -> PoolingView:
    tab.show_instrument("pooling")
    view = tab.current
    assert isinstance(view, PoolingView)
    view.viewer.set_picture(QImage(24, 16, QImage.Format.Format_RGB32))
    answers.answer(SeePooling, pooled(str(run.path), image), VALUES, PLACES, TIES, PUT_BACK)
    return view


def test_the_engine_chooses_layer_and_channel_first(view: PoolingView, answers: Answers) -> None:
    (asked,) = answers.asked(SeePooling)

    assert (asked.layer, asked.channel) == (None, None)
    assert (view.layer, view.channel.value(), view.channel.maximum()) == ("pool1", 3, 7)
    assert view.sentence == ""


def test_keys_choose_another_channel_and_the_strongest_comes_back(
    view: PoolingView, answers: Answers, image: str, run: RunFolder, qtbot: QtBot
) -> None:
    qtbot.keyClick(view.channel, Qt.Key.Key_Right)
    answers.answer(SeePooling, pooled(str(run.path), image, channel=4), VALUES, PLACES, TIES, PUT_BACK)
    view.strongest.click()

    assert [(asked.layer, asked.channel) for asked in answers.asked(SeePooling)[1:]] == [("pool1", 4), ("pool1", None)]


def test_another_layer_begins_with_its_strongest_channel(
    view: PoolingView, answers: Answers, image: str, run: RunFolder, qtbot: QtBot
) -> None:
    qtbot.keyClick(view.channel, Qt.Key.Key_Right)
    answers.answer(SeePooling, pooled(str(run.path), image, channel=4), VALUES, PLACES, TIES, PUT_BACK)
    view.layers.setCurrentIndex(1)
    view.layers.activated.emit(1)

    assert [(asked.layer, asked.channel) for asked in answers.asked(SeePooling)[2:]] == [("pool2", None)]


def test_what_is_put_back_takes_the_place_of_the_map(view: PoolingView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.map, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.put_back, Qt.MouseButton.LeftButton)

    assert view.put_back.isChecked()
    assert not view.map.isChecked()


def test_without_an_unpooling_nothing_is_put_back(
    view: PoolingView, answers: Answers, image: str, run: RunFolder
) -> None:
    view.put_back.click()
    view.strongest.click()

    event = pooled(str(run.path), image, layer="pool2")
    answers.answer(SeePooling, event, VALUES, PLACES, TIES)

    assert not view.put_back.isEnabled()
    assert not view.put_back.isChecked()
    assert "No layer puts values back" in view.put_back.toolTip()


def test_the_winner_under_the_cursor_is_told(view: PoolingView) -> None:
    placement = view.pooling_viewer.picture_rect
    zoom = view.viewer.zoom

    view.viewer._hover(QPointF(placement.left() + 18 * zoom, placement.top() + 3 * zoom))

    assert view.pooling_viewer.window_at((18, 3)) == (0, 2)
    assert view.pooling_viewer._words_at((18, 3)) == ("9", "row 0, column 4")


def test_a_network_without_poolings_says_so(tab: MicroscopeTab, answers: Answers, image: str, run: RunFolder) -> None:
    tab.show_instrument("pooling")

    answers.answer(SeePooling, PoolingSeen(run=str(run.path), image=image))

    assert tab.current.sentence == NO_POOLING


@pytest.mark.parametrize("zooms", [0, 12])
def test_windows_are_painted_at_every_zoom(view: PoolingView, zooms: int) -> None:
    for _ in range(zooms):
        view.viewer.zoom_in()
    with_winners = view.viewer.grab().toImage()

    view.winners.click()

    assert view.viewer.grab().toImage() != with_winners


def test_windows_lie_where_the_map_lies_on_the_picture(found: SeenWinners) -> None:
    assert found.map_box() == (0.0, 0.0, 24.0, 16.0)
    assert found.window_box((1, 2)) == (16.0, 8.0, 24.0, 16.0)
    assert found.window_at(23.9, 15.9) == (1, 2)
    assert found.window_at(24.1, 3.0) is None
    assert found.window_at(-0.1, 3.0) is None
    assert set(found.windows_in((0.0, 0.0, 3.0, 3.0))) >= {(0, 0)}
    assert len(set(found.windows_in((-100.0, -100.0, 100.0, 100.0)))) == 6


def test_values_are_put_back_at_the_winners(found: SeenWinners) -> None:
    made = found.unpooled()

    assert made is not None
    assert made[3, 4] == 3.0
    assert np.count_nonzero(made) == 6


def test_ties_and_added_zeros_are_told(found: SeenWinners) -> None:
    places = PLACES.copy()
    places[0, 0] = -1
    padded = SeenWinners(found.seen, VALUES, places, found.are_tied, PUT_BACK)

    assert winner_words(found, (0, 1)) == ("0", "row 0, column 2, all equal")
    assert winner_words(padded, (0, 0)) == ("0", "an added zero wins")
    made = padded.unpooled()
    assert made is not None
    assert np.count_nonzero(made) == 5
