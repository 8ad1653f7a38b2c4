"""The Augmentation tab shows what the next training will show, and edits its settings."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.contract.annotations import AnnotationKind
from engine.contract.augmentation_presets import preset
from engine.contract.commands import PreviewAugmentation
from engine.contract.config import AugmentationConfig, TaskName
from engine.contract.events import AugmentationPreviewed, Failed, MovedAnnotation
from gui.pages.data.augmentation.options import OPTIONS, AugmentationOption, number_on, refusal
from gui.pages.data.augmentation.view import AugmentationView
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.sample_pictures import show_dataset, write_pictures
from tests.gui.sample_runs import sample_config

LABEL = MovedAnnotation(kind=AnnotationKind.LABEL, class_index=0, label="cat", box=None)
BOX = MovedAnnotation(kind=AnnotationKind.BOX, class_index=1, label="dog", box=(2, 3, 20, 15))


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, answers: Answers, tmp_path: Path) -> AugmentationView:
    """The tab with thirteen pictures and a plan, after its first question."""
    view = AugmentationView(quiet_session)
    qtbot.addWidget(view)
    qtbot.addWidget(view.options)
    view.options.show()
    view.resize(900, 680)
    folder = write_pictures(tmp_path / "pictures")
    quiet_session.plan.take(sample_config(dataset=str(folder)))
    show_dataset(quiet_session, folder)
    view.show()
    qtbot.waitUntil(partial(_has_asked, answers, 1))
    return view


def _has_asked(answers: Answers, times: int) -> bool:
    return len(answers.asked(PreviewAugmentation)) >= times


def _newest(answers: Answers) -> PreviewAugmentation:
    return answers.asked(PreviewAugmentation)[-1]


def give(answers: Answers, *, labels: tuple[MovedAnnotation, ...] = (LABEL,), position: int | None = 0) -> None:
    """Answer the newest question."""
    question = _newest(answers)
    count = question.variants + 1
    event = AugmentationPreviewed(image=question.image, annotations=(labels,) * count, position=position)
    shape = (question.input.height, question.input.width, 3)
    answers.answer(PreviewAugmentation, event, *(np.full(shape, number, np.uint8) for number in range(count)))


def drag(qtbot: QtBot, view: AugmentationView, name: str, *xs: int) -> None:
    """Press on a slider and move, without letting go."""
    slider = view.options.rows[name].slider
    slider.resize(200, 24)
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(xs[0], 12))
    for x in xs[1:]:
        qtbot.mouseMove(slider, QPoint(x, 12))


def test_the_plan_of_the_next_training_is_what_is_asked_for(
    view: AugmentationView, answers: Answers, session: Session
) -> None:
    config = session.plan.config
    assert config is not None
    question = _newest(answers)

    assert question.augmentation == config.augmentation
    assert (question.input, question.split, question.seed) == (config.input, config.split, config.seed)
    assert question.first_epoch == 0
    assert session.dataset.index is not None
    assert question.index == str(session.dataset.index.path)


def test_nothing_is_asked_while_the_tab_is_hidden(
    qtbot: QtBot, view: AugmentationView, answers: Answers, session: Session
) -> None:
    give(answers)
    view.hide()

    session.plan.set_field("augmentation.rotation", 33.0)
    qtbot.wait(80)

    assert len(answers.asked(PreviewAugmentation)) == 1


def test_the_unchanged_picture_comes_first_and_the_epochs_follow(view: AugmentationView, answers: Answers) -> None:
    give(answers)

    assert view.grid.capacity == _newest(answers).variants + 1
    assert view.grid.captions[:3] == ("As it is", "Epoch 1", "Epoch 2")


def test_one_question_is_on_its_way_and_the_last_wish_wins(
    qtbot: QtBot, view: AugmentationView, answers: Answers
) -> None:
    drag(qtbot, view, "rotation", 20, 40, 60, 80, 100)
    qtbot.wait(80)
    assert len(answers.asked(PreviewAugmentation)) == 1

    give(answers)
    qtbot.waitUntil(partial(_has_asked, answers, 2))

    assert _newest(answers).augmentation.rotation == view.options.rows["rotation"].slider.number


def test_a_drag_is_shown_at_once_and_kept_as_one_change(
    qtbot: QtBot, view: AugmentationView, answers: Answers, session: Session
) -> None:
    before = session.plan.config
    assert before is not None
    give(answers)

    drag(qtbot, view, "rotation", 20, 60, 100)
    qtbot.waitUntil(partial(_has_asked, answers, 2))
    assert session.plan.config == before
    assert _newest(answers).augmentation.rotation > 80
    qtbot.mouseRelease(view.options.rows["rotation"].slider, Qt.MouseButton.LeftButton, pos=QPoint(100, 12))

    assert session.plan.config is not None
    assert session.plan.config.augmentation.rotation == _newest(answers).augmentation.rotation
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.plan.config == before
    assert view.options.rows["rotation"].number.value == before.augmentation.rotation


def test_keys_on_a_slider_count_as_one_change_when_they_rest(
    qtbot: QtBot, view: AugmentationView, session: Session
) -> None:
    row = view.options.rows["shift"]

    for _ in range(4):
        qtbot.keyClick(row.slider, Qt.Key.Key_Right)
    qtbot.waitUntil(partial(_has_changed, session))

    assert session.plan.config is not None
    assert session.plan.config.augmentation.shift == pytest.approx(AugmentationConfig().shift + 0.04)
    assert session.undo_stack.count() == 1


def _has_changed(session: Session) -> bool:
    return session.undo_stack.count() > 0


def test_a_typed_number_is_kept(qtbot: QtBot, view: AugmentationView, session: Session) -> None:
    number = view.options.rows["brightness"].number

    number.setText("35")
    number.editingFinished.emit()

    assert session.plan.config is not None
    assert session.plan.config.augmentation.brightness == 0.35


def test_a_preset_sets_all_options_and_is_named(view: AugmentationView, session: Session) -> None:
    view.options.presets.value_changed.emit("segmentation")

    assert session.plan.config is not None
    assert session.plan.config.augmentation == preset("segmentation").config
    assert view.options.presets.value == "segmentation"


def test_own_settings_are_said_to_be_own(view: AugmentationView, session: Session) -> None:
    session.plan.set_field("augmentation.hue", 12.0)

    assert view.options.presets.value == "own"


def test_reset_brings_back_what_was_chosen_for_the_dataset(
    qtbot: QtBot, view: AugmentationView, session: Session
) -> None:
    session.plan.proposal = session.plan.config
    session.plan.set_field("augmentation.rotation", 90.0)
    session.plan.set_field("augmentation.rotation_probability", 0.5)

    view.options.rows["rotation"].reset_requested.emit("rotation")

    assert session.plan.config == session.plan.proposal


def test_how_often_is_asked_only_of_what_is_on(view: AugmentationView, session: Session) -> None:
    row = view.options.rows["crop"]
    assert row.often.parentWidget().isHidden()

    session.plan.set_field("augmentation.crop", 0.3)

    assert not row.often.parentWidget().isHidden()


def test_switching_it_off_shows_pictures_as_they_are(
    qtbot: QtBot, view: AugmentationView, answers: Answers, session: Session
) -> None:
    give(answers)

    view.options.switch.click()
    qtbot.waitUntil(partial(_has_asked, answers, 2))

    assert not _newest(answers).augmentation.enabled
    assert not view.options.rows["rotation"].slider.isEnabled()
    assert "switched off" in view.options.rows["rotation"].slider.toolTip()


def test_the_seed_is_that_of_the_next_training(
    qtbot: QtBot, view: AugmentationView, answers: Answers, session: Session
) -> None:
    give(answers)

    view.bar.seed.setText("42")
    view.bar.seed.editingFinished.emit()
    qtbot.waitUntil(partial(_has_asked, answers, 2))

    assert session.plan.config is not None
    assert session.plan.config.seed == 42
    assert _newest(answers).seed == 42


def test_later_epochs_follow_those_that_were_shown(qtbot: QtBot, view: AugmentationView, answers: Answers) -> None:
    give(answers)
    shown = _newest(answers).variants

    view.bar.later.click()
    qtbot.waitUntil(partial(_has_asked, answers, 2))
    give(answers)

    assert _newest(answers).first_epoch == shown
    assert view.grid.captions[1] == f"Epoch {shown + 1}"
    assert view.bar.earlier.isEnabled()


def test_another_picture_is_shown_when_the_gallery_moves(
    qtbot: QtBot, view: AugmentationView, answers: Answers, session: Session
) -> None:
    give(answers)
    assert session.dataset.index is not None
    other = session.dataset.index.page(limit=5)[4].path

    view.show_picture(other)
    qtbot.waitUntil(partial(_has_asked, answers, 2))

    assert _newest(answers).image == other


def test_arrow_keys_ask_for_the_next_picture(qtbot: QtBot, view: AugmentationView) -> None:
    with qtbot.waitSignal(view.stepped, check_params_cb=lambda step: step == 1):
        qtbot.keyClick(view.grid, Qt.Key.Key_Right)


def test_a_picture_that_is_not_for_training_says_so(view: AugmentationView, answers: Answers) -> None:
    give(answers, position=None)

    assert view.bar.note.text() == "not for training"


def test_one_version_is_shown_large_beside_the_picture(qtbot: QtBot, view: AugmentationView, answers: Answers) -> None:
    give(answers, labels=(BOX,))
    place = view.grid.tile_rect(3)

    qtbot.mouseClick(view.grid, Qt.MouseButton.LeftButton, pos=place.center())
    assert view.grid.large == 3
    assert view.grid.tile_rect(1).width() > place.width()
    qtbot.keyClick(view.grid, Qt.Key.Key_Escape)

    assert view.grid.large is None


def test_tiles_stay_inside_the_grid(qtbot: QtBot, view: AugmentationView, answers: Answers) -> None:
    give(answers)

    tiles = [view.grid.tile_rect(place) for place in range(view.grid.capacity)]

    assert all(view.grid.rect().contains(tile) for tile in tiles)
    assert not any(one.intersects(other) for one in tiles for other in tiles if one is not other)


def test_variants_are_drawn_with_their_labels(qtbot: QtBot, view: AugmentationView, answers: Answers) -> None:
    give(answers, labels=(LABEL, BOX))

    image = view.grid.grab().toImage()

    assert image.width() == view.grid.width()


def test_a_failure_is_told_with_a_way_to_go_on(qtbot: QtBot, view: AugmentationView, answers: Answers) -> None:
    answers.answer(PreviewAugmentation, Failed(message="Cannot read it.", hint="Replace the file."))

    assert not view.grid.isVisible()
    view.retry.click()
    qtbot.waitUntil(partial(_has_asked, answers, 2))
    assert view.grid.isVisible()


def test_without_a_dataset_a_folder_can_be_opened(qtbot: QtBot, quiet_session: Session, answers: Answers) -> None:
    view = AugmentationView(quiet_session)
    qtbot.addWidget(view)
    qtbot.addWidget(view.options)
    view.show()

    assert not view.grid.isVisible()
    assert not answers.asked(PreviewAugmentation)


def test_it_works_without_a_plan_and_keeps_settings_with_undo(
    qtbot: QtBot, view: AugmentationView, answers: Answers, session: Session
) -> None:
    session.plan.take(None)
    give(answers)
    qtbot.waitUntil(partial(_has_asked, answers, 2))

    assert _newest(answers).input.height == 256
    view.options.presets.value_changed.emit("detection")
    assert view.options.presets.value == "detection"
    session.undo_stack.undo()

    assert view.options.rows["flip_horizontal"].switch.isChecked() is False


def test_mixing_needs_a_task_whose_labels_can_be_mixed() -> None:
    mixup = next(option for option in OPTIONS if option.name == "mixup")

    assert refusal(mixup, TaskName.CLASSIFICATION) == ""
    assert refusal(mixup, TaskName.DETECTION) == ""
    assert "one class" in refusal(mixup, TaskName.SEMANTIC)
    assert "one class" in refusal(mixup, None)
    mosaic = next(option for option in OPTIONS if option.name == "mosaic")
    assert refusal(mosaic, TaskName.DETECTION) == ""
    assert "boxes" in refusal(mosaic, TaskName.CLASSIFICATION)


def test_every_field_of_augmentation_has_its_row() -> None:
    fields = {option.name for option in OPTIONS} | {option.probability for option in OPTIONS}

    assert fields - {None} == set(AugmentationConfig.model_fields) - {"enabled"}


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_shown_numbers_come_back_as_they_were(option: AugmentationOption) -> None:
    value = 5 if option.is_whole else 0.35

    assert option.stored(option.shown(value)) == value
    assert option.limit >= option.highest or option.is_switch


def test_the_grid_of_the_elastic_deformation_does_not_count_as_one_more_change() -> None:
    config = AugmentationConfig(shift=0, rotation=0, scale=0, elastic=6.0, elastic_points=5)

    assert number_on("Geometric", config) == 1


def test_the_grid_of_the_elastic_deformation_is_asked_for_where_there_is_one(
    qtbot: QtBot, view: AugmentationView, session: Session
) -> None:
    elastic, grid = (view.options.rows[name] for name in ("elastic", "elastic_points"))
    assert grid.isHidden()

    elastic.chosen.emit("elastic", 6.0)
    assert not grid.isHidden()
    qtbot.keyClick(grid.slider, Qt.Key.Key_Right)
    grid.slider.rested.emit(grid.slider.number)

    assert session.plan.config is not None
    assert session.plan.config.augmentation.elastic_points == 4
