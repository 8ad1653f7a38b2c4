"""The Why tab of a network that says something of every pixel: areas and single pixels."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.contract.commands import ComputeFeatureMaps, DecodePicture, DescribeModel, Explain, Predict
from engine.contract.events import Explained, LayerDescription, ModelDescribed, PictureDecoded, Predicted
from engine.contract.masks import ExplainedPixels, PixelChoice
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.page import InspectPage
from gui.pages.inspect.why.caption import facts_of, title_of
from gui.pages.inspect.why.pixel_words import section_words, target_words
from gui.viewer.layers import Layer
from gui.viewer.mask_viewer import MaskViewer
from tests.gui.answering import Answers
from tests.gui.pages.inspect.test_masks import CLASSES, PREDICTED, said_of, write_mask_evaluation

AREA = ExplainedPixels(kind="area", label="leaf", count=384, corner=(16, 0), place=(20, 5))
PIXEL = ExplainedPixels(kind="pixel", label="leaf", count=1, corner=(20, 5), place=(20, 5))
WHOLE = ExplainedPixels(kind="class", label="leaf", count=384, corner=(16, 0))


@pytest.fixture
def why(page: InspectPage, answers: Answers, run: RunFolder) -> InspectPage:
    """The page with a predicted mask, its Why tab open, the area of leaf explained."""
    write_mask_evaluation(run)
    logits = LayerDescription(name="logits", kind="Conv2D", shape=(24, 32, 3), has_positions=True)
    model = ModelDescribed(
        run=str(run.path),
        classes=CLASSES,
        layers=(logits,),
        default_layer="logits",
        cam_layer=None,
        has_templates=False,
        class_map="logits",
    )
    answers.answer(DescribeModel, model)
    image = answers.asked(Predict)[-1].images[0]
    answers.answer(DecodePicture, PictureDecoded(path=image, width=32, height=24), np.zeros((24, 32, 3), np.uint8))
    answers.answer(Predict, Predicted(run=str(run.path), predictions=(said_of(image, PREDICTED),)), PREDICTED)
    answer_map(answers, run, WHOLE, np.ones((24, 16), np.uint8))
    page.details.show_tab("why")
    return page


def explained(pixels: ExplainedPixels | None, target: str = "leaf") -> Explained:
    return Explained(
        run="r",
        image="i",
        method="gradcam",
        layer="logits",
        target=target,
        score=0.9,
        logit=100.0,
        range=(0.0, 1.0),
        cell_px=(1.0, 1.0),
        pixels=pixels,
    )


def answer_map(answers: Answers, run: RunFolder, pixels: ExplainedPixels, inside: np.ndarray) -> None:
    answers.answer(Explain, explained(pixels), np.ones((24, 32), np.float32), inside)


def click(qtbot: QtBot, page: InspectPage, x: int, y: int, *, shift: bool = False) -> None:
    """Click into the middle of a pixel of the picture."""
    rect, zoom = page.picture.viewer.picture_rect, page.picture.viewer.zoom
    point = QPoint(round(rect.left() + (x + 0.5) * zoom), round(rect.top() + (y + 0.5) * zoom))
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(page.picture.viewer, Qt.MouseButton.LeftButton, modifier, point)


def kind_rect(page: InspectPage, name: str) -> QPoint:
    kinds = page.why.pixels.kinds
    names = [choice.name for choice in kinds.choices]
    return kinds.choice_rects()[names.index(name)].center().toPoint()


def outline_of(viewer: MaskViewer) -> set[tuple[float, float, float, float]]:
    outline = viewer._outline
    return set() if outline is None else {(one.x1(), one.y1(), one.x2(), one.y2()) for one in outline.lines}


def test_a_click_asks_about_the_area_under_the_cursor(qtbot: QtBot, why: InspectPage, answers: Answers) -> None:
    click(qtbot, why, 20, 5)

    asked = answers.asked(Explain)[-1]
    assert (asked.pixels, asked.target) == (PixelChoice(kind="area", x=20, y=5), None)
    assert answers.asked(ComputeFeatureMaps)[-1].pixels == asked.pixels
    assert why.why.pixels.kinds.current == "area"


def test_a_click_with_shift_asks_about_one_pixel(qtbot: QtBot, why: InspectPage, answers: Answers) -> None:
    click(qtbot, why, 20, 5, shift=True)

    assert answers.asked(Explain)[-1].pixels == PixelChoice(kind="pixel", x=20, y=5)


def test_after_pixels_were_chosen_a_click_asks_about_a_pixel(qtbot: QtBot, why: InspectPage, answers: Answers) -> None:
    qtbot.mouseClick(why.why.pixels.kinds, Qt.MouseButton.LeftButton, pos=kind_rect(why, "pixel"))
    of_the_middle = answers.asked(Explain)[-1].pixels
    click(qtbot, why, 3, 4)

    assert of_the_middle is not None
    assert PREDICTED[of_the_middle.y, of_the_middle.x] == 1
    assert answers.asked(Explain)[-1].pixels == PixelChoice(kind="pixel", x=3, y=4)


def test_arrow_keys_move_the_pixel_and_stay_in_the_picture(qtbot: QtBot, why: InspectPage, answers: Answers) -> None:
    click(qtbot, why, 30, 5, shift=True)

    qtbot.keyClick(why.picture.viewer, Qt.Key.Key_Down)
    qtbot.keyClick(why.picture.viewer, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)

    assert answers.asked(Explain)[-1].pixels == PixelChoice(kind="pixel", x=31, y=6)


def test_escape_goes_back_to_the_whole_class_of_the_area(
    qtbot: QtBot, why: InspectPage, answers: Answers, run: RunFolder
) -> None:
    click(qtbot, why, 20, 5)
    answer_map(answers, run, AREA, np.ones((24, 16), np.uint8))

    qtbot.keyClick(why.picture.viewer, Qt.Key.Key_Escape)

    asked = answers.asked(Explain)[-1]
    assert (asked.pixels, asked.target) == (None, "leaf")
    assert why.why.pixels.kinds.current == "class"


def test_the_chosen_pixels_are_outlined_while_why_is_open(
    qtbot: QtBot, why: InspectPage, answers: Answers, run: RunFolder
) -> None:
    click(qtbot, why, 20, 5)
    answer_map(answers, run, AREA, np.ones((24, 16), np.uint8))
    shown = outline_of(why.picture.viewer)
    why.details.show_tab("prediction")

    assert shown == {(16, 0, 32, 0), (16, 24, 32, 24), (16, 0, 16, 24), (32, 0, 32, 24)}
    assert not outline_of(why.picture.viewer)


def test_a_click_chooses_nothing_while_another_tab_is_open(qtbot: QtBot, why: InspectPage, answers: Answers) -> None:
    why.details.show_tab("prediction")
    before = len(answers.asked(Explain))

    click(qtbot, why, 20, 5)

    assert len(answers.asked(Explain)) == before


def test_another_picture_is_asked_about_as_a_whole(qtbot: QtBot, why: InspectPage, answers: Answers) -> None:
    click(qtbot, why, 20, 5)

    why.errors.picture_chosen.emit("square/0.png")

    assert answers.asked(Explain)[-1].pixels is None
    assert not outline_of(why.picture.viewer)


def test_the_class_that_the_engine_chose_is_marked(why: InspectPage) -> None:
    assert why.why.targets._chosen == {"leaf"}


def test_the_caption_tells_of_the_mask_while_the_heat_map_is_hidden(qtbot: QtBot, why: InspectPage) -> None:
    before = why.picture.caption.title.full_text()
    qtbot.mouseClick(why.picture.toolbar.chips[Layer.HEAT_MAP], Qt.MouseButton.LeftButton)

    assert before == "Grad-CAM at logits for leaf, all 384 px"
    assert why.picture.caption.title.full_text() == "What the network says of every pixel"
    assert "leaf 50.0 %" in why.picture.caption.facts.full_text()


def test_the_caption_of_a_classifier_says_that_the_heat_map_is_hidden(qtbot: QtBot, looking: InspectPage) -> None:
    qtbot.mouseClick(looking.picture.toolbar.chips[Layer.HEAT_MAP], Qt.MouseButton.LeftButton)

    assert looking.picture.caption.title.full_text() == "The heat map is hidden."


def test_a_classifier_has_no_pixels_to_choose(looking: InspectPage) -> None:
    assert looking.why.pixels.isHidden()


def test_a_target_is_told_with_its_pixels() -> None:
    absent = WHOLE.model_copy(update={"is_absent": True})

    assert target_words("leaf", None) == "leaf"
    assert target_words("leaf", AREA) == "leaf, area of 384 px around (20, 5)"
    assert target_words("nut", AREA) == "nut, area of 384 px of leaf around (20, 5)"
    assert target_words("leaf", PIXEL) == "leaf, pixel (20, 5)"
    assert target_words("nut", absent) == "nut, which no pixel is taken for"
    assert section_words(AREA).startswith("Area of 384 px of leaf around (20, 5). ")
    assert section_words(PIXEL).startswith("Pixel (20, 5), taken for leaf. ")


def test_a_caption_says_that_logits_are_summed() -> None:
    assert title_of(explained(AREA)) == "Grad-CAM at logits for leaf, area of 384 px around (20, 5)"
    assert facts_of(explained(AREA)).startswith("mean score 90.0 %  ·  sum of logits 100")
    assert facts_of(explained(PIXEL)).startswith("score 90.0 %  ·  logit 100")
