"""Stages of a detector as values: places and cells, chapters, sentences, scenes, and what is told of a place."""

import numpy as np
import pytest

from gui.pages.inspect.microscope.detector.anatomy import CellPlace, ChosenBoxes, SeenDetector
from gui.pages.inspect.microscope.detector.film import ChapterKind, Film, Frame, film_of
from gui.pages.inspect.microscope.detector.film_words import sentence_of
from gui.pages.inspect.microscope.detector.rows import (
    ChosenPlace,
    class_rows,
    place_rows,
    score_bars,
    suppressed_rows,
)
from gui.pages.inspect.microscope.detector.scene import LineStyle, Scene, SceneMaker
from gui.viewer.box_layers import BoxThresholds
from tests.gui.pages.inspect.microscope.sample_stages import one_stage, two_stages


@pytest.fixture
def one() -> SeenDetector:
    return SeenDetector.of(*one_stage("run", "a.png"))


@pytest.fixture
def two() -> SeenDetector:
    return SeenDetector.of(*two_stages("run", "a.png"))


def chosen(
    detector: SeenDetector, score: float = 0.3, iou: float = 0.6, *, proposals: int | None = None
) -> ChosenBoxes:
    return detector.candidates(proposals).choose(BoxThresholds(score, iou))


def film(detector: SeenDetector) -> Film:
    return film_of(detector, chosen(detector), proposals=3 if detector.seen.has_regions else None)


def sentence(detector: SeenDetector, kind: ChapterKind, step: int | None = None) -> str:
    shown = film(detector)
    chapter = next(chapter for chapter in shown.chapters if chapter.kind is kind)
    return sentence_of(detector, chosen(detector), Frame(chapter, step), proposals=3)


def scene(detector: SeenDetector, kind: ChapterKind, step: int | None = None) -> Scene:
    chapter = next(chapter for chapter in film(detector).chapters if chapter.kind is kind)
    return SceneMaker(detector, chosen(detector), 3).scene(Frame(chapter, step))


def test_places_are_found_from_their_cells_and_cells_from_their_places(one: SeenDetector) -> None:
    stage = one.last

    assert stage.cell_of(4) == CellPlace(0, 1, 1, 0)
    assert stage.cell_of(7) == CellPlace(1, 0, 0, 1)
    for place in range(8):
        cell = stage.cell_of(place)
        assert cell is not None
        assert stage.places_of_cell(cell.map, cell.row, cell.column)[cell.number] == place


def test_a_coarse_map_is_laid_on_the_cells_of_the_finest(one: SeenDetector) -> None:
    values = np.array([0.1, 0.2, 0.9, 0.1, 0.1, 0.1, 0.3, 0.5], np.float32)

    np.testing.assert_allclose(one.last.map_of(values, None), [[0.5, 0.5, 0.9], [0.5, 0.5, 0.5]])
    np.testing.assert_allclose(one.last.map_of(values, 1), [[0.5]])


def test_who_learns_an_object_is_told_with_the_best_first(one: SeenDetector) -> None:
    assert one.last.learners(0).tolist() == [0, 1]
    assert one.last.learners(2).tolist() == []


def test_thresholds_choose_among_all_boxes_that_are_said(one: SeenDetector) -> None:
    few, many = chosen(one), chosen(one, score=0.1, iou=0.99)

    assert (len(few.kept), few.suppressed_by(few.kept[0]), len(many.kept)) == (2, [2], 4)
    assert few.candidates.places[few.kept].tolist() == [0, 7]
    assert few.suppressor_of(2) == 0


def test_fewer_proposals_say_fewer_boxes(two: SeenDetector) -> None:
    assert len(chosen(two).kept) == 3
    assert chosen(two, proposals=1).candidates.places.tolist() == [0]


def test_chapters_follow_from_what_the_stages_say(one: SeenDetector, two: SeenDetector) -> None:
    unknown = SeenDetector.of(*one_stage("run", "a.png", knows_truth=False))

    assert [chapter.kind.value for chapter in film(one).chapters] == ["places", "learned", "scores", "boxes", "kept"]
    assert [chapter.kind.value for chapter in film(unknown).chapters] == ["places", "scores", "boxes", "kept"]
    assert [chapter.kind.value for chapter in film(two).chapters] == [
        "places", "learned", "objectness", "proposals", "region", "scores", "boxes", "kept",
    ]  # fmt: skip
    assert [chapter.title for chapter in film(two).chapters][:2] == ["Anchors", "Learned"]
    assert [chapter.note for chapter in film(one).chapters] == ["8", "3", "", "3", "2"]


def test_frames_of_another_film_are_as_near_as_they_can_be(one: SeenDetector) -> None:
    before, after = film(one), film_of(one, chosen(one, score=0.85), proposals=None)
    last = before.frames[-1]

    assert (last.chapter.kind, last.step) == (ChapterKind.KEPT, 1)
    assert after.frames[after.nearest(last)].step == 0
    assert after.frames[after.nearest(before.frames[0])].chapter.kind is ChapterKind.PLACES


def test_sentences_have_the_numbers_of_the_picture(one: SeenDetector, two: SeenDetector) -> None:
    assert sentence(one, ChapterKind.PLACES).startswith("8 default boxes lie on 2 maps: from 2 × 3 cells with 1 each")
    assert sentence(one, ChapterKind.LEARNED) == (
        "Of 8 default boxes 3 would learn one of 2 objects, 4 that nothing is there, and 1 nothing at all. The pale "
        "ones learn nothing."
    )
    assert sentence(one, ChapterKind.LEARNED, 0) == (
        "leaf (1 of 3) is learned by 2 default boxes: IoU 0.40 to 0.70. 1 of them below 0.5, because this object has "
        "no better one."
    )
    assert sentence(two, ChapterKind.OBJECTNESS).endswith("3 of 6 above 0.5, the surest 0.90.")
    assert sentence(two, ChapterKind.PROPOSALS).endswith("2 of them lie well on an object.")
    assert sentence(one, ChapterKind.KEPT).startswith("2 boxes are kept; 1 box lies over a better one")
    assert sentence(one, ChapterKind.KEPT, 0).startswith(
        "leaf, 0.90, stays: 1 box of its class goes, with an IoU of 0."
    )


def test_every_frame_has_a_sentence_and_a_scene(one: SeenDetector, two: SeenDetector) -> None:
    for detector in (one, two):
        maker = SceneMaker(detector, chosen(detector), 3)
        for frame in film(detector).frames:
            assert sentence_of(detector, chosen(detector), frame, proposals=3).endswith((".", "?"))
            assert isinstance(maker.scene(frame), Scene)


def test_nothing_found_is_told_too(one: SeenDetector) -> None:
    none = chosen(one, score=0.99)
    shown = film_of(one, none, proposals=None)

    words = [sentence_of(one, none, frame, proposals=None) for frame in shown.frames]

    assert "No box has a score of 0.99 or more." in words
    assert words[-1].startswith("0 boxes are kept; 0 boxes lie")


def test_an_object_is_drawn_with_those_that_learn_it(one: SeenDetector) -> None:
    shown = scene(one, ChapterKind.LEARNED, 1)

    learners = [box for box in shown.boxes if box.style is not LineStyle.TRUE]
    assert [(box.place, box.words) for box in learners] == [(7, "IoU 0.55")]
    assert [box.strength for box in shown.boxes if box.style is LineStyle.TRUE] == [0.35, 1.0, 0.35]


def test_the_rarer_kind_of_places_without_an_object_is_drawn_pale(one: SeenDetector, two: SeenDetector) -> None:
    np.testing.assert_array_equal(scene(one, ChapterKind.LEARNED).many, one.last.places_xyxy[[4]])
    np.testing.assert_array_equal(scene(two, ChapterKind.LEARNED).many, two.stages[0].places_xyxy[[3]])
    assert not len(scene(one, ChapterKind.LEARNED, 0).many)


def test_a_fine_grid_does_not_hide_the_picture(two: SeenDetector) -> None:
    assert scene(two, ChapterKind.LEARNED).grid == (2, 3)


def test_boxes_go_from_their_places_to_where_they_are_said(one: SeenDetector) -> None:
    first, last = scene(one, ChapterKind.BOXES, 0), scene(one, ChapterKind.BOXES, 6)

    assert [box.box_xyxy for box in first.boxes][-1] == pytest.approx(one.last.places_xyxy[0])
    assert [box.box_xyxy for box in last.boxes][-1] == pytest.approx((3, 4, 30, 34))
    arrows = scene(one, ChapterKind.BOXES).arrows
    assert len(arrows) == 3
    assert arrows[-1].start == pytest.approx((16, 16))


def test_a_step_of_suppression_shows_who_goes_and_why(one: SeenDetector) -> None:
    shown = scene(one, ChapterKind.KEPT, 0)

    gone, kept = shown.boxes[-2:]
    assert (gone.style, kept.style) == (LineStyle.GONE, LineStyle.CHOSEN)
    assert gone.words == "IoU 0.90"
    assert kept.words == "leaf  0.90"


def test_a_place_is_told_with_what_it_learns_and_what_becomes_of_it(one: SeenDetector, two: SeenDetector) -> None:
    rows = dict(place_rows(one, chosen(one), ChosenPlace(0, 1)))

    assert rows["Place"] == "map 1, row 1, column 2"
    assert rows["Learns"] == "leaf (1 of 3)"
    assert rows["Why"] == "IoU 0.40, the best of its object"
    assert rows["NMS"] == "goes: IoU 0.90 with 0.90"
    assert "Objectness" not in rows
    anchor = dict(place_rows(two, chosen(two), ChosenPlace(0, 4)))
    assert (anchor["NMS"], anchor["Objectness"], anchor["Moves"]) == ("proposal 2", "0.80", "+2.0, +3.0 px")
    assert dict(place_rows(two, chosen(two), ChosenPlace(0, 3)))["Learns"] == "nothing"
    assert dict(place_rows(one, chosen(one), ChosenPlace(0, 3)))["NMS"] == "score below 0.30"


def test_scores_and_suppressed_boxes_of_a_place_are_listed(one: SeenDetector, two: SeenDetector) -> None:
    assert [(bar.name, bar.value) for bar in score_bars(one, ChosenPlace(0, 7))] == [("nut", "0.80"), ("leaf", "0.00")]
    assert [bar.name for bar in score_bars(two, ChosenPlace(0, 0))] == ["an object"]
    assert [(row.label, round(row.score, 2)) for row in suppressed_rows(one, chosen(one), 0)] == [("leaf", 0.6)]


def test_classes_are_counted_without_crowds(one: SeenDetector) -> None:
    assert [(row.name, row.truth, row.kept, row.suppressed) for row in class_rows(one, chosen(one))] == [
        ("leaf", 1, 1, 1),
        ("nut", 1, 1, 0),
    ]
