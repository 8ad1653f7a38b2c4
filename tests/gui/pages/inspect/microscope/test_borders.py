"""The weights of a picture's pixels follow their equation's sliders."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.microscope import BordersWeighed, WeighBorders
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.microscope.borders.told import FEW_OBJECTS, NO_TRUTH, BorderMap, fact_rows, pixel_rows
from gui.pages.inspect.microscope.borders.view import BordersView
from gui.pages.inspect.microscope.tab import MicroscopeTab
from tests.gui.answering import Answers
from tests.gui.pages.inspect.microscope.conftest import CLASSES

NEAREST = np.array([[0.0, 1.0, 3.0, np.inf]], np.float32)
SECOND = np.array([[2.0, 2.0, 5.0, np.inf]], np.float32)


def weighed_of(run: str, image: str, *, w_0: float = 10.0, sigma_px: float = 5.0, objects: int = 2) -> BordersWeighed:
    return BordersWeighed(
        run=run,
        image=image,
        w_0=w_0,
        sigma_px=sigma_px,
        is_learned=False,
        class_weights=(1.0, 1.0, 1.0),
        objects=objects,
        are_drawn=True,
        reach_px=64,
    )


def weights_of(w_0: float, sigma_px: float) -> np.ndarray:
    border = w_0 * np.exp(-((NEAREST + SECOND) ** 2) / (2 * sigma_px**2))
    return np.asarray(1 + border, np.float32)


@pytest.fixture
def view(tab: MicroscopeTab, answers: Answers, image: str, run: RunFolder) -> BordersView:
    tab.show_instrument("borders")
    answers.answer(WeighBorders, weighed_of(str(run.path), image), weights_of(10, 5), NEAREST, SECOND)
    view = tab.current
    assert isinstance(view, BordersView)
    return view


def test_the_settings_of_the_run_come_first(view: BordersView, answers: Answers) -> None:
    (asked,) = answers.asked(WeighBorders)

    assert (asked.w_0, asked.sigma_px, asked.has_distances) == (None, None, True)
    assert view.equation_settings == (10.0, 5.0)
    assert view.sentence == ""
    assert "learned without" in view.note.text()


def test_sliders_ask_for_other_weights_but_not_for_distances_again(
    view: BordersView, answers: Answers, image: str, run: RunFolder, qtbot: QtBot
) -> None:
    qtbot.keyClick(view.w_0, Qt.Key.Key_Right)
    asked = answers.asked(WeighBorders)[-1]
    answers.answer(WeighBorders, weighed_of(str(run.path), image, w_0=10.5), weights_of(10.5, 5))

    assert (asked.w_0, asked.sigma_px, asked.has_distances) == (10.5, 5.0, False)
    found = view.border_viewer.border_map
    assert found is not None
    assert found.weighed.w_0 == 10.5
    np.testing.assert_array_equal(found.second, SECOND)


def test_reset_asks_for_the_settings_of_the_run_again(view: BordersView, answers: Answers) -> None:
    view.reset.click()

    assert answers.asked(WeighBorders)[-1].w_0 is None


def test_a_picture_without_truth_says_what_to_do(
    tab: MicroscopeTab, answers: Answers, image: str, run: RunFolder
) -> None:
    tab.show_instrument("borders")

    answers.answer(WeighBorders, weighed_of(str(run.path), image, objects=0))

    assert tab.current.sentence == NO_TRUTH


def test_a_picture_with_one_object_says_that_it_has_no_gap(
    tab: MicroscopeTab, answers: Answers, image: str, run: RunFolder
) -> None:
    tab.show_instrument("borders")
    alone = weighed_of(str(run.path), image, objects=1)

    answers.answer(WeighBorders, alone, np.ones((1, 4), np.float32), NEAREST, np.full((1, 4), np.inf, np.float32))

    view = tab.current
    assert isinstance(view, BordersView)
    assert view.note.text() == FEW_OBJECTS


def test_a_pixel_tells_every_term() -> None:
    found = BorderMap(weighed_of("run", "a.png"), weights_of(10, 5), NEAREST, SECOND)

    assert pixel_rows(found, (0, 1)) == [
        ("w", "9.35"), ("w_c", "1.00"), ("border", "8.35"), ("d₁", "1.0 px"), ("d₂", "2.0 px"),
    ]  # fmt: skip
    assert dict(pixel_rows(found, (0, 0)))["border"] == "9.23"
    assert dict(pixel_rows(found, (0, 3)))["d₂"] == "over 64 px"
    assert dict(fact_rows(found, CLASSES))["Pixels with border ≥ 1"] == "75.0 %"


def test_balanced_classes_are_told_one_by_one() -> None:
    weighed = weighed_of("run", "a.png").model_copy(update={"class_weights": (0.5, 2.0, 1.0)})

    rows = dict(fact_rows(BorderMap(weighed, weights_of(10, 5), NEAREST, SECOND), CLASSES))

    assert rows["w_c of leaf"] == "2"
    assert "w_c of all classes" not in rows
