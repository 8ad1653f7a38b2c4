"""Mosaics: pixels and boxes of four pictures move together, as plain NumPy says where."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.augment.chance import Chance
from engine.data.augment.labels import LEAST_VISIBLE
from engine.data.augment.mixing import Mixing
from engine.data.augment.mosaic import LEAST_SHARE, Mosaics, compose_mosaics, draw_mosaics, place_boxes
from tests.engine.data.augment.settings import OFF, only

WIDTH, HEIGHT = 80, 64


def drawn(count: int = 6, *, seed: int = 1, epoch: int = 0, share: float = 1.0) -> Mosaics:
    positions = np.arange(count)
    chance = Chance(seed=seed, epoch=epoch, positions=positions)
    return draw_mosaics(only(mosaic=share), chance, positions, count=count, size=(WIDTH, HEIGHT))


@given(seed=st.integers(0, 10_000), epoch=st.integers(0, 500))
def test_four_tiles_cover_the_picture_once(seed: int, epoch: int) -> None:
    mosaics = drawn(seed=seed, epoch=epoch)

    for tiles in mosaics.tiles:
        covered = np.zeros((HEIGHT, WIDTH), int)
        for left, top, right, bottom in tiles:
            covered[top:bottom, left:right] += 1
        assert (covered == 1).all()
        assert tiles[0, 2] >= LEAST_SHARE * WIDTH - 1
        assert tiles[0, 3] <= (1 - LEAST_SHARE) * HEIGHT + 1


@given(seed=st.integers(0, 10_000))
def test_parts_lie_in_their_pictures_and_are_never_enlarged(seed: int) -> None:
    mosaics = drawn(seed=seed)

    parts, sides = mosaics.parts, mosaics.tiles[..., 2:] - mosaics.tiles[..., :2]
    assert parts.min() >= -1e-9
    assert (parts[..., 2:] <= np.array([WIDTH, HEIGHT]) + 1e-9).all()
    scales = sides / (parts[..., 2:] - parts[..., :2])
    assert scales.max() <= 1 + 1e-9
    assert np.allclose(scales[..., 0], scales[..., 1])


def test_the_first_tile_is_the_picture_itself_and_others_come_from_everywhere() -> None:
    mosaics = drawn(40)

    assert mosaics.sources[:, 0].tolist() == list(range(40))
    assert len(np.unique(mosaics.sources[:, 1:])) > 20
    assert mosaics.sources.max() < 40


def test_a_share_of_the_pictures_is_put_together() -> None:
    assert len(drawn(2000, share=0.3).samples) == pytest.approx(600, abs=80)
    assert len(drawn(20, share=0.0).samples) == 0


def independent_boxes(boxes: np.ndarray, part: np.ndarray, tile: np.ndarray) -> list[list[float] | None]:
    """Box by box, in plain numbers."""
    placed: list[list[float] | None] = []
    factor = (float(tile[2]) - float(tile[0])) / float(part[2] - part[0])
    for x_min, y_min, x_max, y_max in boxes.astype(float):
        left, right = ((x - part[0]) * factor + tile[0] for x in (x_min, x_max))
        top, bottom = ((y - part[1]) * factor + tile[1] for y in (y_min, y_max))
        x0, x1 = max(left, tile[0]), min(right, tile[2])
        y0, y1 = max(top, tile[1]), min(bottom, tile[3])
        seen = max(0.0, x1 - x0) * max(0.0, y1 - y0)
        is_kept = seen > 0 and seen >= LEAST_VISIBLE * (right - left) * (bottom - top)
        placed.append([x0, y0, x1, y1] if is_kept else None)
    return placed


@given(seed=st.integers(0, 10_000), count=st.integers(0, 12))
def test_boxes_lie_where_plain_numbers_say(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    first = random.uniform(0, [WIDTH - 1, HEIGHT - 1], (count, 2))
    last = first + random.uniform(0.5, 1, (count, 1)) * (np.array([WIDTH, HEIGHT]) - first)
    boxes = np.concatenate([first, last], axis=1).astype(np.float32)
    mosaics = drawn(1, seed=seed)

    for part, tile in zip(mosaics.parts[0], mosaics.tiles[0], strict=True):
        expected = independent_boxes(boxes, part, tile)
        placed, kept = place_boxes(boxes, np.zeros(count, np.bool_), part=part, tile=tile)

        assert kept.tolist() == [number for number, one in enumerate(expected) if one is not None]
        assert np.allclose(placed, np.array([one for one in expected if one]).reshape(-1, 4), atol=1e-3)


def test_of_a_crowd_whatever_is_in_the_tile_stays() -> None:
    boxes = np.array([[0, 0, 40, 40], [0, 0, 40, 40]], np.float32)
    part, tile = np.array([35.0, 35.0, 75.0, 60.0]), np.array([0, 0, 40, 25])

    placed, kept = place_boxes(boxes, np.array([False, True]), part=part, tile=tile)

    assert kept.tolist() == [1]
    assert placed.tolist() == [[0, 0, 5, 5]]


def test_a_box_without_area_and_a_picture_without_boxes_give_none() -> None:
    part, tile = np.array([0.0, 0.0, 80.0, 64.0]), np.array([0, 0, 40, 32])

    assert len(place_boxes(np.zeros((0, 4), np.float32), np.zeros(0, np.bool_), part=part, tile=tile)[1]) == 0
    assert len(place_boxes(np.full((1, 4), 9, np.float32), np.zeros(1, np.bool_), part=part, tile=tile)[1]) == 0


def rectangles(count: int, channels: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Grey pictures with one bright rectangle each, and where it is."""
    random = np.random.default_rng(4)
    pictures = np.full((count, HEIGHT, WIDTH, channels), 40, np.uint8)
    boxes = np.zeros((count, 4), np.float32)
    for number in range(count):
        left, top = random.integers(4, 40, 2)
        width, height = random.integers(10, 20, 2)
        pictures[number, top : top + height, left : left + width] = 240
        boxes[number] = left, top, left + width, top + height
    return pictures, boxes


@pytest.mark.parametrize("channels", [1, 3])
def test_rectangles_are_found_again_where_their_boxes_are(channels: int) -> None:
    pictures, boxes = rectangles(12, channels)
    mosaics = drawn(12, seed=3)

    composed = compose_mosaics(pictures, mosaics, read=pictures.__getitem__)

    found = 0
    for picture, sources, parts, tiles in zip(composed, mosaics.sources, mosaics.parts, mosaics.tiles, strict=True):
        for source, part, tile in zip(sources, parts, tiles, strict=True):
            placed, _ = place_boxes(boxes[source][None], np.zeros(1, np.bool_), part=part, tile=tile)
            left, top, right, bottom = tile
            rows, columns = np.nonzero(picture[top:bottom, left:right, 0] > 140)
            for box in placed:
                seen = [left + columns.min(), top + rows.min(), left + columns.max() + 1, top + rows.max() + 1]
                assert seen == pytest.approx(box, abs=1.01)
                found += 1
    assert found > 20


def test_the_given_pictures_are_left_alone() -> None:
    pictures, _ = rectangles(4)
    before = pictures.copy()

    compose_mosaics(pictures, drawn(4), read=pictures.__getitem__)

    assert np.array_equal(pictures, before)


def test_one_picture_is_put_together_of_itself() -> None:
    pictures, _ = rectangles(1)

    mosaics = drawn(1)

    assert mosaics.sources.tolist() == [[0, 0, 0, 0]]
    assert compose_mosaics(pictures, mosaics, read=pictures.__getitem__).shape == pictures.shape


def test_the_last_epochs_show_whole_pictures() -> None:
    config, mixing = only(mosaic=1.0, mosaic_off=0.2), Mixing(has_boxes=True, epochs=10)

    assert [mixing.has_mosaics(config, epoch) for epoch in range(10)] == [True] * 8 + [False] * 2
    assert Mixing(has_boxes=True).has_mosaics(config, 1000)
    assert not Mixing(has_boxes=False).has_mosaics(config, 0)
    assert not mixing.has_mosaics(OFF, 0)
