"""Pictures with masks are planned for like others: every page shows what fits them, and nothing else."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.contract.commands import OpenDataset, ProposeConfig
from engine.contract.config import TaskName
from engine.contract.events import ConfigProposed, DatasetOpened
from engine.contract.run_events import EpochDone, PinnedPrediction, Preview, RunStarted
from gui.actions import Actions
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.data.augmentation.options import OPTIONS, refusal
from gui.pages.network.page import NetworkPage
from gui.pages.train.overlay_bar import overlay_of
from gui.pages.train.page import TrainPage
from gui.pages.train.run_details import facts_of
from gui.pages.train.run_view import RunView
from gui.runs.insides import InsideReader
from gui.runs.previews import PreviewReader
from gui.runs.words import metric_name, metric_words
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.combo import Combo
from models.catalogue import ARCHITECTURES
from tests.gui.answering import Answers
from tests.gui.mask_pictures import propose_masks, write_masks
from tests.gui.sample_runs import sample_config


@pytest.fixture
def masks(tmp_path: Path) -> Path:
    return write_masks(tmp_path / "masks")


def _open(session: Session, answers: Answers, folder: Path) -> None:
    config, index = propose_masks(folder)
    session.open_dataset(folder)
    answers.answer(OpenDataset, DatasetOpened(path=str(folder), index=str(index)))
    answers.answer(ProposeConfig, ConfigProposed(config=config, reasons={}))


def test_opening_masks_has_a_config_proposed_once(session: Session, answers: Answers, masks: Path) -> None:
    _open(session, answers, masks)

    session.dataset.opened.emit()

    assert session.plan.config is not None
    assert session.plan.config.task is TaskName.SEMANTIC
    assert session.plan.obstacle == ""
    assert len(answers.asked(ProposeConfig)) == 1


def test_another_network_is_asked_for_the_same_task(session: Session, answers: Answers, masks: Path) -> None:
    _open(session, answers, masks)

    session.plan.choose_network("segnet")

    assert answers.asked(ProposeConfig)[-1].task is TaskName.SEMANTIC


def test_another_task_can_be_chosen_and_undone(session: Session, answers: Answers, masks: Path) -> None:
    _open(session, answers, masks)

    session.plan.choose_task(TaskName.CLASSIFICATION)
    answers.answer(ProposeConfig, ConfigProposed(config=sample_config(), reasons={}))
    after = session.plan.config
    session.undo_stack.undo()

    assert answers.asked(ProposeConfig)[-1].task is TaskName.CLASSIFICATION
    assert after is not None
    assert after.task is TaskName.CLASSIFICATION
    assert session.plan.config is not None
    assert session.plan.config.task is TaskName.SEMANTIC


def test_a_drawn_classifier_makes_way_for_a_network_for_masks(session: Session, answers: Answers, masks: Path) -> None:
    session.document.replace(session.document.drawn, "nothing")
    graph = session.document.graph
    session.plan.set_drawn(graph, obstacle="")

    _open(session, answers, masks)

    assert session.plan.config is not None
    assert session.plan.config.network.name == "unet"


def test_the_network_page_offers_networks_for_masks_only(
    qtbot: QtBot, session: Session, answers: Answers, actions: Actions, masks: Path
) -> None:
    page = NetworkPage(session, actions)
    qtbot.addWidget(page)
    _open(session, answers, masks)

    shown = {card.entry.name for card in page.catalogue.grid.cards}  # type: ignore[attr-defined]  # our cards

    assert shown == {entry.name for entry in ARCHITECTURES.values() if "semantic" in entry.tasks}
    assert not page.catalogue.bar.task.isEnabled()


def test_settings_are_those_of_masks(
    qtbot: QtBot, session: Session, answers: Answers, actions: Actions, settings: SettingsStore, masks: Path
) -> None:
    page = TrainPage(session, actions, settings)
    qtbot.addWidget(page)
    _open(session, answers, masks)

    form = page.settings.form
    fit = form.row("input.fit").control

    assert not form.row("masks.loss").isHidden()
    assert form.row("augmentation.mixup").isHidden()
    assert isinstance(fit, Combo)
    assert fit.findText("patches") >= 0
    assert page.settings.tasks.isHidden()


def test_settings_of_labels_say_nothing_of_masks(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    page = TrainPage(session, actions, settings)
    qtbot.addWidget(page)

    session.plan.take(sample_config())

    form = page.settings.form
    fit = form.row("input.fit").control
    assert form.row("masks.loss").isHidden()
    assert not form.row("augmentation.mixup").isHidden()
    assert isinstance(fit, Combo)
    assert fit.findText("patches") < 0


def test_what_can_be_learned_is_offered_where_there_is_a_choice(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    page = TrainPage(session, actions, settings)
    qtbot.addWidget(page)
    config = sample_config()

    page.settings.set_tasks((TaskName.SEMANTIC, TaskName.CLASSIFICATION), config)
    with qtbot.waitSignal(page.settings.task_chosen) as told:
        page.settings.tasks.chosen.emit("semantic")

    assert not page.settings.tasks.isHidden()
    assert page.settings.tasks.current == "classification"
    assert told.args == [TaskName.SEMANTIC]


def test_a_run_shows_the_metrics_of_its_task(qtbot: QtBot, masks: Path) -> None:
    config, _ = propose_masks(masks)
    view = RunView(ThumbnailStore())
    qtbot.addWidget(view)
    view.show_run(config, PreviewReader(masks), InsideReader(masks))
    metrics = {"loss": 0.5, "val_loss": 0.6, "mean_iou": 0.7, "val_mean_iou": 0.65, "val_mean_dice": 0.8}

    view.take(
        [
            RunStarted(time=0, epochs=2, steps_per_epoch=1),
            EpochDone(time=1, epoch=1, step=1, metrics=metrics, learning_rate=0.1, seconds=1, is_best=True),
        ]
    )

    assert [panel.name for panel in view.plot.state.panels] == ["loss", "mean IoU", "mean Dice", "pixel accuracy"]
    assert view.plot.points("val_mean_dice").y.tolist() == [0.8]
    assert view.record.best_value == 0.65
    assert view.plot.state.best[0].text == "best 65.0 %"
    assert facts_of(view.record, seconds=1)[1] == ("Now", "65.0 %")


def test_kept_masks_are_read(tmp_path: Path) -> None:
    said = PinnedPrediction(image="a.png", truth=None, predicted="disc", score=1.0, scores=(0.0, 1.0, 0.0))
    preview = Preview(epoch=1, method="", layer="", predictions=(said,))
    (tmp_path / "epoch_0001.json").write_text(preview.model_dump_json())
    np.save(tmp_path / "epoch_0001.mask.npy", np.full((1, 4, 4), 1, np.uint8))

    found = PreviewReader(tmp_path).read(1)

    assert overlay_of(found) == "Mask"
    assert found is not None
    assert found.masks is not None
    assert found.masks.tolist() == [[[1] * 4] * 4]


def test_metrics_have_names_and_units() -> None:
    assert metric_name("val_mean_iou") == "mean IoU"
    assert metric_words("val_mean_dice", 0.5) == "50.0 %"


def test_mixing_of_classes_is_refused_for_masks() -> None:
    refused = [option.name for option in OPTIONS if refusal(option, TaskName.SEMANTIC)]

    assert refused == ["mixup", "mosaic", "mosaic_off"]
