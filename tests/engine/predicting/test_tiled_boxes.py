"""Large pictures in overlapping tiles: what covers them, what is cut, and small objects that only tiles show."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from scipy import ndimage

from engine.contract.looking import Looking
from engine.data.fitting import Placement
from engine.dataset.pictures.regions.source import Region
from engine.model_store import LoadedRun, load_run
from engine.ops.boxes.finding import Choice
from engine.ops.boxes.mask_pasting import paste_part
from engine.ops.detections.mask_parts import MaskPart
from engine.ops.detections.objects import found_boxes, overlaps_of
from engine.predicting import boxes as predicting
from engine.predicting import tiled_boxes
from engine.predicting.tiled_boxes import (
    MaskedBoxes,
    TileBoxes,
    cut_by_borders,
    find_in_tiles,
    merge_tiles,
    tile_regions,
)
from tests.engine.sample_run import write_run

WINDOW = (40, 60)


@given(st.integers(1, 300), st.integers(1, 300), st.floats(0, 0.6))
def test_tiles_cover_every_pixel_and_overlap(height: int, width: int, overlap: float) -> None:
    regions = tile_regions(height, width, window=WINDOW, overlap=overlap)

    seen = np.zeros((height, width), bool)
    for one in regions:
        seen[one.top : one.bottom, one.left : one.right] = True
        assert one.shape == (min(WINDOW[0], height), min(WINDOW[1], width))
    assert seen.all()
    lefts = sorted({one.left for one in regions})
    assert all(after - before <= WINDOW[1] * (1 - overlap) for before, after in pairwise(lefts))


def test_a_small_picture_is_one_tile() -> None:
    assert tile_regions(30, 60, window=WINDOW) == [Region(top=0, bottom=30, left=0, right=60)]


def test_a_box_is_cut_by_inner_borders_only() -> None:
    region = Region(top=0, bottom=40, left=50, right=110)
    boxes = np.array([[50, 5, 70, 20], [60, 0, 70, 20], [60, 30, 70, 40], [90, 5, 110, 20]], np.float64)

    assert cut_by_borders(boxes, region, height=200, width=200).tolist() == [True, False, True, True]
    assert cut_by_borders(boxes, region, height=40, width=110).tolist() == [True, False, False, False]


def tile(rows: Sequence[tuple[float, ...]], cut: Sequence[bool]) -> TileBoxes:
    """Rows of corners, class and score."""
    values = np.array(rows, np.float64).reshape(-1, 6)
    return TileBoxes(found_boxes(values[:, :4], values[:, 4], values[:, 5]), np.array(cut, np.bool_))


def test_what_is_cut_goes_where_a_neighbour_has_it_whole_even_with_a_lower_score() -> None:
    left = tile([(50, 0, 60, 20, 0, 0.9)], [True])
    right = tile([(50, 0, 80, 20, 0, 0.5), (50, 0, 60, 20, 1, 0.4)], [False, False])

    merged, masks = merge_tiles([left, right], iou_threshold=0.6)

    assert merged.boxes_xyxy.tolist() == [[50, 0, 80, 20], [50, 0, 60, 20]]
    assert merged.classes.tolist() == [0, 1]
    assert masks == ()


def test_what_is_cut_everywhere_stays() -> None:
    merged, _ = merge_tiles([tile([(0, 0, 60, 20, 0, 0.9)], [True]), tile([], [])], iou_threshold=0.6)

    assert merged.scores.tolist() == [0.9]


def test_an_object_in_two_tiles_is_one_object_with_the_better_score() -> None:
    merged, _ = merge_tiles(
        [tile([(50, 0, 80, 20, 0, 0.5)], [False]), tile([(51, 0, 80, 20, 0, 0.7)], [False])], iou_threshold=0.6
    )

    assert merged.scores.tolist() == [0.7]


def test_the_mask_of_an_object_stays_with_its_box() -> None:
    left, right = (MaskPart(x, 0, np.ones((20, 10), np.bool_)) for x in (50, 52))
    found = [
        replace(tile([(50, 0, 60, 20, 0, 0.5)], [True]), masks=(left,)),
        replace(tile([(0, 0, 9, 9, 0, 0.2), (50, 0, 80, 20, 0, 0.9)], [False, False]), masks=(left, right)),
    ]

    merged, masks = merge_tiles(found, iou_threshold=0.6)

    assert merged.scores.tolist() == [0.9, 0.2]
    assert masks == (right, left)


def test_nothing_found_is_nothing() -> None:
    assert len(merge_tiles([], iou_threshold=0.5)[0].scores) == 0


class BrightSpots:
    """Finds bright spots that are two pixels wide or more, as a detector that cannot see what is smaller."""

    def find_masked(self, prepared: np.ndarray, placements: Sequence[Placement]) -> list[MaskedBoxes]:
        return [
            self._find(picture[..., 0], placement) for picture, placement in zip(prepared, placements, strict=False)
        ]

    def _find(self, grey: np.ndarray, placement: Placement) -> MaskedBoxes:
        places = ndimage.find_objects(ndimage.label(grey > 1.5)[0])
        rows = [(x.start, y.start, x.stop, y.stop) for y, x in places if x.stop - x.start >= 2]
        corners = placement.boxes_to_original(np.array(rows, np.float64).reshape(-1, 4))
        whole = np.ones((2, 2), np.float32)
        size = placement.original_size[::-1]
        masks = tuple(paste_part(whole, corner, picture_px=size, threshold=0.1) for corner in corners)
        return found_boxes(corners, np.zeros(len(rows)), np.full(len(rows), 0.9)), masks


@pytest.fixture
def spots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[LoadedRun, Path, np.ndarray]:
    """A run that sees 16 pixels at once, a picture of 150 x 110, and the spots on it."""

    def as_numbers(_run: LoadedRun, fitted: np.ndarray) -> np.ndarray:
        return fitted / np.float32(128)

    monkeypatch.setattr(LoadedRun, "prepare", as_numbers)

    def finder(_run: LoadedRun, _choice: Choice) -> BrightSpots:
        return BrightSpots()

    for module in (tiled_boxes, predicting):
        monkeypatch.setattr(module, "finder_of", finder)
    chance = np.random.default_rng(4)
    pixels = np.full((110, 150, 3), 20, np.uint8)
    places = [(x, y) for x in range(0, 150, 15) for y in range(0, 110, 11)]
    truth = []
    for x, y in places:
        left, top = x + int(chance.integers(0, 9)), y + int(chance.integers(0, 6))
        pixels[top : top + 4, left : left + 4] = 255
        truth.append((left, top, left + 4, top + 4))
    Image.fromarray(pixels).save(tmp_path / "spots.png")
    (tmp_path / "colours").mkdir()
    run = load_run(write_run(tmp_path / "run", tmp_path / "colours").path)
    return run, tmp_path / "spots.png", np.array(truth, np.float64)


def test_small_objects_are_found_in_tiles_once_each_and_exactly(
    spots: tuple[LoadedRun, Path, np.ndarray],
) -> None:
    run, image, truth = spots
    told: list[tuple[str, int, int]] = []

    def tell(what: str, done: int, total: int) -> None:
        told.append((what, done, total))

    size, (found, masks) = find_in_tiles(run, image, Choice(score=0.3), on_progress=tell)
    whole, _ = predicting.find_in_pictures(run, [image], on_progress=tell)

    assert size == (150, 110)
    assert len(found.scores) == len(truth)
    assert (overlaps_of(truth, found.boxes_xyxy).max(axis=1) == 1).all()
    assert len(whole[0].found.scores) < len(truth) / 10
    for box, mask in zip(found.boxes_xyxy, masks, strict=True):
        height, width = mask.pixels.shape
        assert [mask.left, mask.top, mask.left + width, mask.top + height] == box.tolist()
        assert mask.pixels.all()
    assert told[0][:2] == ("Looking at tiles of spots.png", 0)


def test_looking_in_tiles_can_be_cancelled_between_tiles(spots: tuple[LoadedRun, Path, np.ndarray]) -> None:
    run, image, _ = spots

    def cancel(_what: str, done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_in_tiles(run, image, Choice(score=0.3), on_progress=cancel)


def test_a_run_looks_in_tiles_where_it_is_asked_to(spots: tuple[LoadedRun, Path, np.ndarray], tmp_path: Path) -> None:
    run, image, _ = spots
    in_tiles = replace(run, looking=Looking(in_tiles=True))
    (tmp_path / "broken.png").write_bytes(b"")
    told: list[str] = []

    def tell(what: str, _done: int, _total: int) -> None:
        told.append(what)

    found, problems = predicting.find_in_pictures(in_tiles, [image, tmp_path / "broken.png"], on_progress=tell)

    assert [each.size for each in found] == [(150, 110)]
    assert len(found[0].masks) == len(found[0].found.scores) > 0
    assert list(problems) == [str(tmp_path / "broken.png")]
    assert "Looking at tiles of spots.png" in told
