import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from engine.data.synthetic.scene import Scene, draw_scene
from models.boxes.overlaps import iou, pairwise
from models.selective_search.proposing import FAST, SINGLE, SearchMode, propose_boxes


def squares() -> np.ndarray:
    picture = np.full((60, 80, 3), 230, np.uint8)
    picture[10:30, 10:34] = (200, 30, 30)
    picture[30:52, 50:72] = (30, 60, 200)
    return picture


def best_overlaps(scene: Scene, mode: SearchMode, *, enlarged: int) -> list[float]:
    """For each object how far the best box covers it."""
    height, width = scene.pixels.shape[:2]
    large = np.asarray(Image.fromarray(scene.pixels).resize((width * enlarged, height * enlarged)))
    boxes = propose_boxes(large, mode=mode, most=2000, least_side_px=4 * enlarged) / enlarged
    true = np.array([drawn.box_xyxy for drawn in scene.objects], np.float32).reshape(-1, 4)
    return np.asarray(pairwise(iou, boxes, true)).max(axis=0).tolist()


@pytest.mark.parametrize("mode", [SINGLE, FAST], ids=["single", "fast"])
def test_squares_on_plain_ground_are_proposed_to_the_pixel(mode: SearchMode) -> None:
    found = propose_boxes(squares(), mode=mode, most=500, least_side_px=8).tolist()

    assert [10, 10, 34, 30] in found
    assert [50, 30, 72, 52] in found


def test_objects_of_scenes_are_among_the_proposals() -> None:
    scenes = [draw_scene(1, number, side=160) for number in range(4)]

    fast, single = (
        [one for scene in scenes for one in best_overlaps(scene, mode, enlarged=2)] for mode in (FAST, SINGLE)
    )

    assert np.mean(np.array(fast) >= 0.5) >= 0.95
    assert np.mean(fast) > np.mean(single)


def test_no_box_comes_twice_nor_is_too_small() -> None:
    boxes = propose_boxes(draw_scene(1, 2, side=96).pixels, mode=FAST, most=2000, least_side_px=10)

    assert len(np.unique(boxes, axis=0)) == len(boxes) > 50
    assert (boxes[:, 2:] - boxes[:, :2]).min() >= 10


def test_the_first_of_many_are_the_first_of_all() -> None:
    picture = draw_scene(1, 2, side=96).pixels

    some, all_of_them = (propose_boxes(picture, mode=SINGLE, most=most, least_side_px=4) for most in (5, 500))

    assert_array_equal(some, all_of_them[:5])


def test_the_same_seed_gives_the_same_boxes_in_the_same_order() -> None:
    picture = draw_scene(1, 3, side=96).pixels

    one, again, other = (propose_boxes(picture, mode=FAST, most=300, least_side_px=4, seed=seed) for seed in (1, 1, 2))

    assert_array_equal(one, again)
    assert not np.array_equal(one[:20], other[:20])


def test_an_empty_picture_gives_its_own_box() -> None:
    boxes = propose_boxes(np.zeros((20, 30, 3), np.uint8), mode=FAST, most=10, least_side_px=4)

    assert_array_equal(boxes, [[0, 0, 30, 20]])
