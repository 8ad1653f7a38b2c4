"""The Label errors view of masks, with areas of two of three pictures."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.mask_doubts import DOUBTS_FILE, DoubtfulArea, MaskDoubt, MaskDoubts
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, evaluated_masks
from gui.pages.inspect.errors.masks.label_errors import MaskLabelErrorsView
from gui.pages.inspect.errors.masks.suspect_areas import verdict
from gui.pages.inspect.errors.tab import ErrorsTab
from gui.pages.inspect.inspected_run import InspectedRun

RING = ((2.0, 2.0), (6.0, 2.0), (6.0, 6.0), (2.0, 6.0))
LEAF = DoubtfulArea(given="background", suggested="leaf", pixels=16, confidence=0.97, rings=(RING,))
NUT = DoubtfulArea(given="leaf", suggested="nut", pixels=9, confidence=0.93, rings=(RING,))
DOUBTS = MaskDoubts(
    pictures=(
        MaskDoubt(row=0, trust=0.2, areas=(LEAF, NUT)),
        MaskDoubt(row=1, trust=0.8),
        MaskDoubt(row=2, trust=0.1, areas=(NUT,)),
    )
)


@pytest.fixture
def doubted(run: RunFolder, evaluated: EvaluatedMasks) -> EvaluatedMasks:
    (run.evaluation / "validation" / DOUBTS_FILE).write_text(DOUBTS.model_dump_json())
    found = evaluated_masks(InspectedRun.of(run.path), "validation")
    assert found is not None
    return found


@pytest.fixture
def view(tab: ErrorsTab, doubted: EvaluatedMasks) -> MaskLabelErrorsView:
    tab.set_evaluation(doubted, "validation")
    tab.masks.choice.set_current(MaskLabelErrorsView.KEY)
    tab.masks.choice.chosen.emit(MaskLabelErrorsView.KEY)
    view = tab.masks.view
    assert isinstance(view, MaskLabelErrorsView)
    return view


def shown(tab: ErrorsTab) -> list[tuple[str, str, int]]:
    gallery = tab.masks.pictures.gallery
    items = (gallery._item(place) for place in range(gallery.count))
    return [(item.path, item.caption, item.annotations) for item in items]


def test_masks_that_may_be_wrong_come_least_trusted_first(tab: ErrorsTab, view: MaskLabelErrorsView) -> None:
    assert shown(tab) == [("circle/2.png", "Trust 10.0 %", 1), ("circle/0.png", "Trust 20.0 %", 2)]
    assert [row.area for row in view.table.rows_model.rows] == [NUT, LEAF, NUT]


def test_all_pictures_are_ranked_too(qtbot: QtBot, tab: ErrorsTab, view: MaskLabelErrorsView) -> None:
    place = view.range.choice_rects()[1].center().toPoint()
    qtbot.mouseClick(view.range, Qt.MouseButton.LeftButton, pos=place)

    assert [path for path, _, _ in shown(tab)] == ["circle/2.png", "circle/0.png", "circle/1.png"]


def test_an_area_shows_its_picture_with_nothing_else_outlined(tab: ErrorsTab, view: MaskLabelErrorsView) -> None:
    view.table.choose(1)

    assert shown(tab) == [("circle/0.png", "Trust 20.0 %", 1)]
    assert tab.masks.pictures.all.isVisible()


def test_areas_are_outlined_where_they_are(qtbot: QtBot, tab: ErrorsTab, view: MaskLabelErrorsView) -> None:
    pictures = tab.masks.pictures

    qtbot.waitUntil(lambda: pictures._shapes.shapes(3) is not None)

    (shape,) = pictures._shapes.shapes(3) or ()
    assert (shape.label, shape.colour, shape.rings) == ("nut", None, (RING,))


def test_outlines_of_another_choice_are_forgotten(qtbot: QtBot, tab: ErrorsTab, view: MaskLabelErrorsView) -> None:
    pictures = tab.masks.pictures
    qtbot.waitUntil(lambda: pictures._shapes.shapes(1) is not None)

    view.table.choose(1)
    qtbot.waitUntil(lambda: pictures._shapes.shapes(1) is not None)

    assert len(pictures._shapes.shapes(1) or ()) == 1


def test_the_verdict_counts_masks_and_warns(doubted: EvaluatedMasks) -> None:
    words = verdict(doubted)

    assert words.startswith("2 of 3 masks have an area of which the network is sure")
    assert words.endswith("Many are mistakes of the network, whose mean IoU is 61.6 %.")


@pytest.mark.parametrize("pictures", [DOUBTS.pictures[:2], (*DOUBTS.pictures[:2], DOUBTS.pictures[0])])
def test_doubts_about_other_pictures_are_not_shown(
    run: RunFolder, tab: ErrorsTab, doubted: EvaluatedMasks, pictures: tuple[MaskDoubt, ...]
) -> None:
    (run.evaluation / "validation" / DOUBTS_FILE).write_text(MaskDoubts(pictures=pictures).model_dump_json())

    found = evaluated_masks(InspectedRun.of(run.path), "validation")
    tab.set_evaluation(found, "validation")

    assert MaskLabelErrorsView.KEY not in [choice.name for choice in tab.masks.choice.choices]
