"""Who finds what, counted at two thresholds, by picture and by class."""

from engine.ops.detections.objects import PictureObjects
from engine.ops.detections.paired_f1 import F1Difference
from gui.pages.runs.detectors.joining import FindKind, PairThresholds, join_detectors
from gui.pages.runs.detectors.orders import ORDERS
from gui.pages.runs.detectors.tables import class_rows, kind_rows
from gui.pages.runs.detectors.words import difference_words, verdict_on_detectors
from tests.gui.pages.runs.detectors.sample_detectors import FIRST, NUT, SECOND, A, B, C, answers, objects, result

HALF = PairThresholds(0.5, 0.5)


def test_objects_are_found_by_both_by_one_or_by_neither() -> None:
    joined = join_detectors(answers("old", FIRST), answers("new", SECOND), [A, B, C])

    tally = joined.match(iou=0.5).tally(HALF)

    assert [picture.image for picture in joined.pictures] == [A, B, C]
    assert tally.of_pictures.tolist() == [[1, 0, 2, 0, 0, 0], [0, 1, 0, 0, 1, 0], [0] * 6]
    assert tally.of_classes.tolist() == [[1, 1, 1, 0, 1, 0], [0, 0, 1, 0, 0, 0]]
    assert tally.differences.tolist() == [2, 0, 0]


def test_each_threshold_acts_on_its_own_detector() -> None:
    matched = join_detectors(answers("old", FIRST), answers("new", SECOND), [A, B, C]).match(iou=0.5)

    totals = matched.tally(PairThresholds(0.1, 0.6)).totals

    assert totals[FindKind.BOTH] == 2
    assert totals[FindKind.ONLY_FIRST] == 1
    assert totals[FindKind.NEITHER] == 1
    assert totals[FindKind.FALSE_FIRST] == 2
    assert totals[FindKind.FALSE_SECOND] == 0


def test_f1_counts_hits_false_boxes_and_missed_objects() -> None:
    tally = join_detectors(answers("old", FIRST), answers("new", SECOND), [A, B, C]).match(iou=0.5).tally(HALF)

    assert tally.f1 == (2 * 2 / (2 * 2 + 1 + 2), 2 * 3 / (2 * 3 + 0 + 1))


def test_classes_are_matched_by_name() -> None:
    other = answers("new", {A: [(box, 1 - one, score) for box, one, score in SECOND[A]]}, classes=("leaf", "nut"))
    swapped = {A: (result(A), _swapped_truth())}
    second = type(other)(other.name, other.classes, other.threshold, swapped)

    joined = join_detectors(answers("old", FIRST), second, [A])

    assert joined.classes == ("nut", "leaf")
    assert joined.match(iou=0.5).tally(HALF).of_pictures.tolist() == [[1, 0, 2, 0, 0, 0]]


def _swapped_truth() -> PictureObjects:
    truth = [((0.0, 0.0, 10.0, 10.0), 1), ((12.0, 0.0, 22.0, 10.0), 0), ((0.0, 12.0, 10.0, 22.0), 1)]
    return objects(A, [(box, 1 - one, score) for box, one, score in SECOND[A]], truth=truth)


def test_a_picture_that_was_relabelled_between_the_evaluations_is_left_out() -> None:
    second = answers("new", SECOND)
    changed = dict(second.found) | {B: (result(B), objects(B, SECOND[B], truth=[(NUT, 1)]))}

    joined = join_detectors(
        answers("old", FIRST), type(second)(second.name, second.classes, second.threshold, changed), [A, B, C, "d.png"]
    )

    assert [picture.image for picture in joined.pictures] == [A, C]
    assert (joined.relabelled, joined.unanswered) == (1, 1)


def test_pictures_are_sorted_by_difference_or_by_what_was_chosen() -> None:
    tally = join_detectors(answers("old", FIRST), answers("new", SECOND), [A, B, C]).match(iou=0.5).tally(HALF)
    by_difference, first_better = ORDERS[0], ORDERS[1]

    assert by_difference.places(tally, None) == [0, 1, 2]
    assert first_better.places(tally, None) == [1, 2, 0]
    assert by_difference.places(tally, FindKind.FALSE_FIRST) == [1]
    assert by_difference.places(tally, FindKind.NEITHER) == []


def test_rows_count_boxes_and_the_pictures_they_are_on() -> None:
    joined = join_detectors(answers("old", FIRST), answers("new", SECOND), [A, B, C])
    tally = joined.match(iou=0.5).tally(HALF)

    kinds = {row.kind: (row.objects, row.pictures) for row in kind_rows(tally)}
    classes = [(row.name, row.first, row.second, row.objects) for row in class_rows(tally, joined.classes)]

    assert kinds[FindKind.ONLY_SECOND] == (2, 1)
    assert kinds[FindKind.FALSE_FIRST] == (1, 1)
    assert classes == [("leaf", 0, 1, 1), ("nut", 2, 2, 3)]


def test_words_say_who_is_ahead_and_whether_that_may_be_chance() -> None:
    clear = verdict_on_detectors(F1Difference(0.6, 0.7, 0.05, 0.15), "old", "new")
    unclear = verdict_on_detectors(F1Difference(0.7, 0.6, -0.25, 0.05), "old", "new")

    assert clear.headline == "new is 10.0 points of F1 ahead"
    assert clear.reasons.startswith("This is hardly chance")
    assert "5.0 to 15.0 points" in clear.reasons
    assert unclear.headline == "old is 10.0 points of F1 ahead"
    assert unclear.reasons.startswith("This may be chance")
    assert (difference_words(2), difference_words(-1), difference_words(0)) == (
        "B ahead by 2", "A ahead by 1", "equal",
    )  # fmt: skip
