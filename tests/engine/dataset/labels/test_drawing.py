"""Boxes and outlines that a person drew or changed: in the index, taken back, and told where they do not hold."""

import json
from pathlib import Path

import pytest

from engine.contract.annotations import Polygon
from engine.contract.config import SplitConfig
from engine.contract.dataset import DatasetSummary, ImageFilter, ProblemCode
from engine.contract.drawn import AnnotationChange, DrawnAnnotation
from engine.contract.errors import UserError
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.discarding import discard_corrections
from engine.dataset.labels.drawing import can_draw, change_annotations
from engine.dataset.labels.steps import SavedFile
from engine.dataset.splits.changes import change_split
from engine.dataset.writers.converting import convert
from tests.engine.dataset.labels.drawn_dataset import (
    annotations_of,
    box,
    draw,
    drawn_on,
    keys_on,
    known,
    open_index,
    save_coco,
    switch,
    take_in,
)
from tests.engine.dataset.small_datasets import ignore_progress, never, opened, save_picture

A, B, C = "images/a.png", "images/b.png", "images/c.png"
GIVEN_A = [("cat", (2, 3, 12, 15)), ("dog", (20, 5, 28, 13))]
TRIANGLE = DrawnAnnotation.of("dog", Polygon((((1.0, 1.0), (9.0, 1.0), (9.0, 9.0)),)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_coco(tmp_path / "data")


def summary_of(folder: Path) -> DatasetSummary:
    with opened(folder) as index:
        return index.summary()


def problems_of(folder: Path) -> list[tuple[str, str]]:
    with opened(folder) as index:
        return [(item.path, item.message) for item in index.problems() if item.code is ProblemCode.STALE_CORRECTION]


def test_a_box_that_was_moved_lies_where_it_was_put(folder: Path) -> None:
    draw(folder, A, {"0": box("cat", 4, 5, 14, 17)})

    assert drawn_on(folder, A) == [("cat", (4, 5, 14, 17)), GIVEN_A[1]]


def test_a_new_box_stands_behind_the_others_under_its_own_key(folder: Path) -> None:
    draw(folder, A, {"new": box("dog", 1, 1, 5, 6)})

    assert drawn_on(folder, A) == [*GIVEN_A, ("dog", (1, 1, 5, 6))]
    assert keys_on(folder, A) == ["0", "1", "new"]


def test_a_box_is_drawn_on_a_picture_without_any(folder: Path) -> None:
    draw(folder, C, {"new": box("dog", 1, 1, 5, 6)})

    assert drawn_on(folder, C) == [("dog", (1, 1, 5, 6))]
    assert summary_of(folder).annotations.boxes == 4


def test_a_removed_box_is_gone_and_the_other_one_keeps_its_key(folder: Path) -> None:
    draw(folder, A, {"0": None})

    assert drawn_on(folder, A) == [GIVEN_A[1]]
    assert keys_on(folder, A) == ["1"]


def test_another_class_leaves_the_outline_and_its_extent_as_they_were(folder: Path) -> None:
    with opened(folder) as index:
        before = annotations_of(index, B)[1]
        assert isinstance(before.geometry, Polygon)

    draw(folder, B, {"1": DrawnAnnotation.of("cat", before.geometry)})

    with opened(folder) as index:
        after = annotations_of(index, B)[1]
    assert (after.label, after.geometry, after.area_px) == ("cat", before.geometry, before.area_px)


def test_an_outline_has_the_extent_and_the_area_of_its_points(folder: Path) -> None:
    draw(folder, C, {"new": TRIANGLE})

    with opened(folder) as index:
        (found,) = annotations_of(index, C)
    assert (found.kind, found.geometry, found.area_px) == ("polygon", TRIANGLE.geometry, 32.0)
    assert drawn_on(folder, C) == [("dog", (1, 1, 9, 9))]


def test_steps_of_one_picture_come_together_and_are_taken_back_one_by_one(folder: Path) -> None:
    first = draw(folder, A, {"0": box("cat", 4, 5, 14, 17)})
    second = draw(folder, A, {"new": box("dog", 1, 1, 5, 6)})
    third = draw(folder, A, {"0": box("dog", 4, 5, 14, 17), "new": None})
    all_in_force = drawn_on(folder, A)
    switch(folder, third, is_in_force=False)
    two = drawn_on(folder, A)
    switch(folder, first, is_in_force=False)  # as another window does that made it
    one = drawn_on(folder, A)
    switch(folder, second, is_in_force=False)

    assert all_in_force == [("dog", (4, 5, 14, 17)), GIVEN_A[1]]
    assert two == [("cat", (4, 5, 14, 17)), GIVEN_A[1], ("dog", (1, 1, 5, 6))]
    assert one == [*GIVEN_A, ("dog", (1, 1, 5, 6))]
    assert drawn_on(folder, A) == GIVEN_A


def test_a_step_that_is_done_again_draws_again(folder: Path) -> None:
    step = draw(folder, A, {"0": None})
    switch(folder, step, is_in_force=False)

    switch(folder, step, is_in_force=True)

    assert drawn_on(folder, A) == [GIVEN_A[1]]


def test_the_fingerprint_follows_what_is_drawn_and_comes_back_with_it(folder: Path) -> None:
    before = summary_of(folder).fingerprint
    step = draw(folder, A, {"0": box("cat", 4, 5, 14, 17)})
    corrected = summary_of(folder).fingerprint

    switch(folder, step, is_in_force=False)

    assert None not in (before, corrected)
    assert corrected != before
    assert summary_of(folder).fingerprint == before


def test_corrected_pictures_are_counted_and_can_be_chosen(folder: Path) -> None:
    draw(folder, A, {"0": None})

    with opened(folder) as index:
        chosen = index.page(ImageFilter(only_corrected=True))
        assert index.summary().corrected == 1
    assert [(row.path, row.is_corrected, row.annotation_count) for row in chosen] == [(A, True, 1)]


def test_a_box_that_was_moved_back_is_no_correction(folder: Path) -> None:
    draw(folder, A, {"0": box("cat", 4, 5, 14, 17)})
    draw(folder, A, {"0": box("cat", 2, 3, 12, 15)})

    assert summary_of(folder).corrected == 0
    assert drawn_on(folder, A) == GIVEN_A


def test_a_new_class_stands_behind_the_others_and_goes_when_it_is_taken_back(folder: Path) -> None:
    step = draw(folder, A, {"0": box("bird", 2, 3, 12, 15)})
    with opened(folder) as index:
        classes = index.classes()

    switch(folder, step, is_in_force=False)

    assert classes == ("cat", "dog", "bird")
    with opened(folder) as index:
        assert index.classes() == ("cat", "dog")


def test_what_was_drawn_outlives_the_cache(folder: Path) -> None:
    draw(folder, A, {"0": None, "new": box("bird", 1, 1, 5, 6)})
    index = open_index(folder)
    for suffix in ("", "-wal", "-shm"):
        index.with_name(index.name + suffix).unlink(missing_ok=True)

    assert drawn_on(folder, A) == [GIVEN_A[1], ("bird", (1, 1, 5, 6))]
    assert keys_on(folder, A) == ["1", "new"]


def test_what_was_drawn_outlives_new_pictures_and_other_labels_of_other_pictures(folder: Path) -> None:
    draw(folder, A, {"0": box("bird", 4, 5, 14, 17)})
    document = json.loads((folder / "labels.json").read_text())
    del document["annotations"][2]  # of b.png; the places of those behind it in the file are others now
    document["categories"].insert(0, {"id": 0, "name": "ape"})
    (folder / "labels.json").write_text(json.dumps(document))
    save_picture(folder / "images" / "d.png")

    assert drawn_on(folder, A) == [("bird", (4, 5, 14, 17)), GIVEN_A[1]]
    assert drawn_on(folder, B) == [("dog", (10, 10, 20, 20))]
    with opened(folder) as index:
        assert index.classes() == ("ape", "cat", "dog", "bird")
    assert problems_of(folder) == []


def test_files_that_have_come_to_say_something_else_are_believed(folder: Path) -> None:
    draw(folder, A, {"0": box("cat", 4, 5, 14, 17)})
    document = json.loads((folder / "labels.json").read_text())
    document["annotations"][0]["bbox"] = [0, 0, 10, 10]
    (folder / "labels.json").write_text(json.dumps(document))

    assert drawn_on(folder, A) == [("cat", (0, 0, 10, 10)), GIVEN_A[1]]
    ((path, message),) = problems_of(folder)
    assert path == A
    assert "they are believed" in message
    assert summary_of(folder).stale_corrections == 1


def test_a_correction_of_a_picture_that_is_gone_is_told(folder: Path) -> None:
    draw(folder, A, {"0": None})
    document = json.loads((folder / "labels.json").read_text())
    document["images"].pop(0)
    document["annotations"] = document["annotations"][2:]
    (folder / "labels.json").write_text(json.dumps(document))
    (folder / A).unlink()

    assert [path for path, _ in problems_of(folder)] == [A]


def test_a_correction_holds_where_saving_it_was_interrupted(folder: Path) -> None:
    draw(folder, A, {"0": None})
    before = (folder / "labels.json").read_bytes()

    journal_of_index(open_index(folder)).add_saving("saving", [SavedFile("labels.json", "x", "y")], pictures=[A])
    take_in(folder)

    assert (folder / "labels.json").read_bytes() == before
    assert drawn_on(folder, A) == [GIVEN_A[1]]
    assert summary_of(folder).corrected == 1


def test_a_copy_in_another_format_has_what_was_drawn(folder: Path, tmp_path: Path) -> None:
    draw(folder, A, {"0": None, "new": box("bird", 1, 2, 6, 8)})

    with opened(folder) as index:
        convert(index, tmp_path / "copy", "voc", pictures="copy", on_progress=ignore_progress, is_cancelled=never)

    with opened(tmp_path / "copy") as copy:
        row = next(row for row in copy.page() if row.path.endswith("a.png"))
        copied = dict(map(known, copy.annotations(row.id)))
    assert copied == {"dog": GIVEN_A[1][1], "bird": (1, 2, 6, 8)}


def test_discarding_takes_back_what_was_drawn_and_can_be_undone(folder: Path) -> None:
    draw(folder, A, {"0": None})
    draw(folder, C, {"new": TRIANGLE})
    step = discard_corrections(open_index(folder), "discarding")
    take_in(folder)
    discarded = (drawn_on(folder, A), drawn_on(folder, C))
    assert step is not None

    switch(folder, step, is_in_force=False)

    assert discarded == (GIVEN_A, [])
    assert drawn_on(folder, A) == [GIVEN_A[1]]


def test_no_picture_changes_its_split(folder: Path) -> None:
    change_split(open_index(folder), config=SplitConfig(validation_fraction=0.34, seed=3))
    with opened(folder) as index:
        before = {row.path: row.split for row in index.page()}

    draw(folder, A, {"0": None, "1": box("bird", 1, 1, 5, 5)})
    change_split(open_index(folder), config=SplitConfig(validation_fraction=0.34, seed=3))

    with opened(folder) as index:
        assert {row.path: row.split for row in index.page()} == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (AnnotationChange(key="7", after=None), "no such annotation"),
        (AnnotationChange(key="new", after=box("cat", 5, 5, 5, 9)), "covers nothing"),
        (AnnotationChange(key="new", after=box("cat", 5, 5, float("inf"), 9)), "covers nothing"),
        (AnnotationChange(key="new", after=box(" ", 5, 5, 7, 9)), "cannot be the name"),
    ],
)
def test_what_is_no_annotation_is_refused_and_leaves_no_step(
    folder: Path, change: AnnotationChange, words: str
) -> None:
    index = open_index(folder)

    with pytest.raises(UserError, match=words):
        change_annotations(index, A, [change], "a step")

    assert journal_of_index(index).steps() == ()


def test_a_change_that_changes_nothing_is_no_step(folder: Path) -> None:
    index = open_index(folder)

    assert change_annotations(index, A, [AnnotationChange(key="0", after=box("cat", 2, 3, 12, 15))], "a step") is None


def test_a_picture_that_was_never_decoded_cannot_be_drawn_on(folder: Path) -> None:
    with pytest.raises(UserError, match="was not read"):
        change_annotations(open_index(folder), "images/other.png", [], "a step")


@pytest.mark.parametrize(
    ("reading", "is_possible"),
    [
        ("coco:labels.json", True),
        ("voc:", True),
        ("voc:2012/SegmentationClass", False),
        ("folders:", False),
        ("csv:", False),
    ],
)
def test_boxes_are_drawn_where_labels_are_boxes(reading: str, is_possible: bool) -> None:
    assert can_draw(reading) is is_possible
