"""Details tell what is selected, and how the dataset was read."""

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.annotations import AnnotationKind, ClassMaskFile, IndexedAnnotation
from engine.contract.class_colours import ClassColours
from engine.contract.dataset import AnnotationCounts, Candidate, DatasetSummary, SizeRange, Split
from engine.contract.events import DatasetOpened
from engine.dataset.index.selection import SelectionSummary
from gui.pages.data.page import change_words
from gui.pages.data.problems.detail import breakable
from gui.pages.data.reading import ReadingView, title_of
from gui.pages.data.selected_picture import mask_rows, object_rows
from gui.pages.data.selection import SelectionView, facts_of
from tests.gui.class_colours import colour

COCO = Candidate(format="coco", place="instances.json", title="COCO, instances.json", rank=2)
FOLDERS = Candidate(format="folders", title="Folder per class, 3 classes", rank=1)
COLOURS = ClassColours.of(("cat", "background", "dog"))
SELECTION = SelectionSummary(
    pictures=3,
    bytes=3000,
    splits={Split.TRAIN: 2, Split.TEST: 1},
    moved=1,
    classes=(("cat", 0, 3),),
    objects=7,
    longer_sides=(400, 400),
    box_sides=(12.2, 80.0),
)


def _summary(*candidates: Candidate, reading: str = "") -> DatasetSummary:
    return DatasetSummary(
        name="photos",
        root="/photos",
        format="coco",
        tasks=(),
        images=3,
        unreadable=0,
        damaged=0,
        ignored=0,
        classes=(),
        annotations=AnnotationCounts(),
        splits={},
        training_splits={},
        sizes=SizeRange(),
        fingerprint=None,
        problem_count=0,
        is_grey=False,
        is_complete=True,
        notes=("Classes come from the file.",),
        reading=reading,
        candidates=candidates,
    )


@pytest.fixture
def reading(qtbot: QtBot) -> ReadingView:
    reading = ReadingView()
    qtbot.addWidget(reading)
    reading.show()
    return reading


def test_the_candidate_that_was_taken_is_named(reading: ReadingView) -> None:
    reading.set_summary(_summary(COCO, FOLDERS, reading=COCO.key))

    assert reading.title == "COCO, instances.json"
    assert reading.change.isVisible()


def test_a_single_candidate_leaves_nothing_to_choose(reading: ReadingView) -> None:
    reading.set_summary(_summary(COCO, reading=COCO.key))

    assert not reading.change.isVisible()


def test_without_candidates_the_format_is_named() -> None:
    assert title_of(_summary()) == "COCO"


def test_another_candidate_can_be_chosen(qtbot: QtBot, reading: ReadingView) -> None:
    reading.set_summary(_summary(COCO, FOLDERS, reading=COCO.key))

    with qtbot.waitSignal(reading.reading_chosen) as chosen:
        reading.choose(reading.choices()[1][0])

    assert chosen.args == ["folders:"]


def test_a_selection_is_told_in_numbers() -> None:
    facts = dict(facts_of(SELECTION))

    assert facts["Longer side"] == "400 px"
    assert facts["Box size"] == "12 to 80 px"
    assert facts["Moved by hand"] == "1"


def test_a_selection_is_moved_with_one_click(qtbot: QtBot) -> None:
    view = SelectionView()
    qtbot.addWidget(view)
    view.set_summary(SELECTION, COLOURS)

    with qtbot.waitSignal(view.move_requested) as requested:
        view.button(Split.VALIDATION).click()

    assert requested.args == [Split.VALIDATION]


def test_a_selection_that_is_there_already_cannot_be_moved_there(qtbot: QtBot) -> None:
    view = SelectionView()
    qtbot.addWidget(view)

    view.set_summary(SelectionSummary(2, 10, {Split.TEST: 2}, 0, (), 0, None, None), COLOURS)

    assert not view.button(Split.TEST).isEnabled()
    assert view.button(Split.TRAIN).isEnabled()


def test_changes_on_disk_are_told_in_one_sentence() -> None:
    event = DatasetOpened(path="", index="", added=12, removed=1)

    assert change_words(event) == "12 pictures were added, 1 was removed since the last look."
    assert change_words(DatasetOpened(path="", index="", modified=1)) == "1 picture was modified since the last look."


def test_the_objects_of_a_picture_are_counted_by_class() -> None:
    def box(label: str | None, place: int | None) -> IndexedAnnotation:
        return IndexedAnnotation(1, AnnotationKind.BOX, label, place, None, None, None)

    drawn = [box("cell", 1), box("cell", 1), box("nucleus", 0), box(None, None)]

    rows = object_rows(drawn, ClassColours.of(("nucleus", "cell")))

    found = [(row.name, row.colour, row.share, row.value) for row in rows]
    assert found == [("cell", colour(1), 1.0, "2"), ("nucleus", colour(0), 0.5, "1")]


def test_long_paths_may_be_broken_at_their_marks() -> None:
    assert breakable("a/b-c d") == "a/\u200bb-\u200bc d"


def test_classes_of_a_mask_are_shown_with_their_shares() -> None:
    masked = [
        IndexedAnnotation(number, AnnotationKind.CLASS_MASK, label, number, None, area, ClassMaskFile("mask.png"))
        for number, (label, area) in enumerate((("road", 250.0), ("sky", 750.0)))
    ]

    rows = mask_rows(masked, ClassColours.of(("road", "sky")))

    assert [(row.name, row.value) for row in rows] == [("sky", "75.0 %"), ("road", "25.0 %")]
