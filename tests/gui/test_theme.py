"""The theme gives colours by name and tells when they change."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.theme import class_colour, style_sheet, theme
from gui.tokens import tokens
from tests.gui.class_colours import colour


def test_a_switch_of_the_theme_repaints_and_tells(qtbot: QtBot) -> None:
    theme().install("light")

    with qtbot.waitSignal(theme().theme_changed):
        theme().choose("dark")

    assert theme().colour("window") == QColor(tokens().colours["dark"]["window"])
    assert QApplication.palette().color(QPalette.ColorRole.Window) == theme().colour("window")


def test_the_same_theme_again_tells_nothing(qtbot: QtBot) -> None:
    theme().install("light")

    with qtbot.assertNotEmitted(theme().theme_changed):
        theme().choose("light")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_style_sheet_has_no_token_left(name: str) -> None:
    assert "@" not in style_sheet(name)  # type: ignore[arg-type]  # a ThemeName


def test_fonts_have_figures_of_one_width(qtbot: QtBot) -> None:
    font = theme().font("text")

    assert font.pixelSize() == 13
    assert [tag.toString().data() for tag in font.featureTags()] == [b"tnum"]


def test_the_colours_of_classes_are_the_same_in_both_themes(qtbot: QtBot) -> None:
    theme().install("light")
    light = class_colour(colour(3), neutral="track"), class_colour(None, neutral="track")
    theme().choose("dark")

    dark = class_colour(colour(3), neutral="track"), class_colour(None, neutral="track")

    assert light[0] == dark[0]
    assert dark[1] == theme().colour("track") != light[1]


def test_validation_and_training_have_their_fixed_series(qtbot: QtBot) -> None:
    theme().install("light")

    assert theme().role("training") == theme().series(1)
    assert theme().role("validation") == theme().series(0)
