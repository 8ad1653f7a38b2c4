"""Deformations are shown before and after, and follow their slider."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.microscope import DeformPicture, PictureDeformed
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.microscope.deformation.told import DeformedSide, fact_rows, settings_words
from gui.pages.inspect.microscope.deformation.view import DeformationView
from gui.pages.inspect.microscope.tab import MicroscopeTab
from tests.gui.answering import Answers

BEFORE = np.full((24, 32, 1), 90, np.uint8)
AFTER = np.full((24, 32, 1), 120, np.uint8)
LINES = np.moveaxis(np.mgrid[2:22:4j, 0:32:5j], 0, -1)[..., ::-1].astype(np.float32)
BENT = LINES + 3
MASK = np.zeros((24, 32), np.uint8)


def deformed(run: str, image: str, *, strength_px: float = 6.0, variant: int = 0) -> PictureDeformed:
    return PictureDeformed(
        run=run,
        image=image,
        strength_px=strength_px,
        variant=variant,
        is_learned=True,
        probability=0.5,
        grid_points=3,
        largest_px=9.04,
        kept_share=0.8,
        kept_xyxy=(4, 4, 28, 20),
    )


@pytest.fixture
def view(tab: MicroscopeTab, answers: Answers, image: str, run: RunFolder) -> DeformationView:
    tab.show_instrument("deformation")
    answers.answer(DeformPicture, deformed(str(run.path), image), BEFORE, AFTER, LINES, BENT, MASK, MASK + 1)
    view = tab.current
    assert isinstance(view, DeformationView)
    return view


def test_the_strength_of_the_run_comes_first_and_both_sides_are_shown(view: DeformationView, answers: Answers) -> None:
    (asked,) = answers.asked(DeformPicture)

    assert (asked.strength_px, asked.grid_points, asked.variant) == (None, None, 0)
    assert (view.strength_px, view.grid_points) == (6.0, 3)
    assert view.before.side is not None
    assert view.after.side is not None
    np.testing.assert_array_equal(view.before.side.pixels, BEFORE)
    np.testing.assert_array_equal(view.after.side.lines, BENT)
    assert view.after.masks is not None
    assert view.after.masks.predicted.max() == 1


def test_keys_change_the_strength(view: DeformationView, answers: Answers, qtbot: QtBot) -> None:
    qtbot.keyClick(view.strength, Qt.Key.Key_Right)

    asked = answers.asked(DeformPicture)[-1]
    assert (asked.strength_px, asked.variant) == (6.5, 0)


def test_keys_change_the_grid(view: DeformationView, answers: Answers, qtbot: QtBot) -> None:
    qtbot.keyClick(view.grid, Qt.Key.Key_Right)

    asked = answers.asked(DeformPicture)[-1]
    assert (asked.strength_px, asked.grid_points) == (6.0, 4)


def test_another_draw_keeps_the_strength_and_reset_takes_both_back(
    view: DeformationView, answers: Answers, image: str, run: RunFolder, qtbot: QtBot
) -> None:
    qtbot.mouseClick(view.another, Qt.MouseButton.LeftButton)
    another = deformed(str(run.path), image, variant=1)
    answers.answer(DeformPicture, another, BEFORE, AFTER, LINES, BENT)
    view.reset.click()

    assert [(asked.strength_px, asked.variant) for asked in answers.asked(DeformPicture)[1:]] == [(6.0, 1), (None, 0)]
    assert view.mask_chip.isHidden()


def test_both_sides_are_zoomed_together(view: DeformationView) -> None:
    view.before.zoom_in()

    assert view.after.zoom == pytest.approx(view.before.zoom)


def test_another_draw_keeps_the_zoom(view: DeformationView, answers: Answers, image: str, run: RunFolder) -> None:
    view.before.zoom_in()
    zoom = view.before.zoom

    view.another.click()
    answers.answer(DeformPicture, deformed(str(run.path), image, variant=1), BEFORE, AFTER, LINES, BENT)

    assert view.before.zoom == view.after.zoom == zoom


@pytest.mark.parametrize("chip", ["picture_chip", "mask_chip", "lines_chip"])
def test_every_layer_can_be_hidden(view: DeformationView, chip: str) -> None:
    shown = view.after.grab().toImage()

    getattr(view, chip).click()

    assert view.after.grab().toImage() != shown


def test_facts_tell_the_draw_and_what_the_network_gets() -> None:
    told = deformed("run", "a.png")
    side = DeformedSide(BEFORE, LINES)

    assert dict(fact_rows(told, side)) == {
        "Picture": "32 × 24 px",
        "Grid that moves": "3 × 3 points",
        "Largest movement": "9.0 px",
        "Kept of the draw": "80.0 %",
        "Network gets": "24 × 16 px",
    }
    whole = told.model_copy(update={"kept_xyxy": (0, 0, 32, 24)})
    assert "Network gets" not in dict(fact_rows(whole, side))
    assert "50.0 %" in settings_words(told)
    assert "U-Net's" in settings_words(told.model_copy(update={"is_learned": False}))
