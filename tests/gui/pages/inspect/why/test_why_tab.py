"""The Why tab in the page: methods, sums, progress, comparison."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.contract.commands import (
    DecomposeCam,
    Explain,
)
from engine.contract.events import (
    CamDecomposed,
    CamTerm,
    PartlyExplained,
    Progress,
)
from gui.pages.inspect.page import InspectPage
from gui.session import Session
from tests.gui.answering import Answers


def test_a_rare_method_is_found_behind_more(qtbot: QtBot, looking: InspectPage, answers: Answers) -> None:
    qtbot.mouseClick(looking.why.more, Qt.MouseButton.LeftButton)
    methods = looking.why.methods
    names = [choice.name for choice in methods.choices]

    qtbot.mouseClick(
        methods, Qt.MouseButton.LeftButton, pos=methods.choice_rects()[names.index("saliency")].center().toPoint()
    )

    assert answers.asked(Explain)[-1].method == "saliency"
    assert not looking.why.layer.isVisible()


def test_an_exact_cam_is_shown_as_its_sum(qtbot: QtBot, looking: InspectPage, answers: Answers) -> None:
    terms = (CamTerm(channel=7, weight=1.0, share=0.75), CamTerm(channel=2, weight=-1.0, share=-0.25))
    decomposed = CamDecomposed(
        run="r", image="i", layer="last", target="square", terms=terms, total_channels=16, rest=0.4, bias=0.1, logit=1.0
    )
    before = looking.picture.viewer.heat_map

    answers.answer(DecomposeCam, decomposed, np.ones((2, 4, 4), np.float32))
    qtbot.mouseClick(looking.why.sum.tiles, Qt.MouseButton.LeftButton, pos=looking.why.sum.tiles.tile_rect(1).center())

    assert looking.why.widget().minimumSizeHint().width() <= 280
    assert [tile.value for tile in looking.why.sum.tiles.tiles] == ["+0.75", "-0.25"]
    assert looking.picture.viewer.heat_map is not before


def test_a_slow_explanation_is_shown_on_its_way_and_can_be_cancelled(
    qtbot: QtBot, looking: InspectPage, answers: Answers, session: Session
) -> None:
    session.inspection.change(method="occlusion")
    answers.answer(Explain, Progress(what="explaining", done=1, total=4))
    part = PartlyExplained(run="r", image="i", method="occlusion", is_signed=True, done=1, total=4)

    answers.answer(Explain, part, np.array([[1.0, -2.0]], np.float32))

    heat = looking.picture.viewer.heat_map
    assert heat is not None
    assert heat.values.tolist() == [[0.5, -1.0]]
    assert looking.picture.toolbar.cancel.isVisible()


def test_the_comparison_takes_the_place_of_the_picture(qtbot: QtBot, looking: InspectPage) -> None:
    qtbot.mouseClick(looking.comparing.button, Qt.MouseButton.LeftButton)

    assert looking.comparing.view.isVisible()
    assert not looking.picture.viewer.isVisible()
    assert len(looking.comparing.view.panes) == 6


def test_what_is_shown_is_saved_as_picture_drawing_and_numbers(looking: InspectPage, tmp_path: Path) -> None:
    for name in ("map.png", "map.svg", "map.npy"):
        looking.picture.export.save(tmp_path / name)

    assert QImage(str(tmp_path / "map.png")).width() == 2 * looking.picture.viewer.width()
    assert "CAM at last for square" in (tmp_path / "map.svg").read_text()
    assert np.load(tmp_path / "map.npy").tolist() == np.ones((3, 4)).tolist()


def test_a_map_that_cannot_be_saved_says_why(looking: InspectPage, tmp_path: Path) -> None:
    looking.picture.export.set_map(None)

    with pytest.raises(OSError, match="no numbers to save"):
        looking.picture.export.save(tmp_path / "map.npy")
