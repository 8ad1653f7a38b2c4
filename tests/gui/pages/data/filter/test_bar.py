"""The filter bar says what it keeps, wraps instead of hiding what filters, and clears with one click."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.contract.dataset import ImageFilter, Measure, MeasureRange, ProblemCode, Split
from engine.contract.run_folder import RunFolder
from gui.pages.data.filter.bar import FilterBar
from gui.pages.data.filter.layout import CLEAR, MORE, Chip, arrange
from gui.pages.data.filter.popup import RangePopup, Tick, TickPopup
from gui.pages.data.filter.words import COUNTS, SIZES, range_words
from gui.pages.data.predictions import evaluations_of
from gui.theme import theme
from tests.gui.sample_runs import sample_config, write_run

CHIPS = [Chip(60, is_active=False) for _ in range(4)]


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    theme().install("light")
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.resize(888, 48)
    bar.show()
    return bar


def test_all_chips_stand_in_one_line_where_there_is_room() -> None:
    found = arrange(CHIPS, room=264, more=40, clear=None, gap=8)

    assert found.lines == ((0, 1, 2, 3),)
    assert found.left_out == ()


def test_chips_that_do_not_filter_make_room_first() -> None:
    chips = [*CHIPS[:3], Chip(60, is_active=True)]

    found = arrange(chips, room=263, more=40, clear=40, gap=8)

    assert found.lines == ((0, 3, MORE, CLEAR),)
    assert found.left_out == (1, 2)


def test_chips_that_filter_go_on_in_another_line() -> None:
    chips = [Chip(120, is_active=True), Chip(120, is_active=True)]

    found = arrange(chips, room=180, more=40, clear=40, gap=8)

    assert found.lines == ((0,), (1, CLEAR))


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (SIZES[0], "under 64 px"),
        (SIZES[-1], "from 2048 px"),
        (SIZES[2], "128 to 256 px"),
        (COUNTS[0], "none"),
        (COUNTS[1], "1"),
        (COUNTS[2], "2 to 5"),
        (COUNTS[-1], "101 or more"),
        (MeasureRange(measure=Measure.BOX_ASPECT, low=0.5), "from 0.5"),
    ],
)
def test_ranges_are_said_in_words(chosen: MeasureRange, words: str) -> None:
    assert range_words(chosen) == words


def test_a_chip_of_a_chart_can_be_closed(qtbot: QtBot, bar: FilterBar) -> None:
    chosen = MeasureRange(measure=Measure.BOX_WIDTH, low=10, high=20)
    bar.set_filter(ImageFilter(ranges=(chosen,)))
    chip = bar.measures[Measure.BOX_WIDTH]
    shown = chip.isVisible()

    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 12))

    assert shown
    assert bar.choice == ImageFilter()
    assert not chip.isVisible()


def test_clear_takes_everything_but_the_order_away(qtbot: QtBot, bar: FilterBar) -> None:
    bar.set_filter(ImageFilter(text="a", splits=(Split.TEST,), classes=("b",), sort="largest"))

    bar._on_cleared()

    assert bar.choice == ImageFilter(sort="largest")
    assert bar.search.text() == ""


def test_many_filters_need_more_height_and_hide_nothing(qtbot: QtBot, bar: FilterBar) -> None:
    low = bar.sizeHint().height()
    ranges = tuple(MeasureRange(measure=measure, low=1, high=1000) for measure in Measure)
    bar.resize(600, 48)

    bar.set_filter(ImageFilter(splits=(Split.TRAIN, Split.TEST), ranges=ranges))

    assert bar.sizeHint().height() > low
    assert all(chip.isVisible() for chip in bar.measures.values())


def test_chips_return_beside_the_search_field_when_they_are_cleared(qtbot: QtBot, bar: FilterBar) -> None:
    ranges = tuple(MeasureRange(measure=measure, low=1, high=1000) for measure in Measure)
    bar.set_filter(ImageFilter(ranges=ranges))
    is_below = bar._rows.itemAtPosition(1, 0) is not None

    bar.set_filter(ImageFilter())

    assert is_below
    assert bar._rows.itemAtPosition(1, 0) is None


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_ticking_tells_the_value(qtbot: QtBot) -> None:
    parent = FilterBar()
    qtbot.addWidget(parent)
    popup = TickPopup("Splits", [Tick(split, split.value) for split in Split], [Split.TRAIN], parent)
    popup.open_at(QPoint(10, 10))

    with qtbot.waitSignal(popup.toggled) as toggled:
        qtbot.keyClick(popup, Qt.Key.Key_Return)

    assert toggled.args == [Split.TRAIN]
    popup.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_any_range_can_be_typed(qtbot: QtBot) -> None:
    parent = FilterBar()
    qtbot.addWidget(parent)
    popup = RangePopup(Measure.LONGER_SIDE, SIZES, None, parent)
    popup.open_at(QPoint(10, 10))

    with qtbot.waitSignal(popup.range_chosen) as chosen:
        popup.low.setFocus()
        popup.low.setText("300")
        qtbot.keyClick(popup.low, Qt.Key.Key_Return)

    assert chosen.args == [MeasureRange(measure=Measure.LONGER_SIDE, low=300)]
    popup.close()


def test_a_class_is_toggled_from_outside(bar: FilterBar) -> None:
    bar.toggle_class("hat")
    bar.toggle_class("hat")

    assert bar.choice == ImageFilter()


def test_problem_chips_name_the_kind(bar: FilterBar) -> None:
    bar.set_filter(ImageFilter(problem_codes=(ProblemCode.BOX_OUTSIDE,)))

    assert bar.problem.kept == "box outside"


METRICS = (
    '{"run": "r", "task": "classification", "dataset": "/pictures", "split": "validation", "images": 3, "metrics": {},'
    ' "per_class": [{"name": "cat", "images": 2, "precision": 1, "recall": 0.5, "f1": 0.7},'
    ' {"name": "dog", "images": 1, "precision": 0.5, "recall": 1, "f1": 0.7}], "confusion": [[1, 1], [0, 1]]}'
)
IMAGES = "image,truth,predicted,score,truth_score,loss\na.png,cat,cat,1,1,0\nb.png,cat,dog,1,0,9\nc.png,dog,dog,1,1,0\n"


def test_evaluations_offer_wrong_pictures_and_every_predicted_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path))
    folder = RunFolder(write_run("pets-1", sample_config(dataset="/pictures"))).evaluation / "validation"
    folder.mkdir(parents=True)
    (folder / "metrics.json").write_text(METRICS)
    (folder / "images.csv").write_text(IMAGES)

    (found,) = evaluations_of(Path("/pictures"))
    wrong, cat, dog = found.predictions

    assert found.title == "pets-1, validation"
    assert (wrong.words, wrong.count, wrong.paths()) == ("wrong, pets-1, validation", 1, ("b.png",))
    assert (cat.count, cat.paths()) == (1, ("a.png",))
    assert (dog.count, dog.paths()) == (2, ("b.png", "c.png"))
    assert evaluations_of(Path("/elsewhere")) == []
