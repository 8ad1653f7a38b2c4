"""The Field tab asks what cells and pixels see, and draws it over the picture only while it is open."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.contract.commands import DescribeModel, MakeThumbnails
from engine.contract.events import LayerDescription, ModelDescribed, ThumbnailMade
from engine.contract.looking_inside import FindExciting, IndexExciting, SeeField, SeePixel
from engine.contract.seen_inside import (
    ExcitingFound,
    ExcitingIndexed,
    ExcitingPicture,
    FieldSeen,
    LayerCells,
    LayerField,
    PixelSeen,
)
from gui.pages.inspect.field.details import FieldDetails
from gui.pages.inspect.field.exciting import crop_of
from gui.pages.inspect.field.inquiry import FieldInquiry
from gui.pages.inspect.field.viewer import FieldViewer
from gui.session import Session
from tests.gui.answering import Answers

MODEL = ModelDescribed(
    run="/runs/one",
    classes=("a", "b"),
    layers=(
        LayerDescription(name="first", kind="Conv2D", shape=(8, 8, 4), has_positions=True),
        LayerDescription(name="last", kind="Conv2D", shape=(4, 4, 16), has_positions=True),
        LayerDescription(name="logits", kind="Dense", shape=(2,), has_positions=False),
    ),
    default_layer="last",
    cam_layer=None,
    has_templates=False,
)
SEEN = FieldSeen(
    run="/runs/one",
    image="a.png",
    field=LayerField(layer="last", cell=(2, 1), grid=(4, 4), box_xyxy=(2, 6, 12, 16)),
    is_whole_input=False,
    size_px=(10, 10),
    stride_px=(4, 4),
    nested=(LayerField(layer="first", cell=(5, 3), grid=(8, 8), box_xyxy=(5, 9, 8, 12)),),
)


class Tab:
    """The tab with its viewer, and answers from nowhere."""

    def __init__(self, session: Session, run: Path, answers: Answers) -> None:
        self.details, self.viewer, self.answers = FieldDetails(), FieldViewer(), answers
        self.inquiry = FieldInquiry(self.details, self.viewer, session.client, session.inspection)
        self.inquiry.root = run
        session.inspection.open(run)
        answers.answer(DescribeModel, MODEL)
        session.inspection.change(image=Path("a.png"))
        self.viewer.resize(300, 300)
        self.viewer.set_picture(QImage(16, 16, QImage.Format.Format_RGB888))

    def open(self) -> None:
        self.inquiry.on_tab_changed("field")
        self.answers.answer(SeeField, SEEN, np.ones((16, 16), np.float32), np.ones((4, 4), np.float32))


@pytest.fixture
def tab(qtbot: QtBot, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tab:
    tab = Tab(session, tmp_path, Answers(session, monkeypatch))
    qtbot.addWidget(tab.details)
    qtbot.addWidget(tab.viewer)
    return tab


def test_the_window_of_a_cell_lies_over_the_picture_while_the_tab_is_open(tab: Tab) -> None:
    tab.open()
    shown = tab.viewer.field_box
    tab.inquiry.on_tab_changed("why")

    assert shown == (2, 6, 12, 16)
    assert tab.viewer.field_box is None


def test_another_cell_is_asked_for_by_mouse_or_keys(qtbot: QtBot, tab: Tab) -> None:
    tab.open()

    qtbot.keyClick(tab.details.map, Qt.Key.Key_Right)

    assert tab.answers.asked(SeeField)[-1].cell == (2, 2)


def test_a_click_on_the_picture_lists_the_cells_that_see_the_pixel(qtbot: QtBot, tab: Tab) -> None:
    tab.open()
    middle = tab.viewer.picture_rect.center()

    qtbot.mouseClick(tab.viewer, Qt.MouseButton.LeftButton, pos=QPoint(int(middle.x()), int(middle.y())))
    (command,) = tab.answers.asked(SeePixel)
    layers = (
        LayerCells(layer="first", grid=(8, 8), rows=(3, 5), columns=(3, 5)),
        LayerCells(layer="last", grid=(4, 4), rows=None, columns=None),
    )
    tab.answers.answer(SeePixel, PixelSeen(run="/runs/one", image="a.png", x=8.5, y=8.5, layers=layers))

    assert (command.x, command.y) == pytest.approx((8.5, 8.5), abs=1)
    texts = [[column.text(row) for column in tab.details.pixel_table.rows_model.columns] for row in reversed(layers)]
    assert texts == [["last", "none", "0"], ["first", "3 × 3", "9"]]


def test_a_click_on_the_picture_asks_nothing_while_another_tab_is_open(tab: Tab) -> None:
    tab.viewer.pixel_chosen.emit(3, 3)

    assert not tab.answers.asked(SeePixel)


def test_unknown_exciting_pictures_are_looked_for_and_shown_as_crops(tab: Tab, tmp_path: Path) -> None:
    tab.open()
    nothing = ExcitingFound(run="/runs/one", layer="last", channel=0, pictures=(), is_indexed=False)
    picture = ExcitingPicture(image="b.png", value=3.5, cell=(0, 0), box_xyxy=(0, 0, 8, 8))

    tab.answers.answer(FindExciting, nothing)
    tab.answers.answer(IndexExciting, ExcitingIndexed(run="/runs/one", split="validation", pictures=5))
    tab.answers.answer(FindExciting, nothing.model_copy(update={"pictures": (picture,), "is_indexed": True}))
    made = ThumbnailMade(path=str(tmp_path / "b.png"), width=16, height=16)
    reply_item = next(command for command in tab.answers.asked(MakeThumbnails))
    tab.answers.answer(MakeThumbnails, made, np.zeros((16, 16, 3), np.uint8))

    assert reply_item.paths == (str(tmp_path / "b.png"),)
    assert [tile.name for tile in tab.details.exciting.tiles.tiles] == ["3.5"]


def test_a_click_on_an_exciting_picture_opens_it(qtbot: QtBot, tab: Tab) -> None:
    picture = ExcitingPicture(image="b.png", value=3.5, cell=(0, 0), box_xyxy=(0, 0, 8, 8))
    tab.details.exciting.set_found(ExcitingFound(run="/runs/one", layer="last", channel=0, pictures=(picture,)))

    with qtbot.waitSignal(tab.inquiry.picture_wanted) as wanted:
        tab.details.exciting.tiles.tile_chosen.emit(0)

    assert wanted.args == ["b.png"]


def test_a_crop_shows_what_the_unit_saw_in_the_middle(qtbot: QtBot) -> None:
    thumbnail = QImage(32, 32, QImage.Format.Format_RGB888)
    thumbnail.fill(Qt.GlobalColor.black)
    for row in range(16):
        for column in range(16):
            thumbnail.setPixelColor(column, row, Qt.GlobalColor.red)
    picture = ExcitingPicture(image="b.png", value=1.0, cell=(0, 0), box_xyxy=(0, 0, 32, 32))

    crop = crop_of(thumbnail, 64, 64, picture)

    middle = crop.pixelColor(crop.width() // 2, crop.height() // 2)
    assert (middle.red(), middle.green(), middle.blue()) == (255, 0, 0)


def test_the_gradient_hides_the_heat_map_that_lies_there(tab: Tab) -> None:
    tab.open()

    tab.details.gradient.click()
    tab.details.nested.click()

    assert not tab.viewer.grab().isNull()
