"""Masks of which a network is sure that they are wrong somewhere."""

import numpy as np
import pytest

from engine.contract.annotations import NO_CLASS
from engine.ops.mask_doubts import contradictions, mask_trust

SIDE = 32


def scores_of(predicted: np.ndarray, confidence: float = 0.95, classes: int = 3) -> np.ndarray:
    """Probabilities in which one class has ``confidence`` and the others share the rest."""
    scores = np.full((*predicted.shape, classes), (1 - confidence) / (classes - 1))
    np.put_along_axis(scores, predicted[..., np.newaxis].astype(int), confidence, axis=-1)
    return scores.astype(np.float16)


def square(value: int, *, top: int = 8, left: int = 8, side: int = 12) -> np.ndarray:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[top : top + side, left : left + side] = value
    return mask


def test_trust_is_the_softmin_of_what_the_network_says_of_the_mask() -> None:
    true = np.array([[0, 0, 1]], np.uint8)
    scores = np.array([[[0.9, 0.1], [0.5, 0.5], [0.75, 0.25]]], np.float16)

    confidences = np.array([0.9, 0.5, 0.25])
    weights = np.exp((1 - confidences) / 0.1)
    expected = float((confidences * weights / weights.sum()).sum())
    assert mask_trust(true, scores) == pytest.approx(expected, abs=1e-3)


def test_pixels_that_nobody_knows_are_not_trusted_or_doubted() -> None:
    true = np.array([[0, NO_CLASS]], np.uint8)
    scores = np.array([[[0.8, 0.2], [0.0, 1.0]]], np.float16)

    assert mask_trust(true, scores) == pytest.approx(0.8, abs=1e-3)
    assert mask_trust(np.full((2, 2), NO_CLASS, np.uint8), np.zeros((2, 2, 3), np.float16)) is None


def test_an_object_that_is_not_drawn_is_found() -> None:
    (found,) = contradictions(square(0), scores_of(square(2)), radius_px=2, most=8)

    assert (found.given, found.suggested, found.corner, found.pixels.shape) == (0, 2, (8, 8), (12, 12))
    assert found.pixels.all()
    assert found.confidence == pytest.approx(0.95, abs=1e-3)


def test_a_missing_object_costs_trust() -> None:
    scores = scores_of(square(2))

    right, wrong = mask_trust(square(2), scores), mask_trust(square(0), scores)

    assert right is not None
    assert wrong is not None
    assert wrong < 0.1 < right


def test_an_outline_that_is_shifted_is_no_area() -> None:
    shifted = square(1, left=10)

    assert contradictions(square(1), scores_of(shifted), radius_px=2, most=8) == []


def test_what_the_network_is_not_sure_of_is_no_area() -> None:
    assert contradictions(square(0), scores_of(square(2), confidence=0.8), radius_px=2, most=8) == []


def test_unknown_pixels_contradict_nothing() -> None:
    assert contradictions(square(NO_CLASS), scores_of(square(2)), radius_px=2, most=8) == []


def test_the_largest_areas_come_first() -> None:
    predicted = np.maximum(square(1, top=0, left=0, side=8), square(2, top=16, left=16, side=14))

    found = contradictions(np.zeros_like(predicted), scores_of(predicted), radius_px=2, most=8)
    only = contradictions(np.zeros_like(predicted), scores_of(predicted), radius_px=2, most=1)

    assert [one.suggested for one in found] == [2, 1]
    assert [one.suggested for one in only] == [2]
