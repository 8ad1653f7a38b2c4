"""Choosing a backbone, freezing, and the download of its weights, by real clicks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from engine.contract.commands import FetchWeights, OpenNetwork, ProposeConfig
from engine.contract.config import RunConfig, TaskName, WeightsSource
from engine.contract.events import ConfigProposed, Failed, NetworkOpened, Progress, WeightsFetched
from engine.contract.tasks import TRAITS, TaskTraits
from engine.network_plan import freeze_until
from engine.pretrained.files import weights_file
from gui.actions import Actions
from gui.pages.network.page import NetworkPage
from gui.pages.network.transfer import facts
from gui.session import Session
from gui.widgets.fields import NumberField
from tests.gui.answering import Answers
from tests.gui.sample_runs import sample_config, write_run

MEGABYTE = 1 << 20


@pytest.fixture
def page(
    qtbot: QtBot, quiet_session: Session, actions: Actions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> NetworkPage:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    made = NetworkPage(quiet_session, actions)
    qtbot.addWidget(made)
    made.resize(1208, 772)
    made.show()
    return made


def planned(session: Session) -> RunConfig:
    assert session.plan.config is not None
    return session.plan.config


def pretrained_config() -> RunConfig:
    config = sample_config()
    network = config.network.model_copy(update={"weights": WeightsSource(origin="imagenet", network="vgg16")})
    return freeze_until(config.model_copy(update={"network": network}), "s2")


def entry(menu: QMenu, text: str) -> QAction:
    """The entry of a menu, or of one of its menus, that begins with a text."""
    actions = [
        *menu.actions(),
        *(inner for outer in menu.actions() if outer.menu() for inner in outer.menu().actions()),
    ]
    return next(action for action in actions if action.text().startswith(text))


def texts(page: NetworkPage) -> str:
    return " ".join(label.text() for label in page.transfer.findChildren(QLabel) if label.isVisibleTo(page.transfer))


def test_no_backbone_is_offered_for_a_task_that_cannot_start_with_one(
    page: NetworkPage, quiet_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "TRAITS", {**TRAITS, TaskName.DETECTION: TaskTraits(("map",), takes_weights=False)})
    quiet_session.plan.take(sample_config())
    assert page.transfer.choose.isEnabled()

    quiet_session.plan.take(sample_config().model_copy(update={"task": TaskName.DETECTION}))

    assert not page.transfer.choose.isEnabled()
    assert "cannot start" in page.transfer.choose.toolTip()
    assert "backbone" not in texts(page)


def test_without_data_no_backbone_can_be_chosen(page: NetworkPage) -> None:
    assert not page.transfer.choose.isEnabled()
    assert page.transfer.choose.toolTip().startswith("Needs data first")


def test_a_pretrained_network_is_proposed_and_undo_takes_it_back(
    page: NetworkPage, quiet_session: Session, answers: Answers
) -> None:
    quiet_session.plan.take(sample_config())
    entry(page._transfer_control.make_menu(), "VGG-16").trigger()
    assert answers.asked(ProposeConfig)[-1].weights == WeightsSource(origin="imagenet", network="vgg16")

    answers.answer(ProposeConfig, ConfigProposed(config=pretrained_config(), reasons={}))

    assert "VGG-16, ImageNet" in texts(page)
    assert quiet_session.undo_stack.undoText() == "backbone VGG-16"
    quiet_session.undo_stack.undo()
    assert "Random weights" in texts(page)


def test_a_run_is_offered_as_backbone(page: NetworkPage, quiet_session: Session, answers: Answers) -> None:
    run = write_run("digits-1")
    (run / "model.keras").touch()
    quiet_session.library.refresh()
    quiet_session.plan.take(sample_config())
    entry(page._transfer_control.make_menu(), "digits-1").trigger()
    assert answers.asked(ProposeConfig)[-1].weights == WeightsSource(origin="run", path=str(run))


def test_a_file_is_read_before_its_network_is_proposed(
    page: NetworkPage, quiet_session: Session, answers: Answers
) -> None:
    config = sample_config()
    quiet_session.plan.take(config)
    page._transfer_control.open_file("/models/mine.keras")
    opened = NetworkOpened(path="/models/mine.keras", origin="file", title="mine", graph=config.network.graph)
    answers.answer(OpenNetwork, opened)
    asked = answers.asked(ProposeConfig)[-1]
    assert asked.weights == WeightsSource(origin="file", path="/models/mine.keras")
    assert asked.graph == config.network.graph


def test_freeze_up_to_here_marks_cards_and_undo_unmarks_them(page: NetworkPage, quiet_session: Session) -> None:
    quiet_session.plan.take(sample_config())
    page.selection.choose(("s2",))
    entry(page.canvas.menu.make(QPointF(-9999, -9999)), "Freeze up to here").trigger()

    assert planned(quiet_session).network.frozen == ("c1", "c1_activation", "s2")
    card = page.canvas.scene.card_of("c1")
    assert card is not None
    assert card.is_frozen
    assert card.toolTip().startswith("Frozen")
    quiet_session.undo_stack.undo()
    assert planned(quiet_session).network.frozen == ()
    assert not card.is_frozen


def test_the_button_beside_a_layer_freezes_up_to_it(qtbot: QtBot, page: NetworkPage, quiet_session: Session) -> None:
    quiet_session.plan.take(sample_config())
    page.selection.choose(("c3",))
    qtbot.mouseClick(page.panel.node.freeze, Qt.MouseButton.LeftButton)
    assert planned(quiet_session).network.frozen[-1] == "c3"


def test_a_frozen_node_that_was_deleted_is_frozen_again_after_undo(page: NetworkPage, quiet_session: Session) -> None:
    quiet_session.plan.take(freeze_until(sample_config(), "s2"))
    page.selection.choose(("c1_activation",))
    page.editor.remove_selected()
    quiet_session.undo_stack.undo()
    assert "c1_activation" in page.canvas.frozen


def test_all_layers_are_unfrozen_by_one_click(qtbot: QtBot, page: NetworkPage, quiet_session: Session) -> None:
    quiet_session.plan.take(freeze_until(sample_config(), "s2"))
    assert "3 of 14 layers frozen, up to s2." in texts(page)
    qtbot.mouseClick(page.transfer.unfreeze, Qt.MouseButton.LeftButton)
    assert planned(quiet_session).network.frozen == ()


def test_the_epoch_of_unfreezing_goes_into_the_plan(qtbot: QtBot, page: NetworkPage, quiet_session: Session) -> None:
    quiet_session.plan.take(freeze_until(sample_config(), "s2"))
    control = page.transfer.form.row("training.unfreeze_epoch").control
    assert isinstance(control, NumberField)
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, "3")
    qtbot.keyClick(control, Qt.Key.Key_Return)
    assert planned(quiet_session).training.unfreeze_epoch == 3


def test_weights_are_downloaded_with_progress(
    qtbot: QtBot, page: NetworkPage, quiet_session: Session, answers: Answers
) -> None:
    quiet_session.plan.take(pretrained_config())
    assert "Not downloaded yet: 59 MB" in texts(page)
    qtbot.mouseClick(page.transfer.download.download, Qt.MouseButton.LeftButton)
    assert answers.asked(FetchWeights)[-1].network == "vgg16"

    answers.answer(FetchWeights, Progress(what="", done=3 * MEGABYTE, total=6 * MEGABYTE))

    assert "3.0 of 6.0 MB" in texts(page)
    assert page.transfer.download.bar.share == 0.5
    place = weights_file("vgg16").place
    place.parent.mkdir(parents=True)
    place.touch()
    answers.answer(FetchWeights, WeightsFetched(path=str(place)))
    assert "Downloaded." in texts(page)


def test_without_internet_the_way_out_stands_beside_the_button(
    qtbot: QtBot, page: NetworkPage, quiet_session: Session, answers: Answers
) -> None:
    quiet_session.plan.take(pretrained_config())
    qtbot.mouseClick(page.transfer.download.download, Qt.MouseButton.LeftButton)
    answers.answer(FetchWeights, Failed(message="Cannot download.", hint="Choose a local file."))
    assert page.transfer.download.note is not None
    assert page.transfer.download.note.accessibleName() == "Cannot download. Choose a local file."
    assert page.transfer.download.local.isVisible()


def test_progress_of_a_backbone_that_is_no_longer_wanted_is_not_shown(
    qtbot: QtBot, page: NetworkPage, quiet_session: Session, answers: Answers
) -> None:
    quiet_session.plan.take(pretrained_config())
    qtbot.mouseClick(page.transfer.download.download, Qt.MouseButton.LeftButton)
    other = WeightsSource(origin="imagenet", network="vgg19")
    config = pretrained_config()
    quiet_session.plan.take(config.model_copy(update={"network": config.network.model_copy(update={"weights": other})}))
    answers.answer(FetchWeights, Progress(what="", done=MEGABYTE, total=2 * MEGABYTE))
    assert "Not downloaded yet: 80 MB" in texts(page)


def test_a_local_file_takes_the_place_of_the_download(page: NetworkPage, quiet_session: Session) -> None:
    quiet_session.plan.take(pretrained_config())
    quiet_session.plan.use_file("/weights/vgg16.h5")
    weights = planned(quiet_session).network.weights
    assert weights is not None
    assert weights.path == "/weights/vgg16.h5"
    assert not page.transfer.download.isVisible()


def test_freezing_without_data_says_what_is_missing(page: NetworkPage) -> None:
    told: list[object] = []
    page._transfer_control.noticed.connect(told.append)
    page._transfer_control.freeze_until("stem")
    assert len(told) == 1
