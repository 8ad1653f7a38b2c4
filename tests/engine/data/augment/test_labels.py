"""Labels stay on what they are drawn on, through every geometric option and compositions of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import center_of_mass

from engine.contract.config import AugmentationConfig
from engine.data.augment.labels import CLASS_MASK, LEAST_VISIBLE, SampleLabels, move_labels
from engine.data.augment.maps import Turns, compose_maps
from engine.data.augment.points import move_points
from engine.data.augment.warp import Warps, random_warps, warp_pictures
from tests.engine.data.augment.settings import GEOMETRIC, KEEPS_AXES, chance, some_of

SIZE = (160, 120)
BOX = (50.0, 40.0, 110.0, 85.0)
AXIS_PRESERVING = st.lists(st.sampled_from(KEEPS_AXES), min_size=1, max_size=5, unique=True)
ANY = st.lists(st.sampled_from(list(GEOMETRIC)), min_size=1, max_size=9, unique=True)
SEEDS = st.integers(0, 10_000)


def painted(box: tuple[float, ...]) -> np.ndarray:
    mask = np.zeros(SIZE[::-1], np.uint8)
    x_min, y_min, x_max, y_max = (int(edge) for edge in box)
    mask[y_min:y_max, x_min:x_max] = 1
    return mask


def rectangle(box: tuple[float, ...]) -> np.ndarray:
    x_min, y_min, x_max, y_max = box
    return np.array([[x_min, y_min], [x_max, y_min], [x_max, y_max], [x_min, y_max]])


def boxes(*boxes_xyxy: tuple[float, ...]) -> np.ndarray:
    return np.array(boxes_xyxy, np.float32)


def extent_of_paint(picture: np.ndarray) -> np.ndarray:
    """Extent of a painted thing: where its brightness passes one half, between the centres of pixels."""
    shown = picture.astype(float) / 255
    (left, right), (top, bottom) = edges_of(shown.max(axis=0)), edges_of(shown.max(axis=1))
    return np.array([left, top, right, bottom])


def edges_of(brightness: np.ndarray) -> tuple[float, float]:
    inside = np.flatnonzero(brightness >= 0.5)
    first, last = int(inside[0]), int(inside[-1])
    is_cut_before, is_cut_behind = first == 0, last == len(brightness) - 1
    start = 0.0 if is_cut_before else first + 0.5 - _share(brightness[first - 1], brightness[first])
    end = last + 1.0 if is_cut_behind else last + 0.5 + _share(brightness[last + 1], brightness[last])
    return start, end


def _share(outside: float, inside: float) -> float:
    """How far from the centre of the pixel inside, towards the one outside, brightness is one half."""
    return (inside - 0.5) / (inside - outside)


def iou(one: np.ndarray, other: np.ndarray) -> float:
    sides = np.maximum(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0)
    areas = [np.prod(box[2:] - box[:2]) for box in (one, other)]
    return float(np.prod(sides) / (sum(areas) - np.prod(sides)))


def warp_of(config: AugmentationConfig, seed: int) -> Warps:
    return random_warps(config, chance(1, seed=seed), size=SIZE)


def turned(turns: Turns) -> Warps:
    return Warps(maps=compose_maps(turns, count=1, size=SIZE), size=SIZE)


def check_axis_preserving(config: AugmentationConfig, seed: int) -> None:
    warp = warp_of(config, seed)
    picture = warp_pictures(painted(BOX)[None, ..., None] * np.uint8(255), warp)[0, ..., 0]

    moved = move_labels(SampleLabels(boxes=boxes(BOX)), warp)

    assert len(moved.kept) == 1
    assert iou(moved.labels.boxes[0], extent_of_paint(picture)) >= 0.95


def check_any(config: AugmentationConfig, seed: int, *, has_ring: bool) -> None:
    warp = warp_of(config, seed)
    rings = ((rectangle(BOX),),) if has_ring else ()

    moved = move_labels(SampleLabels(boxes=boxes(BOX), rings=rings), warp)

    mask = move_labels(SampleLabels(masks=painted(BOX)[None], mask_objects=(CLASS_MASK,)), warp, outside=0)
    # A curved edge lies beyond the straight pieces of its outline.
    tolerance_px = 2 if config.elastic else 1
    if len(moved.kept):
        x_min, y_min, x_max, y_max = moved.labels.boxes[0]
        rows, columns = np.nonzero(mask.labels.masks[0])
        assert x_min - tolerance_px <= columns.min()
        assert y_min - tolerance_px <= rows.min()
        assert columns.max() + 1 <= x_max + tolerance_px
        assert rows.max() + 1 <= y_max + tolerance_px


@pytest.mark.parametrize("option", KEEPS_AXES)
@pytest.mark.parametrize("seed", range(10))
def test_the_box_of_a_painted_rectangle_is_the_moved_box(option: str, seed: int) -> None:
    check_axis_preserving(some_of(option), seed)


@settings(max_examples=60)
@given(options=AXIS_PRESERVING, seed=SEEDS)
def test_boxes_are_exact_in_compositions_that_keep_axes(options: list[str], seed: int) -> None:
    config = some_of(*options).model_copy(update={"shift": 0.05, "crop": 0.3} if "crop" in options else {})

    check_axis_preserving(config, seed)


@pytest.mark.parametrize("has_ring", [True, False])
@pytest.mark.parametrize("option", sorted(set(GEOMETRIC) - set(KEEPS_AXES)))
@pytest.mark.parametrize("seed", range(10))
def test_the_box_holds_the_moved_mask(option: str, seed: int, *, has_ring: bool) -> None:
    check_any(some_of(option), seed, has_ring=has_ring)


@settings(max_examples=100)
@given(options=ANY, seed=SEEDS, has_ring=st.booleans())
def test_the_box_holds_the_mask_in_any_composition(options: list[str], seed: int, *, has_ring: bool) -> None:
    check_any(some_of(*options), seed, has_ring=has_ring)


@settings(max_examples=100)
@given(options=ANY, seed=SEEDS)
def test_points_stay_on_their_mark(options: list[str], seed: int) -> None:
    warp = warp_of(some_of(*options), seed)
    marks = np.zeros((*SIZE[::-1], 1), np.uint8)
    marks[57:60, 77:80] = 255

    point = move_labels(SampleLabels(points=np.array([[78.5, 58.5]])), warp).labels.points[0]

    is_well_inside = bool((point > 8).all() and (point < np.array(SIZE) - 8).all())
    if is_well_inside:
        y, x = center_of_mass(warp_pictures(marks[None], warp)[0, ..., 0])
        assert (x + 0.5, y + 0.5) == pytest.approx(point, abs=0.5)


@settings(max_examples=100)
@given(options=ANY, seed=SEEDS)
def test_points_lie_where_their_pixels_came_from(options: list[str], seed: int) -> None:
    warp = warp_of(some_of(*options), seed)
    columns, rows = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    places = np.stack([columns, rows], axis=-1).astype(np.uint8)[None]
    old = np.random.default_rng(seed).uniform([10, 10], [150, 110], (30, 2))

    new = move_points(old, warp)

    shown = warp_pictures(places, warp)[0]
    is_inside = ((new > 1) & (new < np.array(SIZE) - 1)).all(axis=1)
    found = [_sampled(shown, x - 0.5, y - 0.5) + 0.5 for x, y in new[is_inside]]
    assert np.reshape(found, (-1, 2)) == pytest.approx(old[is_inside], abs=0.5)


@settings(max_examples=60)
@given(options=ANY, seed=SEEDS)
def test_polygons_stay_on_the_edge_of_their_mask(options: list[str], seed: int) -> None:
    warp = warp_of(some_of(*options), seed)
    labels = SampleLabels(boxes=boxes(BOX), rings=((rectangle(BOX),),), masks=painted(BOX)[None], mask_objects=(0,))

    moved = move_labels(labels, warp, outside=0).labels

    if len(moved.boxes):
        area, perimeter = _area_and_perimeter(moved.rings[0])
        # Each side may be off by half a pixel.
        assert abs(int(moved.masks[0].sum()) - area) <= 0.5 * perimeter + 1


def _area_and_perimeter(rings: tuple[np.ndarray, ...]) -> tuple[float, float]:
    area = perimeter = 0.0
    for ring in rings:
        following = np.roll(ring, -1, axis=0)
        area += abs(float((ring[:, 0] * following[:, 1] - ring[:, 1] * following[:, 0]).sum())) / 2
        perimeter += float(np.hypot(*(following - ring).T).sum())
    return area, perimeter


def _sampled(picture: np.ndarray, x: float, y: float) -> np.ndarray:
    left, top = int(np.floor(x)), int(np.floor(y))
    right_share, lower_share = x - left, y - top
    upper = picture[top, left] * (1 - right_share) + picture[top, left + 1] * right_share
    lower = picture[top + 1, left] * (1 - right_share) + picture[top + 1, left + 1] * right_share
    return upper * (1 - lower_share) + lower * lower_share


def test_boxes_are_cut_at_the_edge_of_the_picture() -> None:
    moved = move_labels(SampleLabels(boxes=boxes((10, 40, 70, 60))), turned(Turns(shift_x=-20)))

    assert moved.labels.boxes.tolist() == [[0, 40, 50, 60]]


def test_objects_that_are_hardly_seen_are_left_out() -> None:
    assert LEAST_VISIBLE == 0.25
    labels = SampleLabels(
        boxes=boxes((0, 0, 40, 10), (0, 20, 44, 30), (50, 0, 60, 10)),
        rings=((), (rectangle((0, 20, 44, 30)),), ()),
        masks=np.stack([painted((0, 0, 40, 10)), painted((50, 0, 60, 10))]),
        mask_objects=(0, 2),
    )

    moved = move_labels(labels, turned(Turns(shift_x=-32)))

    assert moved.kept.tolist() == [1, 2]  # 8 of 40 columns are a fifth, 12 of 44 more than a quarter
    assert moved.labels.boxes.tolist() == [[0, 20, 12, 30], [18, 0, 28, 10]]
    assert moved.labels.mask_objects == (1,)
    assert len(moved.labels.rings[0]) == 1
    assert moved.labels.rings[1] == ()


def test_a_box_without_an_outline_is_the_extent_of_its_mask() -> None:
    disc = np.hypot(*(np.indices(SIZE[::-1]) + 0.5 - np.array([60, 80])[:, None, None])) < 30
    labels = SampleLabels(boxes=boxes((50, 30, 110, 90)), masks=disc[None].astype(np.uint8), mask_objects=(0,))

    moved = move_labels(labels, turned(Turns(radians=np.pi / 4)))

    assert moved.labels.boxes[0] == pytest.approx([50, 30, 110, 90], abs=1)


def test_the_box_of_a_box_alone_grows_with_a_turn() -> None:
    moved = move_labels(SampleLabels(boxes=boxes((60, 40, 100, 80))), turned(Turns(radians=np.pi / 4)))

    reach = 20 * np.sqrt(2)
    assert moved.labels.boxes[0] == pytest.approx([80 - reach, 60 - reach, 80 + reach, 60 + reach], abs=1e-3)


def test_a_stated_box_stays_the_moved_one_where_axes_stay() -> None:
    labels = SampleLabels(boxes=boxes((48, 38, 112, 87)), rings=((rectangle(BOX),),))

    moved = move_labels(labels, turned(Turns(mirror_x=-1, shift_y=3)))

    assert moved.labels.boxes.tolist() == [[48, 41, 112, 90]]


def test_a_picture_without_labels_stays_without() -> None:
    moved = move_labels(SampleLabels(), warp_of(some_of(*GEOMETRIC), 1))

    assert len(moved.labels.boxes) == len(moved.labels.points) == len(moved.labels.masks) == len(moved.kept) == 0


def test_every_mask_needs_its_object() -> None:
    with pytest.raises(ValueError, match="2 and 0"):
        SampleLabels(masks=np.zeros((2, 4, 4), np.uint8))
