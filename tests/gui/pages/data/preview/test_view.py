"""The large preview shows a picture with its labels and problems, goes on by keys, and goes back."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.commands import DecodePicture
from engine.contract.dataset import ProblemCode, ProblemRow
from engine.contract.events import Failed, PictureDecoded
from engine.dataset.index.dataset_index import DatasetIndex
from gui.pages.data.pictures import PicturesView
from gui.pages.data.preview.facts import problem_words
from gui.session import Session
from gui.settings import SettingsStore
from gui.viewer.layers import Layer
from tests.gui.answering import Answers
from tests.gui.sample_pictures import open_index, write_pictures

PIXELS = np.full((24, 32, 3), (10, 20, 30), np.uint8)
PROBLEM = ProblemRow(
    id=1,
    image_id=1,
    code=ProblemCode.BOX_OUTSIDE,
    path="circle/3.png",
    place="line 3",
    message="The box reaches out of the picture.",
    action="repaired",
    repair="It was cut at the border.",
    box=(800.0, 160.0, 900.0, 200.0),
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DatasetIndex]:
    with open_index(write_pictures(tmp_path / "pictures")) as index:
        yield index


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, settings: SettingsStore, index: DatasetIndex) -> PicturesView:
    view = PicturesView(quiet_session.client, settings)
    qtbot.addWidget(view)
    view.resize(888, 700)
    view.show()
    view.set_index(index)
    qtbot.waitUntil(partial(_is_read, view))
    view.gallery.select_index(3)
    return view


def _is_read(view: PicturesView) -> bool:
    return bool(view.gallery.count and view.pictures.item(0).path)


def _knows_label(view: PicturesView) -> bool:
    return view.preview.bar.chips[Layer.TRUTH].isVisible()


def _decode(answers: Answers, index: DatasetIndex, path: str, *, camera: str = "") -> None:
    exif = {"Model": camera} if camera else {}
    event = PictureDecoded(path=str(index.root / path), width=1280, height=960, exif=exif)
    answers.answer(DecodePicture, event, PIXELS)


def test_return_opens_the_current_picture(
    qtbot: QtBot, view: PicturesView, answers: Answers, index: DatasetIndex
) -> None:
    qtbot.keyClick(view.gallery, Qt.Key.Key_Return)
    _decode(answers, index, "circle/3.png")
    qtbot.waitUntil(partial(_knows_label, view))

    assert view.is_previewing
    assert answers.asked(DecodePicture)[0].path == str(index.root / "circle/3.png")
    assert view.preview.viewer.zoom < 1


def test_escape_goes_back_to_the_gallery(qtbot: QtBot, view: PicturesView) -> None:
    qtbot.keyClick(view.gallery, Qt.Key.Key_Return)

    qtbot.keyClick(view.preview.viewer, Qt.Key.Key_Escape)

    assert not view.is_previewing
    assert view.gallery.hasFocus()


def test_arrow_keys_go_on_in_the_order_of_the_gallery(qtbot: QtBot, view: PicturesView) -> None:
    qtbot.keyClick(view.gallery, Qt.Key.Key_Return)

    qtbot.keyClick(view.preview.viewer, Qt.Key.Key_Right)

    assert view.preview.path == "circle/4.png"
    assert view.gallery.current_index == 4


def test_inspect_keeps_its_way(qtbot: QtBot, view: PicturesView) -> None:
    qtbot.keyClick(view.gallery, Qt.Key.Key_Return)

    with qtbot.waitSignal(view.inspect_requested) as requested:
        qtbot.mouseClick(view.preview.bar.inspect, Qt.MouseButton.LeftButton)

    assert requested.args == ["circle/3.png"]


def test_a_problem_is_brought_into_the_middle(
    qtbot: QtBot, view: PicturesView, answers: Answers, index: DatasetIndex
) -> None:
    view.show_problem(PROBLEM)
    _decode(answers, index, PROBLEM.path)
    qtbot.waitUntil(partial(_knows_label, view))
    viewer = view.preview.viewer
    zoom, rect = viewer.zoom, viewer.picture_rect

    assert view.is_previewing
    assert rect.left() + 850 * zoom == pytest.approx(viewer.width() / 2)
    assert rect.top() + 180 * zoom == pytest.approx(viewer.height() / 2)


def test_a_picture_that_cannot_be_decoded_says_why(qtbot: QtBot, view: PicturesView, answers: Answers) -> None:
    qtbot.keyClick(view.gallery, Qt.Key.Key_Return)

    answers.answer(DecodePicture, Failed(message="The file ends too early.", hint="Copy it again."))

    assert not view.preview.viewer.isVisible()


def test_the_camera_is_told(qtbot: QtBot, view: PicturesView, answers: Answers, index: DatasetIndex) -> None:
    qtbot.keyClick(view.gallery, Qt.Key.Key_Return)
    qtbot.waitUntil(partial(_has_facts, view))

    _decode(answers, index, "circle/3.png", camera="Box camera")

    assert not view.preview.facts._camera.isHidden()


def _has_facts(view: PicturesView) -> bool:
    return view.preview._known is not None


def test_another_dataset_closes_the_preview(qtbot: QtBot, view: PicturesView, index: DatasetIndex) -> None:
    qtbot.keyClick(view.gallery, Qt.Key.Key_Return)

    view.set_index(index)

    assert not view.is_previewing


def test_a_problem_says_where_and_what_was_done() -> None:
    assert problem_words(PROBLEM) == (
        "The box reaches out of the picture (line 3). Repaired. It was cut at the border."
    )
