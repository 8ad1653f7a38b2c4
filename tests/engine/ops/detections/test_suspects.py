"""Planted errors of boxes come first in the ranking of a good detector's answers."""

from dataclasses import replace

import numpy as np
import pytest

from engine.ops.detections.objects import PictureObjects, TrueBoxes, found_boxes, true_boxes
from engine.ops.detections.suspects import LIKELY, BoxDoubt, BoxSuspect, suspect_boxes

PICTURES, OBJECTS, CLASSES = 40, 6, 3
THRESHOLDS = (0.4,) * CLASSES
SIDE = 40.0


def drawn_picture(random: np.random.Generator) -> PictureObjects:
    """Six objects on a grid, each found nearly where it is, beside an unsure answer where nothing is."""
    corners = np.array([(20 + 100 * (place % 3), 20 + 100 * (place // 3)) for place in range(OBJECTS)], np.float64)
    boxes = np.concatenate([corners, corners + SIDE], axis=1)
    classes = random.integers(0, CLASSES, OBJECTS)
    moved = boxes + random.normal(0, 1.2, boxes.shape)
    scores = random.uniform(0.45, 0.95, OBJECTS)
    answers = np.concatenate([moved, [[80.0, 80, 100, 100]]])
    found = found_boxes(answers, np.append(classes, 0), np.append(scores, random.uniform(0.05, 0.35)))
    return PictureObjects(true_boxes(boxes, classes), found)


@pytest.fixture
def pictures() -> list[PictureObjects]:
    random = np.random.default_rng(0)
    return [drawn_picture(random) for _ in range(PICTURES)]


def with_sure_object(picture: PictureObjects, place: int) -> PictureObjects:
    scores = picture.found.scores.copy()
    scores[place] = 0.94
    return replace(picture, found=replace(picture.found, scores=scores))


def with_boxes(picture: PictureObjects, boxes: np.ndarray, classes: np.ndarray) -> PictureObjects:
    return replace(picture, true=true_boxes(boxes, classes))


def without(true: TrueBoxes, place: int) -> tuple[np.ndarray, np.ndarray]:
    return np.delete(true.boxes_xyxy, place, axis=0), np.delete(true.classes, place)


def first(suspects: tuple[BoxSuspect, ...], count: int) -> set[tuple[BoxDoubt, int]]:
    return {(one.doubt, one.picture) for one in suspects[:count]}


def test_correct_boxes_are_not_likely_errors(pictures: list[PictureObjects]) -> None:
    assert not [one for one in suspect_boxes(pictures, THRESHOLDS) if one.score > LIKELY]


def test_planted_errors_come_first(pictures: list[PictureObjects]) -> None:
    for number in (3, 11, 19, 27):
        pictures[number] = with_sure_object(pictures[number], 2)
    pictures[3] = with_boxes(pictures[3], *without(pictures[3].true, 2))
    other = pictures[11].true.classes.copy()
    other[2] = (other[2] + 1) % CLASSES
    pictures[11] = with_boxes(pictures[11], pictures[11].true.boxes_xyxy, other)
    shifted = pictures[19].true.boxes_xyxy.copy()
    shifted[2] += (12, 8, 12, 8)
    pictures[19] = with_boxes(pictures[19], shifted, pictures[19].true.classes)
    twice = np.concatenate([pictures[27].true.boxes_xyxy, pictures[27].true.boxes_xyxy[[2]] + 1])
    pictures[27] = with_boxes(pictures[27], twice, np.append(pictures[27].true.classes, pictures[27].true.classes[2]))

    suspects = suspect_boxes(pictures, THRESHOLDS)

    assert first(suspects, 4) == {
        (BoxDoubt.MISSED, 3), (BoxDoubt.CLASS, 11), (BoxDoubt.PLACE, 19), (BoxDoubt.DOUBLE, 27),
    }  # fmt: skip
    assert all(one.score > LIKELY for one in suspects[:4])
    assert not [one for one in suspects[4:] if one.score > LIKELY]


def test_a_suspect_names_the_box_and_what_speaks_against_it(pictures: list[PictureObjects]) -> None:
    pictures[5] = with_sure_object(pictures[5], 4)
    shifted = pictures[5].true.boxes_xyxy.copy()
    shifted[4] += (14, 0, 14, 0)
    pictures[5] = with_boxes(pictures[5], shifted, pictures[5].true.classes)

    (suspect, *_) = suspect_boxes(pictures, THRESHOLDS)

    assert (suspect.doubt, suspect.picture, suspect.true, suspect.found) == (BoxDoubt.PLACE, 5, 4, 4)
    assert 0.3 < suspect.overlap < 0.6


def test_what_lies_in_a_crowd_was_not_missed(pictures: list[PictureObjects]) -> None:
    everything = np.array([[0.0, 0, 400, 400]])
    crowd = true_boxes(everything, [0], is_crowd=[True])
    pictures[0] = replace(with_sure_object(pictures[0], 1), true=crowd)

    assert not [one for one in suspect_boxes(pictures, THRESHOLDS) if one.picture == 0]


def test_one_object_under_two_answers_was_missed_once(pictures: list[PictureObjects]) -> None:
    picture = with_sure_object(pictures[0], 2)
    again = found_boxes(
        np.concatenate([picture.found.boxes_xyxy, picture.found.boxes_xyxy[[2]]]),
        np.append(picture.found.classes, (picture.found.classes[2] + 1) % CLASSES),
        np.append(picture.found.scores, 0.9),
    )
    pictures[0] = replace(with_boxes(picture, *without(picture.true, 2)), found=again)

    missed = [one for one in suspect_boxes(pictures, THRESHOLDS) if one.doubt is BoxDoubt.MISSED and one.picture == 0]

    assert [one.found for one in missed] == [2]


def test_pictures_without_objects_have_no_suspects() -> None:
    empty = PictureObjects(true_boxes([], []), found_boxes([], [], []))

    assert suspect_boxes([empty], THRESHOLDS) == ()


def test_a_detector_without_any_hit_finds_no_usual_place() -> None:
    picture = PictureObjects(true_boxes([], []), found_boxes([[0, 0, 9, 9]], [1], [0.75]))

    (suspect,) = suspect_boxes([picture], THRESHOLDS)

    assert (suspect.doubt, suspect.score) == (BoxDoubt.MISSED, 0.75)
