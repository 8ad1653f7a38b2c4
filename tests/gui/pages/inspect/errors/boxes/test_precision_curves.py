"""Precision and recall of an evaluated split, and single objects of a curve."""

import numpy as np
import pytest

from gui.charts.point_curves import CurvePoint
from gui.pages.inspect.errors.boxes.precision_curves import SplitCurves
from gui.pages.inspect.errors.boxes.shown_object import LabelledBox
from tests.gui.pages.inspect.errors.boxes.evaluations import BESIDE, LEAF, NUT, evaluated_boxes_of


def test_every_point_is_a_found_object_best_first() -> None:
    curves = SplitCurves.of(evaluated_boxes_of(), 0.5, LEAF)

    (leaf, interpolated) = curves.point_curves()

    assert leaf.x.tolist() == [0.5, 0.5, 0.5, 1.0]
    assert leaf.y.tolist() == pytest.approx([1, 1 / 2, 1 / 3, 2 / 4])
    assert not interpolated.has_points
    assert curves.average_precision == pytest.approx(float(np.mean(interpolated.y)))


def test_a_higher_iou_asks_for_boxes_that_lie_better() -> None:
    curves = SplitCurves.of(evaluated_boxes_of(), 0.75, LEAF)

    assert curves.point_curves()[0].x.tolist() == [0.5, 0.5, 0.5, 0.5]


def test_the_mean_counts_classes_alike() -> None:
    curves = SplitCurves.of(evaluated_boxes_of(), 0.5, None)

    assert [curve.name for curve in curves.point_curves()] == ["leaf", "nut", "Mean of all classes"]
    leaf = SplitCurves.of(curves.evaluated, 0.5, LEAF)
    assert curves.average_precision == pytest.approx((leaf.average_precision or 0) / 2)


def test_the_best_score_is_that_of_the_highest_f1() -> None:
    curves = SplitCurves.of(evaluated_boxes_of(), 0.5, LEAF)

    score, f1 = curves.best() or (0.0, 0.0)

    assert (round(score, 3), round(f1, 3)) == (0.9, 0.667)
    at_best = curves.against_score("f1")[89]
    assert at_best == pytest.approx(0.667, abs=1e-3)
    assert curves.against_score("precision")[100] != curves.against_score("precision")[100]  # nothing is kept there


def test_a_class_without_any_answer_has_no_best_score() -> None:
    curves = SplitCurves.of(evaluated_boxes_of(), 0.5, NUT)

    assert curves.best() is None
    assert curves.point_at(0.3, None) is None


def test_an_object_is_told_with_its_rank_and_what_it_brings() -> None:
    curves = SplitCurves.of(evaluated_boxes_of(), 0.5, LEAF)

    assert curves.describe(CurvePoint(0, 1)) == (
        "leaf, false", ("score 0.800, rank 2 of 4", "precision 50.0 %", "recall 50.0 %"),
    )  # fmt: skip
    assert curves.point_at(0.65, None) == CurvePoint(0, 2)
    assert curves.image_of(CurvePoint(0, 3)) == "1.png"


def test_the_objects_around_a_point_stand_in_the_order_of_their_ranks() -> None:
    shown = SplitCurves.of(evaluated_boxes_of(), 0.5, LEAF).around(CurvePoint(0, 2))

    assert shown.chosen == 2
    assert [one.caption for one in shown.objects or ()] == [
        "1 · hit 0.90 · IoU 1.00",
        "2 · false 0.80 · IoU 0.00",
        "3 · false 0.70 · IoU 1.00",
        "4 · hit 0.60 · IoU 0.60",
    ]
    assert [shape.token for one in shown.objects or () for shape in one.shapes] == [
        "", "success", "accent", "", "picture_warning", "", "success",
    ]  # fmt: skip


def test_false_objects_suggest_what_would_make_them_right() -> None:
    shown = SplitCurves.of(evaluated_boxes_of(), 0.75, LEAF).around(CurvePoint(0, 0))

    right, nothing, nut, beside = (one.suggestion for one in shown.objects or ())

    assert right is None
    assert nothing is not None
    assert nothing.given is None
    assert nut is not None
    assert (nut.given and nut.given.label, nut.after and nut.after.label) == ("nut", "leaf")
    assert beside is not None
    assert beside.after == LabelledBox("leaf", BESIDE)
