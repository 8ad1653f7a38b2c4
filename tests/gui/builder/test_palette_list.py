"""The palette lists families, finds by name, and gives layers by click, key and drag."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from gui.builder.palette_list import ENTRY_ROLE, LAYER_MIME, LayerPalette
from gui.theme import theme


@pytest.fixture
def palette(qtbot: QtBot) -> LayerPalette:
    theme().install("light")
    palette = LayerPalette()
    qtbot.addWidget(palette)
    palette.resize(160, 640)
    palette.show()
    return palette


def _middle(palette: LayerPalette, name: str) -> QPoint:
    return palette.list.visualItemRect(palette.list.row_of(name)).center()


def _shown(palette: LayerPalette) -> list[str]:
    rows = (palette.list.item(row) for row in range(palette.list.count()))
    return [row.data(ENTRY_ROLE).name for row in rows if row.data(ENTRY_ROLE) is not None]


def test_a_click_chooses_a_layer(qtbot: QtBot, palette: LayerPalette) -> None:
    with qtbot.waitSignal(palette.chosen) as chosen:
        qtbot.mouseClick(
            palette.list.viewport(), Qt.MouseButton.LeftButton, pos=_middle(palette, "node/maximum_pooling")
        )

    assert chosen.args[0].key == "maximum_pooling"


def test_a_double_click_adds_one_layer_only(qtbot: QtBot, palette: LayerPalette) -> None:
    spy = QSignalSpy(palette.chosen)
    place = _middle(palette, "node/convolution")

    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert spy.count() == 1


def test_return_in_the_search_takes_what_is_found_first(qtbot: QtBot, palette: LayerPalette) -> None:
    qtbot.keyClicks(palette.search, "incep")
    assert _shown(palette) == ["block/inception"]

    with qtbot.waitSignal(palette.chosen) as chosen:
        qtbot.keyClick(palette.search, Qt.Key.Key_Return)

    assert chosen.args[0].key == "inception"
    assert len(_shown(palette)) > 20


def test_the_list_is_walked_by_keyboard(qtbot: QtBot, palette: LayerPalette) -> None:
    palette.search.setFocus()
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)

    with qtbot.waitSignal(palette.chosen) as chosen:
        qtbot.keyClick(palette.list, Qt.Key.Key_Return)

    assert chosen.args[0].key == "convolution"


def test_headings_can_not_be_chosen(qtbot: QtBot, palette: LayerPalette) -> None:
    spy = QSignalSpy(palette.chosen)
    heading = palette.list.visualItemRect(palette.list.item(0)).center()

    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=heading)

    assert spy.count() == 0


def test_what_is_dragged_carries_its_name(palette: LayerPalette) -> None:
    mime = palette.list.mimeData([palette.list.row_of("node/dense")])

    assert bytes(mime.data(LAYER_MIME).data()) == b"node/dense"
