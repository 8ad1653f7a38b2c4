"""The viewer zooms, pans, switches layers and tells the pixel under the cursor."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.pictures.pixels import array_from_image, image_from_array
from gui.viewer.layers import ClassMark, HeatMap, HeatStyle, Layer
from gui.viewer.viewer import PictureViewer
from tests.gui.class_colours import colour


@pytest.fixture
def viewer(qtbot: QtBot) -> PictureViewer:
    viewer = PictureViewer()
    qtbot.addWidget(viewer)
    viewer.resize(664, 560)
    viewer.set_picture(image_from_array(np.full((75, 100, 3), 128, np.uint8)), width=400, height=300)
    viewer.show()
    return viewer


def _middle(viewer: PictureViewer) -> np.ndarray:
    pixels = array_from_image(viewer.grab().toImage())
    centre = viewer.picture_rect.center()
    return pixels[round(centre.y()), round(centre.x())].astype(int)


def test_a_new_picture_fits_and_is_told_in_pixels_of_the_original(viewer: PictureViewer) -> None:
    assert viewer.zoom == pytest.approx(1.5)
    assert viewer.picture_rect.width() == pytest.approx(600)


def test_plus_enlarges_and_zero_fits_again(qtbot: QtBot, viewer: PictureViewer) -> None:
    qtbot.keyClick(viewer, Qt.Key.Key_Plus)
    enlarged = viewer.zoom
    qtbot.keyClick(viewer, Qt.Key.Key_0)

    assert enlarged == pytest.approx(1.5 * 1.25)
    assert viewer.zoom == pytest.approx(1.5)


def test_one_shows_a_pixel_per_pixel(qtbot: QtBot, viewer: PictureViewer) -> None:
    with qtbot.waitSignal(viewer.zoom_changed) as changed:
        qtbot.keyClick(viewer, Qt.Key.Key_1)

    assert changed.args == [pytest.approx(1.0)]


def test_dragging_moves_the_picture(qtbot: QtBot, viewer: PictureViewer) -> None:
    left = viewer.picture_rect.left()

    qtbot.mousePress(viewer, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(viewer, QPoint(340, 200))
    qtbot.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=QPoint(340, 200))

    assert viewer.picture_rect.left() == pytest.approx(left + 40)


def test_the_pixel_under_the_cursor_is_told(qtbot: QtBot, viewer: PictureViewer) -> None:
    corner = viewer.picture_rect.topLeft()

    with qtbot.waitSignal(viewer.pixel_hovered) as hovered:
        qtbot.mouseMove(viewer, QPoint(round(corner.x()) + 15, round(corner.y()) + 30))

    assert hovered.args == [(10, 20)]


def test_a_heat_map_colours_the_picture(viewer: PictureViewer) -> None:
    viewer.set_heat_map(HeatMap.from_raw(np.ones((3, 3), np.float32)))
    viewer.set_heat_style(HeatStyle("viridis", 1.0))

    assert abs(_middle(viewer) - np.array([253, 231, 37])).max() <= 2


def test_a_hidden_layer_is_not_drawn(viewer: PictureViewer) -> None:
    viewer.set_heat_map(HeatMap.from_raw(np.ones((3, 3), np.float32)))

    viewer.set_layer_shown(Layer.HEAT_MAP, is_shown=False)

    assert _middle(viewer).tolist() == [128, 128, 128]
    assert not viewer.is_layer_shown(Layer.HEAT_MAP)


def test_chips_stand_on_the_picture(viewer: PictureViewer) -> None:
    plain = viewer.grab().toImage()

    viewer.set_prediction(ClassMark("shirt  61.0 %", colour(5)))
    viewer.set_truth(ClassMark("truth: dress", colour(0)))

    assert viewer.grab().toImage() != plain


def test_a_large_picture_is_drawn_from_a_smaller_copy(viewer: PictureViewer) -> None:
    large = QImage(4096, 3072, QImage.Format.Format_RGB32)
    large.fill(Qt.GlobalColor.red)

    viewer.set_picture(large)

    assert _middle(viewer).tolist() == [255, 0, 0]


def test_a_viewer_without_a_picture_takes_every_key(qtbot: QtBot, viewer: PictureViewer) -> None:
    viewer.set_picture(None)

    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_Left):
        qtbot.keyClick(viewer, key)

    assert viewer.zoom == 0
