from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engine.contract.events import Failed, LayerDescription, ModelDescribed
from engine.contract.invariance import (
    ChangedSeen,
    Following,
    InvarianceMeasured,
    InvariancePart,
    LookAtChanged,
    MeasureInvariance,
    NetworkTraits,
    ShownChannel,
)
from engine.contract.run_folder import RunFolder
from gui.notice import Notice
from gui.pages.inspect.invariance.bench import InvarianceBench
from gui.pages.inspect.invariance.inquiry import invariance_tab
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.pages.inspect.sample_answers import write_evaluation
from tests.gui.sample_pictures import CLASSES
from tests.gui.sample_runs import write_run

SIDE = 40
LAYERS = (
    LayerDescription(name="conv", kind="Conv2D", shape=(20, 20, 8), has_positions=True),
    LayerDescription(name="last", kind="Conv2D", shape=(10, 10, 8), has_positions=True),
    LayerDescription(name="logits", kind="Dense", shape=(2,), has_positions=False),
)
TRAITS = NetworkTraits(poolings=2, stride_px=4, head="global pooling")
SCORES, ORIGINAL = np.array([0.3, 0.7], np.float32), np.array([0.4, 0.6], np.float32)


class Tab:
    """The bench of a session that asks nobody, with answers as an engine would give them."""

    def __init__(self, bench: InvarianceBench, session: Session, answers: Answers, run: Path) -> None:
        self.bench, self.session, self.answers, self.run = bench, session, answers, run
        self.image = run.parent / "x.png"

    def describe(self) -> None:
        described = ModelDescribed(
            run=str(self.run),
            classes=CLASSES,
            layers=LAYERS,
            default_layer="last",
            cam_layer="last",
            has_templates=False,
        )
        self.session.inspection.open(self.run)
        self.session.inspection.model = described
        self.session.inspection.described.emit(described)
        self.session.inspection.change(image=self.image)

    def answer_look(self, **changes: object) -> None:
        asked = self.answers.asked(LookAtChanged)[-1]
        seen = ChangedSeen(
            run=asked.run,
            image=asked.image,
            change=asked.change,
            target=CLASSES[1],
            layer="last",
            channels=(ShownChannel(index=5, low=0, high=2), ShownChannel(index=1, low=0, high=1)),
            total_channels=8,
            method=asked.method,
            following=Following(distance=0.0, cells=6, is_inner=True, stride_px=4),
        ).model_copy(update=changes)
        arrays = [np.zeros((SIDE, SIDE, 3), np.uint8), SCORES, ORIGINAL, np.ones((2, 10, 10), np.float32)]
        arrays += [np.ones((10, 10), np.float32)] if asked.method is not None else []
        self.answers.answer(LookAtChanged, seen, *arrays)

    def answer_curve(self, score: float = 0.8) -> None:
        asked = self.answers.asked(MeasureInvariance)[-1]
        measured = InvarianceMeasured(run=asked.run, target=CLASSES[1], pictures=len(asked.images), traits=TRAITS)
        values = np.full(len(asked.amounts), score, np.float32)
        self.answers.answer(MeasureInvariance, measured, values, np.ones_like(values))

    def looks(self) -> list[LookAtChanged]:
        return self.answers.asked(LookAtChanged)

    def curves(self) -> list[MeasureInvariance]:
        return self.answers.asked(MeasureInvariance)


@pytest.fixture
def tab(qtbot: QtBot, quiet_session: Session, settings: SettingsStore, answers: Answers, run: RunFolder) -> Tab:
    write_evaluation(run)
    bench = invariance_tab(quiet_session, settings)
    qtbot.addWidget(bench)
    bench.resize(1000, 760)
    bench.show()
    return Tab(bench, quiet_session, answers, run.path)


@pytest.fixture
def looking(tab: Tab) -> Tab:
    tab.describe()
    tab.answer_look()  # tells the size of the input
    tab.answer_look()
    tab.answer_curve()
    return tab


def test_without_a_network_the_tab_says_what_to_do(tab: Tab) -> None:
    assert tab.bench.is_empty
    assert tab.looks() == []


def test_the_first_look_tells_the_size_and_shows_scores_maps_and_curve(looking: Tab) -> None:
    bench = looking.bench

    assert not bench.is_empty
    assert bench.bar.input_px == (SIDE, SIDE)
    assert bench.viewer.heat_map is not None
    assert [tile.name for tile in bench.following.tiles.tiles] == ["5", "1"]
    assert bench.following.following.text().startswith("Shift the picture")
    assert looking.curves()[-1].amounts == bench.bar.axis.amounts
    assert len(bench.curve.plot.points(str(looking.run))) == len(bench.bar.axis.amounts)
    assert not bench.curve.cancel.isVisible()


def test_a_slider_asks_for_the_newest_amount_once_the_look_before_is_answered(looking: Tab) -> None:
    before = len(looking.looks())

    for amount in (1, 2, 3, 4.5):
        looking.bench.bar.set_amount(amount)
    assert [look.change.amount for look in looking.looks()[before:]] == [1]
    looking.answer_look()

    assert [look.change.amount for look in looking.looks()[before:]] == [1, 4.5]
    assert looking.bench.curve.plot.chosen_x == 4.5
    assert "moved exactly" in looking.bench.following.following.text()


def test_moving_the_slider_does_not_measure_the_curve_again(looking: Tab) -> None:
    before = len(looking.curves())

    looking.bench.bar.set_amount(7)
    looking.answer_look()

    assert len(looking.curves()) == before


def test_dragging_in_the_chart_moves_the_slider(qtbot: QtBot, looking: Tab) -> None:
    plot = looking.bench.curve.plot
    places = [QPoint(round(plot.chart_frame().x.to_pixel(x)), plot.height() // 2) for x in (-10, 6)]

    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=places[0])
    qtbot.mouseMove(plot, places[0])
    qtbot.mouseMove(plot, places[1])
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=places[1])

    assert looking.bench.bar.change.amount == pytest.approx(6, abs=1)


def test_another_change_is_another_curve(looking: Tab) -> None:
    choose(looking, "rotate")

    assert looking.looks()[-1].change.kind == "rotate"
    assert looking.looks()[-1].change.amount == 0
    assert looking.curves()[-1].change.kind == "rotate"
    assert looking.curves()[-1].amounts[0] == -180


def test_a_cover_can_be_dragged_and_stepped_over_the_picture(qtbot: QtBot, looking: Tab) -> None:
    choose(looking, "cover")
    viewer = looking.bench.viewer
    rect = viewer.picture_rect
    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    qtbot.keyClick(viewer, Qt.Key.Key_Up)

    change = looking.bench.bar.change
    assert (change.amount, change.cover_y) == (pytest.approx(SIDE / 2, abs=1), pytest.approx(SIDE / 2 - 1, abs=1))
    assert change.cover_px == 12
    assert looking.curves()[-1].change.cover_y == change.cover_y


def test_a_part_of_a_curve_is_drawn_where_it_is_known(looking: Tab) -> None:
    choose(looking, "light")
    count = len(looking.bench.bar.axis.amounts)
    scores = np.full(count, np.nan, np.float32)
    scores[::4] = 0.5

    looking.answers.answer(MeasureInvariance, InvariancePart(run=str(looking.run)), scores, scores)

    assert len(looking.bench.curve.plot.points(str(looking.run))) == len(scores[::4])
    assert looking.bench.curve.cancel.isVisible()


def test_a_class_that_is_clicked_is_measured(looking: Tab) -> None:
    looking.bench.following.target_chosen.emit(CLASSES[0])
    looking.answer_look(target=CLASSES[0])

    assert looking.looks()[-1].target == CLASSES[0]
    assert looking.curves()[-1].target == CLASSES[0]


def test_the_mean_is_taken_over_pictures_of_the_evaluation_with_their_labels(looking: Tab) -> None:
    compared = looking.bench.compared
    compared.measures.set_value("accuracy")
    compared.measure_chosen.emit("accuracy")

    asked = looking.curves()[-1]
    assert asked.target is None
    assert len(asked.images) == len(asked.truths) > 1
    assert set(asked.truths) <= set(CLASSES)
    assert all(Path(image).is_file() for image in asked.images)


def test_other_runs_are_measured_on_the_same_picture_in_the_same_pixels(looking: Tab) -> None:
    other = add_run(looking, CLASSES)

    looking.bench.compared.toggle(other)
    looking.answer_curve(0.3)

    own, asked = looking.curves()[-2:]
    assert asked == own.model_copy(update={"run": str(other)})
    assert asked.input_px == (SIDE, SIDE)
    assert [curve.key for curve in looking.bench.curve.plot.state.curves] == [str(looking.run), str(other)]


def test_runs_that_do_not_know_the_class_are_not_offered(looking: Tab) -> None:
    add_run(looking, ("dog", "horse"))

    assert not looking.bench.compared.compare.isEnabled()


def test_a_deleted_run_leaves_the_chart(looking: Tab) -> None:
    other = add_run(looking, CLASSES)
    looking.bench.compared.toggle(other)
    looking.answer_curve()

    looking.session.library.delete((other,))

    assert [curve.key for curve in looking.bench.curve.plot.state.curves] == [str(looking.run)]
    assert looking.bench.compared.chosen == ()


def test_a_run_that_fails_says_why_and_the_others_stay(looking: Tab) -> None:
    other = add_run(looking, CLASSES)

    looking.bench.compared.toggle(other)
    looking.answers.answer(MeasureInvariance, Failed(message="No network yet.", hint="Wait."))

    assert not looking.bench.curve.cancel.isVisible()
    assert len(looking.bench.curve.plot.points(str(looking.run))) > 0
    assert any("No network yet. Wait." in text for text in texts(looking.bench))


def test_stopping_forgets_the_questions(qtbot: QtBot, looking: Tab) -> None:
    choose(looking, "scale")

    qtbot.mouseClick(looking.bench.curve.cancel, Qt.MouseButton.LeftButton)
    looking.answer_curve()

    assert len(looking.bench.curve.plot.points(str(looking.run))) == 0
    assert "Stopped" in looking.bench.curve.words.full_text()


def test_a_look_that_fails_is_a_sentence_and_can_be_tried_again(qtbot: QtBot, looking: Tab) -> None:
    looking.bench.bar.set_amount(3)
    looking.answers.answer(LookAtChanged, Failed(message="Cannot read the picture.", hint="Choose another."))
    assert looking.bench.is_empty

    qtbot.mouseClick(looking.bench.again, Qt.MouseButton.LeftButton)
    looking.answer_look()

    assert not looking.bench.is_empty


def test_the_answer_about_another_picture_is_dropped(looking: Tab) -> None:
    looking.session.inspection.change(image=looking.image.with_name("y.png"))
    before = len(looking.curves())
    looking.answer_look(image=str(looking.image))

    assert len(looking.curves()) == before


def test_a_saved_chart_is_told(looking: Tab, tmp_path: Path) -> None:
    notices: list[Notice] = []
    looking.session.noticed.connect(notices.append)

    looking.bench.curve.bar.save(tmp_path / "curve.csv")
    looking.bench.curve.bar.save(tmp_path / "nowhere" / "curve.csv")

    lines = (tmp_path / "curve.csv").read_text().splitlines()
    assert lines[0] == "panel,curve,pixels right,value"
    assert len(lines) == 1 + len(looking.bench.bar.axis.amounts)
    assert [notice.kind for notice in notices] == ["success", "error"]


def test_the_kind_of_change_is_remembered(looking: Tab, settings: SettingsStore, qtbot: QtBot) -> None:
    choose(looking, "rotate")

    again = InvarianceBench(settings)
    qtbot.addWidget(again)
    assert again.bar.kind == "rotate"
    assert again.bar.axis.unit == "°"


def test_a_mean_is_told_when_it_is_whole(looking: Tab) -> None:
    compared = looking.bench.compared
    compared.measures.set_value("scores")
    compared.measure_chosen.emit("scores")
    count = len(looking.curves()[-1].images)
    half = np.full(len(looking.bench.bar.axis.amounts), 0.5, np.float32)
    looking.answers.answer(MeasureInvariance, InvariancePart(run=str(looking.run)), half, half)
    compared.toggle(add_run(looking, CLASSES))
    early = texts(looking.bench)
    looking.answer_curve(0.25)

    assert not any(text.startswith("Mean of") for text in early)
    told = [text.replace("\u00a0", " ") for text in texts(looking.bench)]
    assert f"Mean of {count} pictures over the whole range: score 25.0 %, accuracy 100.0 %." in told


def test_the_controls_of_the_map_go_below_where_there_is_no_room(looking: Tab) -> None:
    bar = looking.bench.bar
    wide = (bar.methods.y() == bar.kinds.y(), bar.kinds.geometry().right() < bar.methods.x())

    looking.bench.resize(640, 620)
    QApplication.sendPostedEvents()

    assert wide == (True, True)
    assert bar.methods.y() > bar.amount.y()


def test_the_opacity_of_no_map_cannot_be_chosen(looking: Tab) -> None:
    looking.bench.bar.methods.set_value(None)
    looking.bench.bar.methods.value_changed.emit(None)
    looking.answer_look()

    assert looking.looks()[-1].method is None
    assert looking.bench.viewer.heat_map is None
    assert not looking.bench.bar.opacity.isEnabled()


def choose(tab: Tab, kind: str) -> None:
    """Choose a change, and let the network answer."""
    tab.bench.bar.kinds.set_current(kind)
    tab.bench.bar.kinds.chosen.emit(kind)
    tab.answer_look()


def add_run(tab: Tab, classes: tuple[str, ...]) -> Path:
    """One more run in the library."""
    known = RunFolder(tab.run).read_config()
    path = write_run("other-1", known.model_copy(update={"classes": classes}))
    tab.session.library.refresh()
    return Path(path)


def texts(bench: InvarianceBench) -> list[str]:
    return [label.text() for label in bench.findChildren(QLabel)]
