import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.pictures.pixels import image_from_array
from gui.viewer.steady_viewer import SteadyViewer


@pytest.fixture
def viewer(qtbot: QtBot) -> SteadyViewer:
    viewer = SteadyViewer()
    qtbot.addWidget(viewer)
    viewer.resize(400, 400)
    viewer.replace_picture(image_from_array(np.zeros((40, 40, 3), np.uint8)))
    viewer.show()
    return viewer


def test_a_picture_of_the_same_size_keeps_the_zoom(qtbot: QtBot, viewer: SteadyViewer) -> None:
    qtbot.keyClick(viewer, Qt.Key.Key_Plus)
    enlarged = viewer.picture_rect

    viewer.replace_picture(image_from_array(np.ones((40, 40, 3), np.uint8)))

    assert viewer.picture_rect == enlarged


def test_a_picture_of_another_size_is_fitted(qtbot: QtBot, viewer: SteadyViewer) -> None:
    fitted = viewer.picture_rect.width()
    qtbot.keyClick(viewer, Qt.Key.Key_Plus)

    viewer.replace_picture(image_from_array(np.ones((20, 20, 3), np.uint8)))

    assert viewer.picture_rect.width() == pytest.approx(fitted)
