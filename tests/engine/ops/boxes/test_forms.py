import numpy as np
import pytest
from keras import ops

from models.boxes.areas import box_areas, box_sizes
from models.boxes.clipping import clip_boxes
from models.boxes.forms import centres_to_corners, coco_to_corners, corners_to_centres, corners_to_coco
from tests.engine.ops.boxes.plain_boxes import drawn_boxes

BOX = [10.0, 20.0, 40.0, 60.0]


def values(tensor: object) -> list[float]:
    return ops.convert_to_numpy(tensor).tolist()


def test_a_worked_box_in_its_three_forms() -> None:
    assert values(corners_to_centres(BOX)) == [25.0, 40.0, 30.0, 40.0]
    assert values(corners_to_coco(BOX)) == [10.0, 20.0, 30.0, 40.0]


@pytest.mark.parametrize(
    ("there", "back"), [(corners_to_centres, centres_to_corners), (corners_to_coco, coco_to_corners)]
)
def test_every_form_leads_back_to_the_corners(there: object, back: object) -> None:
    boxes = drawn_boxes(np.random.default_rng(1), (3, 5))

    assert values(back(there(boxes))) == boxes.tolist()  # type: ignore[operator]  # functions of a table


def test_whole_pixels_may_be_integers() -> None:
    assert values(corners_to_centres(np.array([[1, 2, 4, 4]]))) == [[2.5, 3.0, 3.0, 2.0]]


def test_boxes_without_area_or_inside_out_have_area_zero() -> None:
    boxes = [BOX, [5, 5, 5, 9], [5, 5, 5, 5], [9, 9, 5, 5]]

    assert values(box_areas(boxes)) == [1200.0, 0.0, 0.0, 0.0]
    assert values(box_sizes(boxes)) == [[30.0, 40.0], [0.0, 4.0], [0.0, 0.0], [0.0, 0.0]]


def test_boxes_are_cut_at_the_borders_of_their_picture() -> None:
    boxes = [[-5, -5, 3, 4], [90, 40, 120, 60], [0, 0, 100, 50], [200, -9, 210, -3]]

    cut = values(clip_boxes(boxes, width_px=100, height_px=50))

    assert cut == [[0, 0, 3, 4], [90, 40, 100, 50], [0, 0, 100, 50], [100, 0, 100, 0]]
