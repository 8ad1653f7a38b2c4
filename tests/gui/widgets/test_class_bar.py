import numpy as np
from pytestqt.qtbot import QtBot

from gui.pictures.pixels import array_from_image
from gui.theme import theme
from gui.widgets.class_bar import ClassBar, ClassBars
from tests.gui.class_colours import colour


def test_a_mark_stands_where_a_bar_of_its_share_ends(qtbot: QtBot) -> None:
    theme().install("light")
    bars = ClassBars("Scores")
    qtbot.addWidget(bars)
    bars.resize(300, 48)
    bars.set_rows([ClassBar("hat", colour(0), 0.75, "", mark=0.25), ClassBar("cap", colour(1), 0.25, "")])

    pixels = array_from_image(bars.grab().toImage()).astype(int)[:, 100:]

    ink = theme().colour("text")
    above_the_bar, in_the_bar = pixels[5], pixels[36]
    is_mark = np.abs(above_the_bar - (ink.red(), ink.green(), ink.blue())).max(axis=-1) < 8
    is_bar = np.abs(in_the_bar - in_the_bar[-1]).max(axis=-1) > 40
    assert np.flatnonzero(is_mark).size == 2
    assert abs(np.flatnonzero(is_mark).mean() - np.flatnonzero(is_bar)[-1]) <= 2
