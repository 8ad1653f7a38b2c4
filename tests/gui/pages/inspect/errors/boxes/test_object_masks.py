"""Errors of objects whose pixels are known: read from the evaluation, judged by masks, and drawn as masks."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.contract.annotations import AnnotationKind
from engine.contract.boxes import MASK_OVERLAPS_FILE, OBJECT_MASKS_FILE
from engine.ops.detections.suspects import BoxDoubt
from engine.ops.mask_difference import Difference
from gui.pages.inspect.errors.boxes.classes import BoxClassRow, BoxClassTable
from gui.pages.inspect.errors.boxes.compared import curves_of, suspects_of
from gui.pages.inspect.errors.boxes.confusion_cells import SplitConfusion
from gui.pages.inspect.errors.boxes.kind_objects import objects_of_kind
from gui.pages.inspect.errors.boxes.kinds import kind_rows
from gui.pages.inspect.errors.boxes.metrics import BoxMetricsRow
from gui.pages.inspect.errors.boxes.object_tiles import ObjectPlace, shown_object
from gui.pages.inspect.errors.boxes.picture_shapes import shapes_of_pictures
from gui.pages.inspect.errors.boxes.suspect_boxes import SplitSuspects
from gui.viewer.mask_layers import DIFFERENCE_TOKENS
from tests.gui.pages.inspect.errors.boxes.masked_evaluation import (
    IN_LOWER,
    IN_UPPER,
    read_masked,
    write_masked_evaluation,
)

ALL_KINDS = frozenset(Difference)
LEAF, BACKGROUND = 0, 2


def test_of_two_objects_in_one_box_the_one_with_the_found_mask_is_hit(tmp_path: Path) -> None:
    write_masked_evaluation(tmp_path)

    evaluated = read_masked(tmp_path)
    (shapes,) = shapes_of_pictures(evaluated, evaluated.judged, (0,), ALL_KINDS).values()

    assert (evaluated.noun, evaluated.many) == ("mask", "masks")
    hit, missed = shapes
    assert [one.token for one in shapes] == [DIFFERENCE_TOKENS[Difference.HIT], DIFFERENCE_TOKENS[Difference.MISS]]
    assert {one.kind for one in shapes} == {AnnotationKind.MASK}
    assert hit.mask is not None
    assert hit.mask.holds(*IN_LOWER)
    assert missed.mask is not None


def test_a_missed_object_has_its_own_pixels_where_another_one_has_the_same_box(tmp_path: Path) -> None:
    write_masked_evaluation(tmp_path, pictures=2)

    evaluated = read_masked(tmp_path)
    (missed, _) = objects_of_kind(evaluated, "missed", "Missed").objects or ()

    (shape,) = missed.shapes
    assert shape.mask is not None
    assert (shape.mask.holds(*IN_UPPER), shape.mask.holds(*IN_LOWER)) == (True, False)


def test_curves_and_confusion_count_overlaps_of_masks(tmp_path: Path) -> None:
    write_masked_evaluation(tmp_path)

    evaluated = read_masked(tmp_path)

    assert curves_of(evaluated, 0.75)[LEAF].recalls.tolist() == [0.5]
    confusion = SplitConfusion.of(evaluated, 0.5, 0.9)
    (hit,) = confusion.objects_of(LEAF, LEAF).objects or ()
    true, found = hit.shapes
    assert true.mask is not None
    assert true.mask.holds(*IN_LOWER)
    assert found.mask is not None
    assert (true.token, found.token) == ("", DIFFERENCE_TOKENS[Difference.HIT])
    assert confusion.counts[LEAF][BACKGROUND] == 1


def test_kinds_of_errors_and_label_errors_speak_of_masks(tmp_path: Path) -> None:
    write_masked_evaluation(tmp_path)

    evaluated = read_masked(tmp_path)

    meanings = {row.outcome: row.meaning for row in kind_rows(evaluated)}
    assert meanings["localisation"] == "Near one of its class, mask IoU below 0.5"
    assert meanings["missed"] == "An object that no mask hits"
    assert "mask" in SplitSuspects.of(evaluated).verdict()


@pytest.mark.parametrize("name", [OBJECT_MASKS_FILE, MASK_OVERLAPS_FILE])
def test_without_its_masks_an_evaluation_shows_boxes(tmp_path: Path, name: str) -> None:
    folder = write_masked_evaluation(tmp_path)
    (folder / name).unlink()

    evaluated = read_masked(tmp_path)
    (shapes,) = shapes_of_pictures(evaluated, evaluated.judged, (0,), ALL_KINDS).values()

    assert evaluated.masks is None
    assert {one.kind for one in shapes} == {AnnotationKind.BOX}
    assert evaluated.noun == "box"


def test_masks_of_other_objects_are_not_taken_for_those_of_an_evaluation(tmp_path: Path) -> None:
    folder = write_masked_evaluation(tmp_path)
    overlaps = np.load(folder / MASK_OVERLAPS_FILE)
    overlaps[0, 1] = 7
    np.save(folder / MASK_OVERLAPS_FILE, overlaps)

    assert read_masked(tmp_path).masks is None


def test_a_damaged_mask_leaves_its_box(tmp_path: Path) -> None:
    folder = write_masked_evaluation(tmp_path)
    lines = np.load(folder / OBJECT_MASKS_FILE)
    lines[0] = 250
    np.save(folder / OBJECT_MASKS_FILE, lines)

    evaluated = read_masked(tmp_path)
    (shapes,) = shapes_of_pictures(evaluated, evaluated.judged, (0,), ALL_KINDS).values()

    assert [one.kind for one in shapes] == [AnnotationKind.MASK, AnnotationKind.BOX]


def test_the_numbers_of_an_evaluation_of_masks_are_those_of_masks(qtbot: QtBot, tmp_path: Path) -> None:
    write_masked_evaluation(tmp_path)
    numbers = BoxMetricsRow()
    qtbot.addWidget(numbers)

    numbers.set_evaluated(read_masked(tmp_path))

    assert numbers.words("mask_mAP50") == "50.0 %"
    assert not numbers._values["mask_mAP50"].isHidden()
    assert numbers._values["mAP"].isHidden()


def test_the_table_of_classes_has_the_numbers_of_masks_in_place_of_those_of_boxes(qtbot: QtBot, tmp_path: Path) -> None:
    table = BoxClassTable()
    qtbot.addWidget(table)
    write_masked_evaluation(tmp_path)

    table.set_rows([BoxClassRow(0, one, None) for one in read_masked(tmp_path).evaluation.per_class])

    shown = [one.title for place, one in enumerate(table.rows_model.columns) if not table.isColumnHidden(place)]
    assert "Mask AP50" in shown
    assert "AP50" not in shown


def test_objects_that_share_a_box_and_no_pixel_are_not_drawn_twice(tmp_path: Path) -> None:
    write_masked_evaluation(tmp_path)
    evaluated = read_masked(tmp_path)

    by_masks = {one.doubt for one in suspects_of(evaluated)}
    by_boxes = {one.doubt for one in suspects_of(replace(evaluated, masks=None))}

    assert BoxDoubt.DOUBLE in by_boxes
    assert BoxDoubt.DOUBLE not in by_masks


def test_an_object_that_is_likely_not_drawn_gets_no_box_where_objects_have_outlines(tmp_path: Path) -> None:
    write_masked_evaluation(tmp_path)
    evaluated, place = read_masked(tmp_path), ObjectPlace(0, 0, None)

    of_masks = shown_object(evaluated, place, Difference.FALSE, caption="", tip="Nothing.", doubt=BoxDoubt.MISSED)
    of_boxes = shown_object(
        replace(evaluated, masks=None), place, Difference.FALSE, caption="", tip="Nothing.", doubt=BoxDoubt.MISSED
    )

    assert of_masks.suggestion is None
    assert of_masks.tip == "Nothing.\nIf the network is right, draw its outline on the Data page."
    assert of_boxes.suggestion is not None
    assert of_boxes.tip == "Nothing."
