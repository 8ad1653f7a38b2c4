"""Icons take the colour and the sharpness that are asked for."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.icons import icon_names, icon_pixmap


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_shows_its_colour(qtbot: QtBot, name: str) -> None:
    image = icon_pixmap(name, QColor("red")).toImage()

    opaque = [image.pixelColor(x, y) for x in range(20) for y in range(20) if image.pixelColor(x, y).alpha() > 100]

    assert opaque
    assert all(colour.red() > 240 and colour.green() < 15 for colour in opaque)


def test_an_icon_is_rendered_in_device_pixels(qtbot: QtBot) -> None:
    pixmap = icon_pixmap("data", QColor("red"), size_px=16, ratio=2.0)

    assert pixmap.width() == 32
    assert pixmap.deviceIndependentSize().width() == 16


def test_an_icon_is_rendered_once_for_a_colour(qtbot: QtBot) -> None:
    first = icon_pixmap("data", QColor("red"))

    assert icon_pixmap("data", QColor("red")).cacheKey() == first.cacheKey()
