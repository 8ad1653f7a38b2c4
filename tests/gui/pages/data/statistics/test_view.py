"""The Statistics tab turns counts into charts whose parts stand for filters."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.class_colours import ClassColours
from engine.contract.dataset import ImageFilter, Measure, MeasureRange, Split
from engine.dataset.index.distributions import ClassTotals
from engine.dataset.index.histogram import Bar, Histogram
from gui.notice import Notice
from gui.pages.data.statistics.cards import MeasureCard, PositionCard
from gui.pages.data.statistics.charts import (
    class_numbers,
    class_rows,
    format_chart,
    histogram_chart,
    position_cells,
    position_filters,
)
from gui.pages.data.statistics.classes import ClassesCard, PixelsCard
from gui.pages.data.statistics.layout import columns_in
from gui.pages.data.statistics.view import StatisticsView
from gui.session import Session
from tests.gui.sample_pictures import show_dataset, write_pictures

SIDES = Histogram(Measure.BOX_SIDE, (Bar(8, 16, 1), Bar(16, 32, 3)), median=20.0)
CLASSES = (
    ClassTotals("cat", 0, 3, 10, 0.25, {Split.TRAIN: 3}),
    ClassTotals("dog", 1, 9, 9, None, {Split.TRAIN: 8, Split.TEST: 1}),
)


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, tmp_path: Path) -> StatisticsView:
    index = show_dataset(quiet_session, write_pictures(tmp_path / "pictures"))
    view = StatisticsView()
    qtbot.addWidget(view)
    view.resize(856, 600)
    view.set_index(index)
    view.set_summary(index.summary())
    with qtbot.waitSignal(view.counted):
        view.show()
    return view


def test_a_bar_says_its_range_its_count_and_its_share() -> None:
    chart = histogram_chart(SIDES, noun="box", unit="px", many="boxes")

    assert chart.parts[1].title == "16 to 32 px"
    assert chart.parts[1].lines == ("3 boxes, 75.0 %",)
    assert chart.parts[0].lines == ("1 box, 25.0 %",)
    assert chart.note == "median 20 px"
    assert chart.edges == ("8", "16", "32")


def test_a_bar_stands_for_its_range() -> None:
    chart = histogram_chart(SIDES, noun="box")

    assert chart.filters[0] == ImageFilter(ranges=(MeasureRange(measure=Measure.BOX_SIDE, low=8, high=16),))


def test_whole_numbers_stand_below_their_bars() -> None:
    counts = Histogram(Measure.ANNOTATIONS, (Bar(0, 1, 2), Bar(1, 2, 5)), median=1.0)

    assert histogram_chart(counts, noun="picture").edges == ("0", "1")


def test_the_outermost_cells_are_open() -> None:
    first, *_, last = position_filters(4)

    assert first.ranges[0] == MeasureRange(measure=Measure.BOX_X, low=None, high=0.25)
    assert last.ranges[1] == MeasureRange(measure=Measure.BOX_Y, low=0.75, high=None)


def test_cells_say_where_they_lie() -> None:
    cells = position_cells(((1, 0), (0, 3)))

    assert cells[1][1].title == "3 boxes, 75.0 %"
    assert cells[0][0].lines == ("25 % across, 25 % down",)


def test_formats_are_filters_of_the_path() -> None:
    chart = format_chart((("jpg", 3), ("", 1)))

    assert [part.title for part in chart.parts] == ["JPG", "none"]
    assert chart.filters[0] == ImageFilter(text=".jpg")


def test_classes_come_largest_first_by_what_is_counted() -> None:
    assert [row.name for row in class_rows(CLASSES, "pictures", ClassColours.of(("cat", "dog")))] == ["dog", "cat"]
    assert [row.name for row in class_rows(CLASSES, "objects", ClassColours.of(("cat", "dog")))] == ["cat", "dog"]
    assert class_rows(CLASSES, "pixels", ClassColours.of(("cat", "dog")))[0].value == "25.0 %"


def test_the_table_of_classes_holds_everything() -> None:
    headings, rows = class_numbers(CLASSES)

    assert headings[-1] == "share of pixels"
    assert rows[1] == ("dog", 9, 9, 8, 0, 1, 0.0)


def test_charts_without_anything_to_show_are_hidden(view: StatisticsView) -> None:
    assert view.classes.isVisible()
    assert not view.box_sides.isVisible()
    assert not view.positions.isVisible()
    assert not view.pixels.isVisible()


def test_the_filter_of_the_gallery_is_marked_in_its_chart(qtbot: QtBot) -> None:
    card = MeasureCard("Box size", "")
    qtbot.addWidget(card)
    chart = histogram_chart(SIDES, noun="box")
    card.set_chart(chart)
    before = card.bars.grab().toImage()

    card.mark(chart.filters[1])

    assert card.bars.grab().toImage() != before


def test_a_cell_of_the_map_asks_for_its_pictures(qtbot: QtBot) -> None:
    card = PositionCard()
    qtbot.addWidget(card)
    card.set_positions(tuple((1,) * 16 for _ in range(16)), aspect=1.5)

    with qtbot.waitSignal(card.filter_chosen) as chosen:
        card.map.chosen.emit(17)

    assert chosen.args == [position_filters(16)[17]]


def test_a_click_on_the_chosen_class_shows_all_again(qtbot: QtBot) -> None:
    card = ClassesCard()
    qtbot.addWidget(card)
    card.set_classes(CLASSES)

    with qtbot.waitSignal(card.filter_chosen) as first:
        card.bars.chosen.emit("dog")
    card.mark(first.args[0])
    with qtbot.waitSignal(card.filter_chosen) as second:
        card.bars.chosen.emit("dog")

    assert first.args == [ImageFilter(classes=("dog",))]
    assert second.args == [ImageFilter()]


def test_only_classes_with_outlines_have_a_share_of_pixels(qtbot: QtBot) -> None:
    card = PixelsCard()
    qtbot.addWidget(card)

    card.set_classes(CLASSES)

    assert card.table().rowCount() == 1


def test_many_classes_are_folded_to_the_commonest(qtbot: QtBot) -> None:
    card = ClassesCard()
    qtbot.addWidget(card)
    card.set_classes([ClassTotals(f"c{place}", place, 80 - place, 0, None, {}) for place in range(80)])
    folded = card.bars.sizeHint().height()

    card.unfold.click()

    assert folded == 14 * 24
    assert card.bars.sizeHint().height() == 80 * 24


def test_a_saved_chart_is_told(qtbot: QtBot, view: StatisticsView, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.noticed, check_params_cb=_is_success):
        view.classes.save(tmp_path / "classes.csv")

    assert (tmp_path / "classes.csv").read_text().splitlines()[1].startswith("circle,9")


@pytest.mark.parametrize(("width_px", "columns"), [(200, 1), (600, 2), (824, 2), (1128, 2), (1160, 3), (1600, 4)])
def test_there_are_as_many_columns_as_have_room(width_px: int, columns: int) -> None:
    assert columns_in(width_px) == columns


def _is_success(notice: Notice) -> bool:
    return notice.kind == "success"
