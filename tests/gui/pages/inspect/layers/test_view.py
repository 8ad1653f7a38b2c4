"""All layers stand in one scroll; what is told twice is folded; one map is shown large, cell by cell."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.contract.layer_film import LayerStrip, SeenThrough, StripChannel
from gui.pages.inspect.layers.scaling import maps_of
from gui.pages.inspect.layers.view import LayersView
from gui.pictures.colour_maps import ValueRange

MAPS = np.stack([np.arange(16), np.arange(16) * 2, np.arange(16)[::-1]]).reshape(3, 4, 4).astype(np.float32)


def _strip(name: str, high: float) -> LayerStrip:
    channels = tuple(
        StripChannel(index=index, contribution=1.0 - index / 10, like=like) for index, like in ((5, 5), (2, 5), (7, 7))
    )
    return LayerStrip(
        layer=name,
        kind="Conv2D",
        size=(4, 4),
        channels=channels,
        total_channels=9,
        dead_channels=2,
        range=(-1.0, high),
    )


def _channels(count: int) -> tuple[StripChannel, ...]:
    return tuple(StripChannel(index=index, contribution=1.0, like=index) for index in range(count))


def _film(strips: Sequence[LayerStrip]) -> SeenThrough:
    return SeenThrough(run="run", image="a.png", target="cat", order="contribution", layers=tuple(strips))


def _through() -> SeenThrough:
    return _film((_strip("first", 30.0), _strip("second", 50.0)))


@pytest.fixture
def view(qtbot: QtBot) -> LayersView:
    view = LayersView()
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    view.set_through(_through(), [MAPS, MAPS])
    return view


@pytest.mark.parametrize(
    ("scaling", "shown"),
    [("channel", ValueRange(0, 15)), ("layer", ValueRange(-1, 30)), ("network", ValueRange(-1, 50))],
)
def test_colours_span_a_channel_a_layer_or_the_network(scaling: str, shown: ValueRange) -> None:
    through = _through()

    maps = maps_of(through.layers[0], MAPS, through, scaling=scaling, is_open=False)  # type: ignore[arg-type]

    assert maps[0].shown == shown


def test_near_duplicates_are_folded_with_their_count(view: LayersView) -> None:
    names = [tile.name for tile in view.strips[0].tiles.tiles]

    assert names == ["5 ×2", "7"]


def test_a_strip_opens_and_folds_again(qtbot: QtBot, view: LayersView) -> None:
    qtbot.mouseClick(view.strips[0].open, Qt.MouseButton.LeftButton)
    opened = [tile.name for tile in view.strips[0].tiles.tiles]

    qtbot.mouseClick(view.strips[0].open, Qt.MouseButton.LeftButton)

    assert opened == ["5", "2", "7"]
    assert len(view.strips[0].tiles.tiles) == 2
    assert len(view.strips[1].tiles.tiles) == 2


def test_a_click_on_a_tile_shows_its_map_large_with_numbers(qtbot: QtBot, view: LayersView) -> None:
    tiles = view.strips[1].tiles
    qtbot.mouseClick(tiles, Qt.MouseButton.LeftButton, pos=tiles.tile_rect(1).center())

    shown = view.large.shown
    assert view.shows_large
    assert shown is not None
    assert (shown.layer, shown.channel.index) == ("second", 7)
    assert view.large.prints_numbers
    assert not view.large.grab().isNull()


def test_a_click_on_a_cell_names_layer_row_column_and_channel(qtbot: QtBot, view: LayersView) -> None:
    view.strips[0].map_chosen.emit(maps_of(_strip("first", 30.0), MAPS, _through(), scaling="layer", is_open=True)[0])
    centre = view.large.cell_rect(2, 1).center().toPoint()

    with qtbot.waitSignal(view.cell_chosen) as chosen:
        qtbot.mouseClick(view.large, Qt.MouseButton.LeftButton, pos=centre)

    assert chosen.args == ["first", (2, 1, 5)]


def test_zoom_keeps_the_cell_under_the_cursor(view: LayersView) -> None:
    view.strips[0].map_chosen.emit(maps_of(_strip("first", 30.0), MAPS, _through(), scaling="layer", is_open=True)[0])
    point = QPointF(view.large.cell_rect(1, 2).center())

    view.large.zoom_by(3.0, point)

    assert view.large.cell_at(point) == (1, 2)
    assert view.large.cell_rect(1, 2).width() > view.large.height() / 4
    view.large.fit()
    assert view.large.cell_at(QPointF(QPoint(1, 1))) is None or view.large.cell_rect(0, 0).left() >= 0


def test_another_picture_keeps_the_large_map_and_another_network_does_not(view: LayersView) -> None:
    view.strips[0].map_chosen.emit(maps_of(_strip("first", 30.0), MAPS, _through(), scaling="layer", is_open=True)[0])

    view.set_through(_through(), [MAPS + 1, MAPS])
    kept = view.large.shown
    view.forget()

    assert kept is not None
    assert kept.values.max() == 16
    assert not view.shows_large
    assert view.strips == []


def test_the_strip_at_the_top_stays_there_when_those_above_it_grow(qtbot: QtBot, view: LayersView) -> None:
    several = [_strip(f"layer {number}", 30.0) for number in range(9)]
    view.set_through(_film(several), [MAPS] * 9)
    bar = view.film.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    fifth = view.strips[4]
    bar.setValue(fifth.y() + 10)

    view.strips[0].opened.emit("layer 0")
    wide = np.concatenate([MAPS] * 4)
    many = several[0].model_copy(update={"channels": _channels(12)})
    view.set_through(_film([many, *several[1:]]), [wide, *[MAPS] * 8])
    at_once = bar.value() - fifth.y()
    QApplication.sendPostedEvents()

    assert view.strips[0].height() > view.strips[1].height()
    assert at_once == 10
    assert bar.value() - fifth.y() == 10


def test_maps_in_the_order_of_their_strength_say_that_a_ranking_follows(view: LayersView) -> None:
    view.set_through(_through().model_copy(update={"order": "strength"}), [MAPS, MAPS])
    first = view.words.text()

    view.set_through(_through(), [MAPS, MAPS])

    assert first == "2 layers, strongest maps first; ranking them for cat"
    assert view.words.text() == "2 layers, ranked for cat"
