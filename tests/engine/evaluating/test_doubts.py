"""Areas that speak against a mask are the same, whether the picture is looked at as a whole or strip by strip."""

import numpy as np
import pytest
from scipy import ndimage

from engine.contract.annotations import NO_CLASS
from engine.contract.mask_doubts import DoubtfulArea
from engine.dataset.masks.contours import outline
from engine.dataset.masks.simplifying import simplify_ring
from engine.evaluating import doubts
from engine.evaluating.doubts import MOST_AREAS, DoubtPlanes, doubtful_areas
from engine.ops.boundary_f1 import boundary_tolerance
from engine.ops.components import label_components
from engine.ops.mask_doubts import doubts_of
from engine.tiling import parts
from tests.engine.evaluating.planes import nothing, plane_of

NAMES = ("ground", "disc", "box")
SIDE = 32


def areas(true: np.ndarray, predicted: np.ndarray, confidences: np.ndarray) -> tuple[DoubtfulArea, ...]:
    against = doubts_of(true, predicted, confidences)
    with plane_of(true) as truth, plane_of(predicted) as said, plane_of(against) as doubted:
        return doubtful_areas(DoubtPlanes(truth, said, doubted), classes=NAMES, step=nothing)


def of_whole(true: np.ndarray, predicted: np.ndarray, confidences: np.ndarray) -> tuple[DoubtfulArea, ...]:
    """All pixels at once."""
    radius = max(2.0, 1.5 * boundary_tolerance(height=true.shape[0], width=true.shape[1]))
    against = (true != NO_CLASS) & (predicted != true) & (confidences >= 0.9)
    pieces = label_components(np.where(against, predicted, np.uint8(NO_CLASS)), background=None)
    numbers = [number for number in np.unique(pieces[ndimage.distance_transform_edt(against) > radius]) if number]
    sizes = np.bincount(pieces.ravel())
    return tuple(
        DoubtfulArea(
            given=NAMES[np.bincount(true[pieces == number]).argmax()],
            suggested=NAMES[predicted[pieces == number][0]],
            pixels=int(sizes[number]),
            confidence=float(confidences[pieces == number].astype(np.float64).mean()),
            rings=tuple(simplify_ring(ring, tolerance_px=1.0) for ring in outline(pieces == number)[0]),
        )
        for number in sorted(numbers, key=sizes.__getitem__, reverse=True)[:MOST_AREAS]
    )


def sure(shape: tuple[int, int], confidence: float = 0.95) -> np.ndarray:
    return np.full(shape, confidence, np.float16)


def square(value: int, *, top: int = 8, left: int = 8, side: int = 12) -> np.ndarray:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[top : top + side, left : left + side] = value
    return mask


def blobs(seed: int, *, height: int, width: int, sigma: float) -> np.ndarray:
    noise = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=(3, height, width)), (0, sigma, sigma))
    return noise.argmax(axis=0).astype(np.uint8)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("side_px", "strip_pixels"), [(1024, 2**21), (16, 300), (7, 60), (13, 2000)])
def test_areas_from_strips_are_those_of_the_whole_picture(
    seed: int, side_px: int, strip_pixels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubts, "_SIDE_PX", side_px)
    monkeypatch.setattr(parts, "STRIP_PIXELS", strip_pixels)
    rng = np.random.default_rng(seed)
    true, predicted = (blobs(seed + more, height=90, width=60, sigma=3) for more in (0, 100))
    true[rng.random(true.shape) < 0.002] = NO_CLASS
    confidences = rng.uniform(0.88, 1, true.shape).astype(np.float16)
    confidences[ndimage.uniform_filter(rng.random(true.shape), 15) < 0.48] = 0.5

    expected = of_whole(true, predicted, np.maximum(confidences, np.float16(0.9)))

    assert expected
    assert areas(true, predicted, np.maximum(confidences, np.float16(0.9))) == expected
    assert areas(true, predicted, confidences) == of_whole(true, predicted, confidences)


def test_an_area_that_winds_through_many_strips_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "STRIP_PIXELS", 3 * 64)
    true, predicted = np.zeros((64, 64), np.uint8), np.zeros((64, 64), np.uint8)
    predicted[4:60, 4:60] = 1
    predicted[4:50, 14:24] = 0
    predicted[12:60, 34:44] = 0

    (found,) = areas(true, predicted, sure(true.shape))

    assert found.pixels == np.count_nonzero(predicted)
    assert (found,) == of_whole(true, predicted, sure(true.shape))


def test_an_object_that_is_not_drawn_is_found() -> None:
    (found,) = areas(square(0), square(2), sure((SIDE, SIDE)))

    assert (found.given, found.suggested, found.pixels) == ("ground", "box", 144)
    assert set(found.rings[0]) == {(8, 8), (20, 8), (20, 20), (8, 20)}
    assert found.confidence == pytest.approx(0.95, abs=1e-3)


def test_an_outline_that_is_shifted_is_no_area() -> None:
    assert areas(square(1), square(1, left=10), sure((SIDE, SIDE))) == ()


def test_what_the_network_is_not_sure_of_is_no_area() -> None:
    assert areas(square(0), square(2), sure((SIDE, SIDE), 0.8)) == ()


def test_unknown_pixels_contradict_nothing() -> None:
    assert areas(np.full((SIDE, SIDE), NO_CLASS, np.uint8), square(2), sure((SIDE, SIDE))) == ()


def test_the_largest_areas_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    predicted = np.maximum(square(1, top=0, left=0, side=8), square(2, top=16, left=16, side=14))

    found = areas(np.zeros_like(predicted), predicted, sure(predicted.shape))
    monkeypatch.setattr(doubts, "MOST_AREAS", 1)
    only = areas(np.zeros_like(predicted), predicted, sure(predicted.shape))

    assert [one.suggested for one in found] == ["box", "disc"]
    assert [one.suggested for one in only] == ["box"]


def test_an_area_that_is_too_large_to_be_traced_has_the_outline_of_its_box(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts, "LARGEST_AT_ONCE_PIXELS", SIDE * SIDE - 1)
    monkeypatch.setattr(doubts, "LARGEST_OUTLINED_PIXELS", 143)
    predicted = square(2)
    predicted[8, 8] = 0

    (found,) = areas(square(0), predicted, sure((SIDE, SIDE)))

    assert found.rings == (((8.0, 8.0), (20.0, 8.0), (20.0, 20.0), (8.0, 20.0)),)
    assert found.pixels == 143


def test_a_small_area_of_a_large_picture_has_its_own_outline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts, "LARGEST_AT_ONCE_PIXELS", SIDE * SIDE - 1)
    predicted = square(2)
    predicted[8, 8] = 0

    assert areas(square(0), predicted, sure((SIDE, SIDE))) == of_whole(square(0), predicted, sure((SIDE, SIDE)))
